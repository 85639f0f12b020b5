"""How people spell and speak identifiers, as edits that join them up.

`spoken_edits("my postcode is n w 1 4 d q")` joins the last six characters; number words, NATO words,
"double", "hundred" and single letters all count. Every scan looks at each token a bounded number of times.
"""

from __future__ import annotations

from itertools import pairwise

import regex

from redaction.ner.ordinary_words import is_ordinary, words
from redaction.text.number_words import NOUGHTS, ONES, REPEATS, TEENS, TENS

DIGITS = {
    **dict.fromkeys(NOUGHTS, "0"),
    **{word: str(value) for word, value in {**ONES, **TEENS, **TENS, "fourty": 40}.items()},
    "hundred": "00",
    "thousand": "000",
}
NATO = {
    word: word[0].upper()
    for word in words(
        "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike "
        "november oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray x-ray yankee "
        "zulu"
    )
}
LETTERS = {
    "bee": "B", "cee": "C", "dee": "D", "eff": "F", "gee": "G", "aitch": "H", "haitch": "H", "jay": "J", "kay": "K",
    "el": "L", "em": "M", "en": "N", "pee": "P", "cue": "Q", "queue": "Q", "ess": "S", "tee": "T", "vee": "V",
    "wye": "Y", "zed": "Z", "zee": "Z",
}  # fmt: skip
_SPELLING = {**NATO, **LETTERS}

# Short words that look like spelled-out letters but hold a sentence together.
_SHORT_WORDS = words(
    "am an as at be by do go he hi if in is it me my no of ok on or so to up us we and are but can for "
    "has her him his how its not now our out she the too was who dob nhs utr ref reg tel mob pcn fpn why "
    "you yes mrs mr ms dr st rd nd th pm its ive im id not any all new old day bin bus car tax way off "
    "ask get got had let may one two six ten per via big red bed"
)
_TOKEN = regex.compile(r"(?<!['’])[^\W_]++(?:-ray)?")
_GAP = regex.compile(r"[ ]{1,3}|[ ]?[-,./][ ]?")
_LETTER_AS_IN = frozenset({"for", "as"})
_LONGEST_RUN = 40

Element = tuple[int, int, str, bool]
"""Start, end, what it stands for, and whether it was said (a word or a lone character) rather than typed."""


def spoken_edits(text: str) -> tuple[list[tuple[int, int, str]], list[tuple[int, int]]]:
    """Edits (start, end, new) that join each spelled-out run, and where the runs are in `text`."""
    edits: list[tuple[int, int, str]] = []
    runs: list[tuple[int, int]] = []
    for run in _runs(text):
        for (start, end, value, _), following in pairwise([*run, (run[-1][1], run[-1][1], "", False)]):
            if text[start:end] != value:
                edits.append((start, end, value))
            if following[0] > end:
                edits.append((end, following[0], ""))
        runs.append((run[0][0], run[-1][1]))
    return edits, runs


def _runs(text: str) -> list[list[Element]]:
    """Stretches of at least three neighbouring elements, most of them said, that make five or more characters."""
    found: list[list[Element]] = []
    run: list[Element] = []
    for element in [*_elements(text), None]:
        if element and run and len(run) < _LONGEST_RUN and _GAP.fullmatch(text, run[-1][1], element[0]):
            run.append(element)
            continue
        if _worth_joining(run) or _is_all(run, text):
            found.append(run)
        run = [element] if element else []
    return found


def _worth_joining(run: list[Element]) -> bool:
    said = sum(1 for element in run if element[3])
    return len(run) >= 3 and said * 2 >= len(run) and sum(len(element[2]) for element in run) >= 5


def _is_all(run: list[Element], text: str) -> bool:
    """Whether a short run with letters and digits is all that the message says ("TF2 4 z d")."""
    value = "".join(element[2] for element in run)
    whole = len(run) >= 2 and not text[: run[0][0]].strip() and not text[run[-1][1] :].strip(" .")
    return whole and 4 <= len(value) <= 9 and not value.isdigit() and not value.isalpha()


