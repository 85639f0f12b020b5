"""Yes and no, in many words."""

from __future__ import annotations

import re

_POLITE = r"(?:please|thanks|thank you|ta|cheers|mate|love|then|go on|that's it|actually|really|i think|i guess)"
_YES = (
    r"(?:y|yes|yeah|yea|yep|yup|ye|yh|aye|ok|okay|k|sure|certainly|definitely|absolutely|of course|indeed|"
    r"correct|right|"
    r"that's (?:right|correct|fine|good|it|ok|okay)|thats (?:right|correct|fine|good|ok)|it is|it does|there is|"
    r"there are|"
    r"i do|i am|i can|i have|they are|he is|she is|we do|we are|fine|perfect|great|good|lovely|brilliant|spot on|"
    r"looks? (?:good|right|fine|ok|okay)|all (?:good|correct|right)|sounds (?:good|right|fine)|go ahead|do it|book it|"
    r"send it|confirm(?:ed)?|i confirm|please do|carry on|go for it|yes i do|happy with that|true|"
    r"(?:yes )?i (?:think|believe|guess|suppose) so(?: yes)?)"
)
_NO = (
    r"(?:n|no|nope|nah|nay|not really|i don't (?:think|believe) so|not (?:at all|now|that i know(?: of)?|yet|"
    r"today)|no way|never|don't|"
    r"do not|i don't|"
    r"i do not|i am not|i'm not|it isn't|it's not|it is not|it doesn't|there isn't|there aren't|there is not|"
    r"none|negative|"
    r"wrong|incorrect|that's (?:not right|wrong|not correct)|thats (?:not right|wrong)|false|they aren't|"
    r"they are not|we don't)"
)
_YES_ALONE = re.compile(rf"(?:{_POLITE}[,. ]+)*{_YES}(?:[,.! ]+(?:{_YES}|{_POLITE}))*[.! ]*", re.IGNORECASE)
_NO_ALONE = re.compile(rf"(?:{_POLITE}[,. ]+)*{_NO}(?:[,.! ]+(?:{_NO}|{_POLITE}))*[.! ]*", re.IGNORECASE)
_YES_FIRST = re.compile(r"(?:yes|yeah|yep|yup|aye)\b(?! (?:but|no)\b)", re.IGNORECASE)
_NO_FIRST = re.compile(r"(?:no|nope|nah)\b(?! (?:idea|clue|problem|worries|doubt)\b)", re.IGNORECASE)


def read_yes_no(text: str) -> bool | None:
    """Whether the whole answer says yes, or no; None when it says neither."""
    plain = " ".join(text.replace("’", "'").split())
    if _YES_ALONE.fullmatch(plain):
        return True
    return False if _NO_ALONE.fullmatch(plain) else None


def begins_yes_no(text: str) -> bool | None:
    """The yes or no that a text begins with, even if it goes on ("yes, next to the school"); or None."""
    plain = " ".join(text.replace("’", "'").split())
    alone = read_yes_no(plain)
    if alone is not None:
        return alone
    if _YES_FIRST.match(plain):
        return True
    return False if _NO_FIRST.match(plain) else None
