"""What the pages of staff and of the site say about council pages, from wording.yml."""

from __future__ import annotations

from bot.sentences import Sentences

WORDING = Sentences.beside(__file__)
say = WORDING.say
