"""How people announce a name: the expressions that `person.py` looks for. All quantifiers are bounded."""

from __future__ import annotations

import regex

from redaction.ner.ordinary_words import words
from redaction.recognisers.identifier import FLAGS, one_of
from redaction.spoken import NATO

_KIN = one_of(
    "neighbour neighbor mum mother dad father son daughter husband wife partner brother sister uncle aunt "
    "auntie cousin grandson granddaughter grandmother grandfather nan gran friend landlord landlady carer "
    "flatmate tenant boyfriend girlfriend nephew niece child baby stepson stepdaughter fiance fiancee "
    "boss manager colleague teacher"
)
_WHOSE = one_of(
    "my his her their the your full first last second middle maiden given family sur customer tenant "
    "tenants child childs"
)
_BOOKED = one_of("booked reserved listed registered filed reservation booking table")
_THINGS = one_of(
    "restaurant hotel place pub bar cafe museum shop company school street road park guesthouse house one it app form "
    "college attraction venue something theatre cinema club estate group team scheme thing"
)
_WORD = r"\p{L}[\p{L}'’\-]{0,24}"

_IS = r"(?:[ ]?['’]s|s(?!\w)|[ ]is|[ ]was|[ ]of|[ ]are|[ ]being|[ ]?[:\-])(?:[ ](?:is|of))?"

# The name follows whatever it looks like, unless it begins with a word that holds sentences together.
ANNOUNCED = regex.compile(
    rf"\b(?:{_WHOSE}[ ]?name{_IS}|surname(?:{_IS})?|(?:first|last|family|maiden|middle)[ ]name(?:{_IS})?"
    rf"|(?:^|(?<=[.!?,;\n(][ ]?))name{_IS}"
    r"|names?[ ](?:is|are)|my[ ]names|name[ ]of"
    r"|under[ ]the[ ]name(?:[ ](?:of|is))?"
    r"|(?:in|on|under)[ ](?:the[ ]|my[ ]|a[ ])?name(?:[ ]of)?"
    rf"|{_BOOKED}[ ]under"
    r"|call[ ](?:me|him|her|be|us)|calls?[ ]me|(?:i|we)[ ]go[ ]by|known[ ]as|(?:i'?m|i[ ]am|he'?s|she'?s)[ ]called)"
    r"[ ]{0,2}(?:[:\-,][ ]{0,2})?(?:[\"'“(])?",
    FLAGS,
)
# The name follows if it looks like one: capitalised, or no ordinary word.
INTRODUCED = regex.compile(
    rf"\b(?:(?:my|full|the)[ ]name|^name|i'?m|i[ ]am|i[ ]m|this[ ]is|it'?s|it[ ]is"
    r"|(?:tenancy|account|it'?s|is|be)[ ]under"
    r"|(?:booking|reservation|table|appointment)[ ](?:is[ ]|was[ ])?(?:made[ ])?for"
    r"|(?:speaking|spoke|talk|talked)[ ](?:to|with)|on[ ]behalf[ ]of"
    rf"|my[ ]{_KIN}(?:'s[ ]name[ ]is)?|our[ ]{_KIN}"
    rf"|(?<!\b{_THINGS}[ ](?:is[ ]|was[ ])?)(?:called|named)"
    r"|care[ ]of|c/o|attn|dear|hi|hello|signed|ask[ ]for)"
    r"[ ]{1,2}(?:[:,][ ]{0,2})?[\"'“]?",
    FLAGS,
)
_TITLES = one_of(
    "mr mrs ms mx miss dr doctor rev reverend cllr councillor sir dame lady lord prof professor father "
    "sister pc sgt messrs"
)
TITLE = regex.compile(
    rf"(?<![\w']){_TITLES}(?:(?:\.[ ]?|[ ])(?:(?:and|&)[ ](?:mr|mrs|ms|miss|dr)\.?[ ])?)",
    FLAGS,
)
SURE_TITLES = ("mr", "mrs", "ms", "mx", "cllr", "prof")
CAPITAL_TITLES = ("Dr", "Doctor", "Miss", "Councillor", "Rev", "Sir", "Dame", "Sgt", "PC")
"""A capitalised word after one of these is a name, unless the whole message is written in capitals."""
GLUED_TITLE = r"(?<!\w)(?:mrs|mr)[a-z]{3,20}(?!\w)"
SIGN_OFF = regex.compile(
    r"(?:^|[.!?,\n])[ ]{0,2}(?:(?:(?:kind|best|warm|many)[ ])?(?:regards|wishes|thanks)"
    r"|yours(?:[ ](?:sincerely|faithfully|truly))?|sincerely|cheers|ta|thank[ ]you|love|best"
    r"|thanks(?:[ ](?:again|so[ ]much|in[ ]advance))?)[ ]{0,2}[,.!\-]?[ ]{0,2}\n{0,2}[ ]{0,2}"
    rf"(?P<value>{_WORD}\.?(?:[ ]{_WORD}\.?){{0,3}})[ ]{{0,2}}[.!x]{{0,3}}\s{{0,9}}\Z",
    FLAGS,
)
SAID_AFTER = regex.compile(
    rf"(?:^|[.!?,\n][ ]?|\b(?:hi|hello)[ ])(?P<value>{_WORD}(?:[ ]{_WORD}){{0,3}})[ ]?,?[ ]"
    r"(?:(?:is|that'?s|that[ ]is|it'?s)[ ]my[ ](?:full[ ]|sur|last[ ]|first[ ])?name"
    r"|here(?=[ ]?[,.!;]|[ ]{0,3}$)|speaking(?!\w)|is[ ](?:the|what)[ ](?:name|you[ ]can[ ]call)|is[ ]what[ ])",
    FLAGS,
)
SPELLED = regex.compile(r"(?<!\w)(?:\p{L}{1,5}[ ]){2,24}\p{L}{1,5}(?!\w)", FLAGS)
SPOKEN = regex.compile(
    rf"(?<!\w)(?:{one_of(' '.join(NATO))}[ ,]{{1,2}}){{3,30}}{one_of(' '.join(NATO))}(?!\w)(?![ ]\d)", FLAGS
)
BARE = regex.compile(
    rf"(?:\s|yes|yeah|ok|okay|sure|it'?s|sorry|[,.\-])*+(?P<value>{_WORD}(?:[ ]{{1,2}}{_WORD}){{0,2}})[\s.,!]*+",
    FLAGS,
)
# Given names that are words too; a name only beside a family name.
GIVEN = words(
    "will hope mark bill grace faith may june april rose daisy summer dawn joy penny frank rich jack grant max "
    "dean guy gene ray rob pat sue bob dale glen drew chase victor ivy holly hazel heather jasmine lily ruby "
    "amber pearl crystal sandy robin jay miles lance cliff heath ashley iris olive violet angel charity honey "
    "ginger florence chelsea christian jordan paris sydney brook sky dusty norm nick don art ken al ted herb "
    "carol gay peg basil"
)
