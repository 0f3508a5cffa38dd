"""Words: a text in, its words with stem and sound out, in any language that the stemmer Sphinx brings knows.

The *stem* compares words of one language (स्टालिनले = स्टालिन). The *sound*, the first consonants of a word in any of
three scripts, compares words across languages: loan words and names sound alike however they are spelled
(propaganda = प्रोपोगाण्डा; Trotskij = Trotsky = ट्रट्स्की).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

if TYPE_CHECKING:
    import snowballstemmer

_STEMMERS = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish", "nl": "dutch",
    "en": "english", "et": "estonian", "fi": "finnish", "fr": "french", "de": "german", "el": "greek", "hi": "hindi",
    "hu": "hungarian", "id": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali",
    "nb": "norwegian", "nn": "norwegian", "no": "norwegian", "fa": "persian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "es": "spanish", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}\u200c\u200d]+(?:[’'][\p{L}\p{M}]+)*")
SOUNDS = 5  # consonants that a sound keeps; the rest of a long word is mostly endings
_LEAST_SOUNDS = 3


class Word(NamedTuple):
    """A word of a text."""

    text: str  # verbatim
    start: int  # code point where it begins
    end: int


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of a text; a hyphen parts words, an apostrophe inside a word does not."""
    return (Word(m[0], m.start(), m.end()) for m in _WORD.finditer(text))


@lru_cache(maxsize=1 << 18)
def spelling_key(word: str) -> str:
    """Return a word with what spellers vary made equal.

    That is case, composition, joiners, Semitic points, long and short Nepali i and u.
    """
    return unicodedata.normalize("NFC", word).translate(_SPELLING).casefold()


@lru_cache(maxsize=1 << 18)
def stem(word: str, language: str) -> str:
    """Return the stem of a word; the folded word itself in a language without a stemmer."""
    plain = unicodedata.normalize("NFC", word).replace("’", "'").casefold().removesuffix("'s")
    stemmer = _stemmer(language.split("-")[0])
    return spelling_key(stemmer.stemWord(plain) if stemmer else plain)


@lru_cache(maxsize=1 << 18)
def sound(word: str, language: str) -> str:
    """Return how a word begins to sound: its first consonants, `a` before them if a vowel leads; "" if too short.

    Voicing and length vary between spellings and are folded where three scripts disagree (v/w, j/z, s/sh, k/q/c).
    """
    plain = stem(word, language)
    if not plain or plain[0].isdigit():
        return ""
    letters = unicodedata.normalize("NFD", plain)
    for spelling, class_ in _CLUSTERS_OF.get(language.split("-")[0], _CLUSTERS):
        letters = letters.replace(spelling, class_)
    classes = [_CLASSES.get(c, "") for c in letters]
    sounds: list[str] = []
    for class_ in classes:
        if class_ and class_ != "a" and (not sounds or sounds[-1] != class_):
            sounds.append(class_)
    if len(sounds) < _LEAST_SOUNDS:
        return ""
    first = next((c for c in classes if c), "")
    return ("a" if first == "a" else "") + "".join(sounds[:SOUNDS])


@lru_cache(maxsize=64)
def _stemmer(language: str) -> snowballstemmer.stemmer | None:
    import snowballstemmer  # takes 20 ms, and most checks ask for no stem

    name = _STEMMERS.get(language)
    return snowballstemmer.stemmer(name) if name else None


# Points, vowels and accents that a Hebrew, Arabic or Syriac text may have or not, and the stroke that draws words out.
_POINTS = (*range(0x591, 0x5BE), 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7, 0x640, *range(0x64B, 0x653), 0x670)
_SPELLING = dict.fromkeys((*_POINTS, *range(0x730, 0x74B))) | str.maketrans(
    {"ी": "ि", "ू": "ु", "ई": "इ", "ऊ": "उ", "ँ": "ं", "\u200c": None, "\u200d": None, "’": "'"}
)

# What several letters stand for together, longest first; capitals are classes of sounds.
_CLUSTERS = (
    ("tsch", "C"), ("tch", "C"), ("dzh", "J"), ("kh", "K"), ("zh", "J"), ("sh", "S"), ("ch", "C"), ("th", "T"),
    ("ph", "F"), ("gh", "G"), ("ck", "K"), ("ce", "Se"), ("ci", "Si"), ("cy", "Si"), ("ge", "Je"), ("gi", "Ji"),
    ("x", "KS"), ("qu", "KV"), ("tion", "SN"), ("wh", "V"), ("y", "i"),
    ("क्ष", "KS"), ("ज्ञ", "GN"), ("च्च", "C"),
)  # fmt: skip
_NORDIC = (
    ("tsj", "C"), ("dzj", "J"), ("skj", "S"), ("sj", "S"), ("kj", "K"), ("zj", "J"), ("sjon", "SN"), ("j", "i"),
    ("ce", "Se"), ("ci", "Si"), ("ch", "K"), ("ck", "K"), ("th", "T"), ("x", "KS"), ("w", "V"), ("y", "i"),
)  # fmt: skip
_CLUSTERS_OF = dict.fromkeys(("nb", "nn", "no", "da", "sv"), _NORDIC)

_CLASSES = {
    letter: class_
    for class_, letters in {
        "a": "aeiouæøåअआइईउऊएऐओऔऋаеиоуыэюяіїє",
        "P": "pPпप", "B": "bBбब", "F": "fFфफ", "V": "vwVвभव", "T": "tTттतटथठ", "D": "dDдदडधढ", "S": "szSсшщसशष",
        "C": "CчцचछC", "J": "Jжзजझ", "K": "kcqKкхखक", "G": "gGгगघ", "M": "mMмम", "N": "nNнनणङञंँ", "L": "lLлल",
        "R": "rRрर",
    }.items()
    for letter in letters
}  # fmt: skip
