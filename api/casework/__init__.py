"""Work for people: cases, queues, clocks, the desk, supervision, and other systems that read cases."""
