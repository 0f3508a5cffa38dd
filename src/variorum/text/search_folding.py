"""Words normalised for the search: text in any script in, a form that ignores what readers type differently out.

The tables are the whole of it: the page that searches gets them with its data and folds a query the same way
(`static/search_folding.js`; tests/test_search.py holds the two against each other).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import regex

# Letters that no decomposition takes apart, and marks that stand for one another.
LETTERS: Mapping[str, str] = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ß": "ss",
    "ı": "i",
    "ŋ": "n",
    "ς": "σ",
    "ʼ": "'",
    "’": "'",
    "‘": "'",
    "‐": "-",
    "‑": "-",
    "–": "-",
    "—": "-",
    # Hebrew: the forms at the end of words, the hyphen and the signs of abbreviation
    "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ", "־": "-", "׳": "'", "״": '"',
    # Arabic, Persian and Urdu: forms of alif, hamza, ya, ta and kaf that writers and keyboards change for one another
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه",
    "ک": "ك", "ڪ": "ك",
    # Malayalam and Bengali: the letters without a vowel that older texts write with a virama
    "ൺ": "ണ്", "ൻ": "ന്", "ർ": "ര്", "ൽ": "ല്", "ൾ": "ള്", "ൿ": "ക്", "ৎ": "ত্",
}  # fmt: skip
# The zero of every script that has figures of its own; the other nine follow it.
# (Unicode 14; to look through all code points at every start would take longer than to read an edition.)
ZEROS = (
    "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0\u0f20\u1040\u1090\u17e0\u1810"
    "\u1946\u19d0\u1a80\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0\ua900\ua9d0\ua9f0\uaa50\uabf0\uff10\U000104a0\U00010d30"
    "\U00011066\U000110f0\U00011136\U000111d0\U000112f0\U00011450\U000114d0\U00011650\U000116c0\U00011730\U000118e0"
    "\U00011950\U00011c50\U00011d50\U00011da0\U00016a60\U00016ac0\U00016b50\U0001d7ce\U0001d7d8\U0001d7e2\U0001d7ec"
    "\U0001d7f6\U0001e140\U0001e2f0\U0001e950\U0001fbf0"
)
# Endings that are taken off a word to find its other forms, by the script of the word. They only widen a search: what
# holds the very word comes first.
_ENDINGS: Mapping[str, str] = {
    # Norwegian and English
    "Latin": "ene enes ens ets ers en et er ane e a s es ed ing ings ly 's s'",
    # Russian
    "Cyrillic": "а я у ю ы и е о ом ем ой ей ою ею ам ям ами ями ах ях ов ев ый ий ая яя ое ее ые ие ого его ому ему ым"
    " им ых их ыми ими ую юю ь ью",
    # Nepali and Hindi: cases and postpositions; of names the vocabulary of Nepali has more, and more precise ones
    "Devanagari": "ले लाई को का की मा बाट सँग सित द्वारा देखि सम्म तर्फ प्रति विरुद्ध कै मै भन्दा पछि अघि सँगै हरू हरु हरूले"
    " हरुले हरूलाई हरुलाई हरूको हरुको हरूका हरुका हरूमा हरुमा हरूबाट हरूसँग",
    "Georgian": "ი მა ს ის ით ად ო მ ზე ში თან ები ების ებს",
}
ENDINGS: Mapping[str, tuple[str, ...]] = {script: tuple(endings.split()) for script, endings in _ENDINGS.items()}

# What is written together with the word that it stands before (and, the, in, to, that), as a pattern, by the script of
# the word: a word is found behind it if nothing else follows.
PREFIXES: Mapping[str, str] = {
    "Hebrew": "ו?(?:[כלמ]?ש)?[בכלמ]?ה?",
    "Arabic": "[وف]?(?:[بك]?ال|لل|[بكلس])?",
    "Syriac": "ܘ?ܕ?[ܒܠ]?",
}

# Scripts that put no blanks between words: each letter, with its signs, is compared by itself.
UNSPACED = "".join(
    rf"\p{{Script={script}}}" for script in ("Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar")
)

_CLUSTER = regex.compile(r"\P{M}\p{M}*|\p{M}+")
_LOOSE_MARKS = regex.compile(
    r"[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}]"
)
# soft hyphen, tatweel, joiners, the dot below of borrowed sounds, the accents of the Veda
_IGNORED = regex.compile("[\u00ad\u0640\u200c\u200d\u093c\u0951\u0952\u1cd0-\u1cfa\ua8e0-\ua8f1]")
_BREVE = "\u0306"


def search_key(text: str) -> str:
    """Return the text without what a search ignores, cluster by cluster (a letter with its marks).

    Compatibility forms, case, and the diacritics of Latin, Cyrillic and Greek are ignored (Russian й stays), the points
    and accents of Hebrew, Arabic and Syriac, and the scripts of figures; the vowel signs of Devanagari and its like are
    letters and stay.

    >>> search_key("Ста́лин"), search_key("Über Smørås"), search_key("१८७८")
    ('сталин', 'uber smoras', '1878')
    >>> search_key("בְּרֵאשִׁ֖ית"), search_key("كتـــابٌ"), search_key("آب")
    ('בראשית', 'كتاب', 'اب')
    """
    if text.isascii():  # nothing is ignored there but case
        return text.lower()
    return "".join([_fold_cluster(cluster) for cluster in _CLUSTER.findall(text)])


@lru_cache(maxsize=65536)
def _fold_cluster(cluster: str) -> str:
    parts = unicodedata.normalize("NFD", _IGNORED.sub("", unicodedata.normalize("NFKC", cluster)).lower())
    if _LOOSE_MARKS.match(parts):
        kept = _BREVE if parts[0] == "и" else ""
        parts = "".join(c for c in parts if c in kept or not unicodedata.category(c).startswith("M"))
    return unicodedata.normalize("NFC", "".join(_fold_letter(c) for c in _IGNORED.sub("", parts)))


def _fold_letter(letter: str) -> str:
    if letter in LETTERS:
        return LETTERS[letter]
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
