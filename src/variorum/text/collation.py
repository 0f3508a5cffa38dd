"""The order of words in a language: words and a language in, a key to sort by out.

Accents, case and marks do not count, but for the letters that a language has in places of their own (Unicode's CLDR):
in Norwegian Æ, Ø and Å come after Z, in Polish Ł after L, in Czech CH after H. A table is enough for this: ICU's wheels
have 60 MB, and lists of works ask only for the first of its three levels. Other scripts come after Latin letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

# After what a letter comes → the letters, in their order; those in one word are the same letter.
# "z" is what comes after all others. A sign > "z" and < any other letter keeps them there; another, > all of Cyrillic,
# does it for Cyrillic letters.
_AFTER = "{"
_AFTER_CYRILLIC = "\u0530"
_NORDIC = {"z": "æ,ä ø,ö å,aa"}
_SWEDISH = {"z": "å ä,æ ö,ø"}
_CROATIAN = {"c": "č ć", "d": "dž đ", "l": "lj", "n": "nj", "s": "š", "z": "ž"}
_TAILORINGS: Mapping[str, Mapping[str, str]] = {
    "az": {"c": "ç", "e": "ə", "g": "ğ", "h": "x ı", "k": "q", "o": "ö", "s": "ş", "u": "ü"},
    "be": {"и": "і й", "у": "ў"},
    "bg": {"и": "й"},
    "bs": _CROATIAN,
    "cs": {"c": "č", "h": "ch", "r": "ř", "s": "š", "z": "ž"},
    "da": _NORDIC,
    "es": {"n": "ñ"},
    "et": {"s": "š z ž", "w": "õ ä ö ü"},
    "fi": _SWEDISH,
    "fo": {"z": "æ,ä ø,ö å,aa"},
    "hr": _CROATIAN,
    "hu": {
        "c": "cs", "d": "dz dzs", "g": "gy", "l": "ly", "n": "ny", "o": "ö,ő", "s": "sz", "t": "ty", "u": "ü,ű",
        "z": "zs",
    },
    "is": {
        "a": "á", "d": "đ,ð", "e": "é", "i": "í", "o": "ó", "u": "ú", "y": "ý", "z": "þ æ,ä ø,ö å",
    },
    "lt": {"c": "č", "i": "y", "s": "š", "z": "ž"},
    "lv": {"c": "č", "g": "ģ", "i": "y", "k": "ķ", "l": "ļ", "n": "ņ", "s": "š", "z": "ž"},
    "mk": {"д": "ѓ", "з": "ѕ", "и": "ј", "л": "љ", "н": "њ", "т": "ќ"},
    "nb": _NORDIC,
    "nn": _NORDIC,
    "no": _NORDIC,
    "pl": {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "ź ż"},
    "ro": {"a": "ă â", "i": "î", "s": "ș,ş", "t": "ț,ţ"},
    "ru": {"и": "й"},
    "sk": {"a": "ä", "c": "č", "h": "ch", "o": "ô", "s": "š", "z": "ž"},
    "sl": {"c": "č ć", "d": "đ", "s": "š", "z": "ž"},
    "sr": _CROATIAN,
    "sv": _SWEDISH,
    "tr": {"c": "ç", "g": "ğ", "h": "ı", "o": "ö", "s": "ş", "u": "ü"},
    "uk": {"г": "ґ", "е": "є", "и": "і ї й"},
}  # fmt: skip
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}) | {
    ord(c): None for c in "ʹʺʼ'’`"
}


_ASCII_MARKS = re.compile("['`]")
_ASCII_PARTS = re.compile("[^a-z0-9]+")


class _Kept(dict[int, str | None]):
    """What is left of each decomposed character, found when first met: letters, nothing of marks, else a blank."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        self[code] = kept = None if unicodedata.combining(character) else character if character.isalnum() else " "
        return kept


_KEPT = _Kept()


def comparison_key(text: str) -> str:
    """Return the text as it is compared: no accents, no case, no marks, one blank between words."""
    text = text.casefold()
    if text.isascii() and text.isalnum():
        return text
    if text.isascii():
        return " ".join(_ASCII_PARTS.sub(" ", _ASCII_MARKS.sub("", text)).split())
    return " ".join(unicodedata.normalize("NFKD", text.translate(_LETTERS)).translate(_KEPT).split())


def order_key(text: str, language: str) -> str:
    """Return what a text is put in order by, in a language (BCP 47)."""
    own = _own_letters(language.split("-")[0])
    if not own:
        return comparison_key(text)
    pattern, keys = own
    small = unicodedata.normalize("NFC", text.replace("I", "ı") if language.startswith(("tr", "az")) else text)
    pieces = pattern.split(small.replace("İ", "i").casefold() if "ı" not in small else _small(small))
    return "".join(keys.get(piece) or _folded_inside(piece) for piece in pieces if piece)


def _small(text: str) -> str:
    """Return a text in small letters, with the dotless i of Turkish kept."""
    return "ı".join(part.casefold() for part in text.split("ı"))


def _folded_inside(piece: str) -> str:
    """Fold a piece of a text, and keep the blank at its ends, which parts words."""
    inner = comparison_key(piece)
    before = " " if inner and not piece[0].isalnum() and piece[0] not in "'’`" else ""
    after = " " if inner and not piece[-1].isalnum() and piece[-1] not in "'’`" else ""
    return f"{before}{inner}{after}" if inner else " "


@cache
def _own_letters(language: str) -> tuple[re.Pattern[str], Mapping[str, str]] | None:
    table = _TAILORINGS.get(language)
    if not table:
        return None
    keys: dict[str, str] = {}
    for base, letters in table.items():
        for number, same in enumerate(letters.split()):
            for letter in same.split(","):
                keys[letter] = f"{_place_after(base, letter)}{chr(ord('a') + number)}"
    longest = sorted(keys, key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, longest))})"), keys


def _place_after(base: str, letter: str) -> str:
    """Return what comes after every word that begins with the letter `base`; Z ends the Latin letters."""
    if base == "z" and letter[0] != "z":
        return _AFTER
    return base + (_AFTER if base.isascii() else _AFTER_CYRILLIC)
