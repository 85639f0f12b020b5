"""What the kernel says to residents and staff, from wording.yml: errors, limits, times, the audit trail."""

from __future__ import annotations

from bot.sentences import Sentences

WORDING = Sentences.beside(__file__)
say = WORDING.say
