"""The desk: who owns a conversation, queues, working hours, clocks, dealing and handing on of cases."""
