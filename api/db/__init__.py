"""The database: connection, migrations, and every table."""
