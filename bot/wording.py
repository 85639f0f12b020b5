"""What the bot says beside the replies of policy.yml, from wording.yml."""

from __future__ import annotations

from bot.sentences import Sentences

WORDING = Sentences.beside(__file__)
say = WORDING.say
