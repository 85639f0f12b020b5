"""What casework says to residents and staff, from wording.yml."""

from __future__ import annotations

from bot.sentences import Sentences

WORDING = Sentences.beside(__file__)
say = WORDING.say
