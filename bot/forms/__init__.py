"""Forms in the chat: what a booking or a report needs to know, asked one question at a time."""
