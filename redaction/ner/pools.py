"""Names of many origins, as Faker knows them and as a letter model makes them up, in Latin letters."""

from __future__ import annotations

import random
import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import regex
from faker import Faker

from redaction.ner.data import written_names

LATIN_LOCALES: Mapping[str, tuple[str, ...]] = {
    "british": ("en_GB", "en_GB", "en_GB", "ga_IE", "en_IE"),
    "american": ("en_US", "en_US", "en_US", "en_CA", "en_AU", "en_NZ"),
    "french": ("fr_FR", "fr_BE", "fr_CA"),
    "german": ("de_DE", "de_AT", "de_CH", "nl_NL", "nl_BE", "lb_LU"),
    "nordic": ("sv_SE", "no_NO", "da_DK", "fi_FI", "is_IS", "et_EE"),
    "spanish": ("es_ES", "es_MX", "es_AR", "es_CO", "es_CL", "pt_PT", "pt_BR"),
    "italian": ("it_IT", "ro_RO", "mt_MT"),
    "slavic": ("pl_PL", "cs_CZ", "sk_SK", "hr_HR", "sl_SI", "bs_BA", "lt_LT", "lv_LV"),
    "hungarian": ("hu_HU", "sq_AL"),
    "turkish": ("tr_TR", "az_AZ"),
    "south_asian": ("en_IN", "en_IN", "en_PK", "en_BD"),
    "african": ("en_NG", "yo_NG", "ig_NG", "ha_NG", "en_KE", "zu_ZA", "tw_GH", "sw"),
    "east_asian": ("vi_VN", "id_ID", "fil_PH", "en_TH", "en_PH"),
}
OTHER_ALPHABETS: Mapping[str, tuple[str, ...]] = {
    "slavic": ("ru_RU", "uk_UA", "bg_BG", "sr_BA", "mk_MK"),
    "greek": ("el_GR",),
}
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_LATIN_NAME = regex.compile(r"[\p{Latin}][\p{Latin}'’\-. ]*[\p{Latin}]")


@dataclass(frozen=True, slots=True)
class Pool:
    """First and last names of one origin."""

    origin: str
    first: tuple[str, ...]
    last: tuple[str, ...]


def romanised(name: str) -> str:
    """A Russian, Ukrainian, Bulgarian, Serbian or Greek name in Latin letters, capitals kept at the start."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c) or c == "\u0306")
    plain = unicodedata.normalize("NFC", plain).lower()
    return "".join(_CYRILLIC.get(c, _GREEK.get(c, c)) for c in plain).title()


@cache
def pools() -> tuple[Pool, ...]:
    """One pool for each origin, in a fixed order."""
    first: dict[str, set[str]] = defaultdict(set)
    last: dict[str, set[str]] = defaultdict(set)
    for table, convert in ((LATIN_LOCALES, str), (OTHER_ALPHABETS, romanised)):
        for origin, locales in table.items():
            for locale in locales:
                first[origin].update(map(convert, _listed(locale, "first_names")))
                last[origin].update(map(convert, _listed(locale, "last_names")))
    for origin, which, names in written_names():
        (first if which == "first" else last)[origin].update(names)
    first["east_asian"].update(_listed("zh_CN", "first_romanized_names"))
    last["east_asian"].update(_listed("zh_CN", "last_romanized_names"))
    return tuple(Pool(origin, _usable(first[origin]), _usable(last[origin])) for origin in sorted(first))


def _listed(locale: str, kind: str) -> list[str]:
    """All names of one kind that Faker has for a locale; male and female forms together."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # Faker announces that a locale will be renamed
        person = next(p for p in Faker(locale).factories[0].providers if ".person." in type(p).__module__)
    found: list[str] = []
    for suffix in ("", "_male", "_female"):
        names = getattr(person, kind + suffix, None) or getattr(person, kind.replace("_names", suffix + "_names"), None)
        found.extend(name if isinstance(name, str) else name[0] for name in names or ())
    return found


def _usable(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name.strip() for name in names if _LATIN_NAME.fullmatch(name.strip()) and len(name) < 22}))


class MadeUp:
    """Words that sound like the names of a list, by chains of three letters; most are on no list anywhere."""

    _ORDER = 3

    def __init__(self, names: Sequence[str]) -> None:
        self._next: dict[str, list[str]] = defaultdict(list)
        for name in names:
            padded = "^" * self._ORDER + name.lower() + "$"
            for at in range(self._ORDER, len(padded)):
                self._next[padded[at - self._ORDER : at]].append(padded[at])

    def make(self, rng: random.Random) -> str:
        """One made-up name of 3 to 12 letters, capitalised."""
        for _ in range(20):
            state, made = "^" * self._ORDER, ""
            while len(made) < 14:
                letter = rng.choice(self._next[state])
                if letter == "$":
                    break
                made += letter
                state = (state + letter)[-self._ORDER :]
            if 3 <= len(made) <= 12 and made.isalpha():
                return made.capitalize()
        return made.capitalize() or "Anon"