def _elements(text: str) -> list[Element]:
    tokens = [(match.start(), match.end(), match.group().lower()) for match in _TOKEN.finditer(text)]
    elements: list[Element] = []
    at = 0
    while at < len(tokens):
        start, _, word = tokens[at]
        if word in REPEATS and at + 1 < len(tokens):
            value = _value(text, tokens[at + 1])
            if value is not None and len(value) == 1:
                elements.append((start, tokens[at + 1][1], value * REPEATS[word], True))
                at += 2
                continue
        value = _value(text, tokens[at])
        if value is not None:
            taken = _as_in(tokens, at, value)
            elements.append(
                (start, tokens[at + taken - 1][1], value, word in DIGITS or word in _SPELLING or len(word) == 1)
            )
            at += taken
            continue
        at += 1
    return _join_hundreds(elements)


def _value(text: str, token: tuple[int, int, str]) -> str | None:
    """The characters one token stands for, or None when it is an ordinary word."""
    start, end, word = token
    if len(word) == 1 and word.isalnum():
        return "0" if word == "o" and _beside_digit_word(text, start, end) else text[start:end].upper()
    if word in DIGITS:
        return DIGITS[word]
    if word in _SPELLING:
        return _SPELLING[word]
    if word.isdigit() and len(word) <= 8:
        return word
    if len(word) <= 5 and any(map(str.isdigit, word)) and word.isascii():
        return text[start:end].upper()
    if len(word) <= 3 and word.isascii() and word not in _SHORT_WORDS and not (len(word) == 3 and is_ordinary(word)):
        return text[start:end].upper()
    return None


def _beside_digit_word(text: str, start: int, end: int) -> bool:
    """Whether a lone "o" stands between digits, and so is a nought."""
    before = text[max(0, start - 2) : start].strip()
    after = text[end : end + 2].strip()
    return before[-1:].isdigit() and after[:1].isdigit()


def _as_in(tokens: list[tuple[int, int, str]], at: int, value: str) -> int:
    """How many tokens a letter takes up: "b for bravo" and "b as in bravo" are one letter."""
    if len(value) != 1 or not value.isalpha() or at + 2 >= len(tokens) or tokens[at + 1][2] not in _LETTER_AS_IN:
        return 1
    after = at + (3 if tokens[at + 2][2] == "in" else 2)
    if after < len(tokens) and tokens[after][2][:1].upper() == value:
        return after - at + 1
    return 1


def _join_hundreds(elements: list[Element]) -> list[Element]:
    """Tens take their unit: "twenty" "one" is 21, not 201; "seventy" "seven" hundred is left as it is said."""
    joined: list[Element] = []
    for element in elements:
        before = joined[-1] if joined else None
        tens = before and before[3] and len(before[2]) == 2 and before[2][1] == "0" and before[2][0] in "23456789"
        unit = element[3] and len(element[2]) == 1 and element[2] in "123456789"
        if before and tens and unit and element[0] - before[1] <= 2:
            joined[-1] = (before[0], element[1], before[2][0] + element[2], True)
            continue
        joined.append(element)
    return joined


_SLIPPED = regex.compile(r"(?<![^\W_])(?=[OoIl]*+\d[OoIl]*+\d)[\dOoIl]{3,14}+(?![^\W_])")
_LETTER_FOR_DIGIT = str.maketrans("OoIl", "0011")


def slipped_edits(text: str) -> list[tuple[int, int, str]]:
    """Edits that turn the letters O, I and l among digits into noughts and ones ("O77OO 9OO123")."""
    found = [(*match.span(), match.group()) for match in _SLIPPED.finditer(text)]
    return [(start, end, said.translate(_LETTER_FOR_DIGIT)) for start, end, said in found if not said.isdigit()]


