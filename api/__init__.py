"""Everything outside: web pages, chat, desk, bookings, database, jobs, command line."""
