"""The conversation that chat, casework, notices and reports share: its row, messages, owner, events, photos."""