_ENDINGS = "com|uk|org|net|co|eu|info|biz|io|me|ie|de|fr|es|it|pl|us|gov|edu|email|scot|wales|cymru"
_SPOKEN_EMAIL = regex.compile(
    r"(?<![^\s:,;(])"
    r"(?P<local>[\w+'-]{1,40}(?:(?:[ ]?\.[ ]?|[ ](?:dot|point|underscore|dash|hyphen)[ ])[\w+'-]{1,40}){0,4})"
    r"(?P<at>[ ]?[\[(][ ]?at[ ]?[\])][ ]?|[ ]at[ ]|[ ]?@[ ]?)"
    r"(?P<domain>(?:[\w-]{1,40}(?:[ ]?\.[ ]?|[ ]?[\[(][ ]?dot[ ]?[\])][ ]?|[ ](?:dot|point)[ ])){1,4}"
    rf"(?:{_ENDINGS}|(?<=[ ](?:dot|point)[ ])[a-z]{{2,14}}))(?!\w)",
    regex.IGNORECASE,
)
_SEPARATOR = regex.compile(
    r"[ ]?[\[(]?[ ]?\b(?P<word>dot|point|underscore|dash|hyphen|at)\b[ ]?[\])]?[ ]?|[ ]?(?P<sign>[.@])[ ]?",
    regex.IGNORECASE,
)
_SIGNS = {"dot": ".", "point": ".", "underscore": "_", "dash": "-", "hyphen": "-", "at": "@"}


def spoken_email_edits(text: str) -> list[tuple[int, int, str]]:
    """Edits that turn "jane dot smith at example dot com" into jane.smith@example.com."""
    edits: list[tuple[int, int, str]] = []
    reached = 0
    for match in _SPOKEN_EMAIL.finditer(text):
        if not _is_email(text, match):
            continue
        edits += _said_in_parts(text, match, reached)
        reached = match.end()
        for separator in _SEPARATOR.finditer(text, match.start(), match.end()):
            sign = separator["sign"] or _SIGNS[separator["word"].lower()]
            if separator.group() != sign:
                edits.append((*separator.span(), sign))
    return edits


_MAIL = regex.compile(r"e-?mail|\bmail|contact|write|send", regex.IGNORECASE)
_SAID_DOT = regex.compile(r"\b(?:dot|point)\b", regex.IGNORECASE)
_BEFORE_EMAIL = 40
_MOST_PARTS = 3


def _is_email(text: str, match: regex.Match[str]) -> bool:
    """Whether it is an address rather than a website ("apply at northbridge.gov.uk" is one)."""
    said = match["at"].strip()
    if said.lower() != "at" or _SAID_DOT.search(match["domain"]) or (said.isupper() and not text.isupper()):
        return True
    if match["domain"].lower().startswith("www"):
        return False
    local = match["local"]
    before = text[max(0, match.start() - _BEFORE_EMAIL) : match.start()]
    return not local.isalpha() or bool(_MAIL.search(before))


def _said_in_parts(text: str, match: regex.Match[str], reached: int) -> list[tuple[int, int, str]]:
    """Edits that join the words in front ("j smith 84 at ..."), as long as they are no ordinary ones."""
    edits: list[tuple[int, int, str]] = []
    at = match.start()
    while len(edits) < _MOST_PARTS and text[at - 1 : at] == " " and not match["at"].strip().startswith("@"):
        start = max(reached, text.rfind(" ", max(0, at - 25), at - 1) + 1)
        word = text[start : at - 1]
        if not word.isalnum() or (is_ordinary(word) and len(word) > 1):
            break
        edits.insert(0, (at - 1, at, ""))
        at = start
    return edits


_GLUE = (
    "sortcode|code|number|account|acc|is|phone|mobile|tel|text|call|ring|nhs|nino|ni|utr|uprn|passport|iban|card|reg|dob|"
    "born|no|me|on"
)
_GLUED_BEFORE = regex.compile(rf"(?<=(?<!\p{{L}})\p{{L}}{{0,20}}(?:{_GLUE}))(?=\d{{6}})", regex.IGNORECASE)
_GLUED_AFTER = regex.compile(
    r"(?<=\d{6})(?=(?:account|acc|and|or|sort|thanks|please|my|from|is|after|before|email|name|phone|call|text)"
    r"(?:\b|\d))",
    regex.IGNORECASE,
)


def unglued_edits(text: str) -> list[tuple[int, int, str]]:
    """Edits that put a space between words and a long number ("sortcode204545account12345678")."""
    places = sorted({match.start() for pattern in (_GLUED_BEFORE, _GLUED_AFTER) for match in pattern.finditer(text)})
    return [(place - 1, place, text[place - 1] + " ") for place in places if place]
