"""The language of a work: what field `langid` (or `language`) says in, its tag and name out.

Known are the names that babel, polyglossia and biblatex have for languages, and every BCP 47 tag; the names for readers
come from Unicode's CLDR.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from babel import Locale

from variorum.model.works import Work

# Names of languages in TeX → BCP 47; where the name is the English one, CLDR knows it.
_IN_TEX: Mapping[str, str] = {
    "american": "en",
    "usenglish": "en",
    "ukenglish": "en",
    "british": "en",
    "australian": "en",
    "canadian": "en",
    "newzealand": "en",
    "acadian": "fr",
    "austrian": "de",
    "naustrian": "de",
    "ngerman": "de",
    "nswissgerman": "de",
    "swissgerman": "de",
    "brazil": "pt",
    "brazilian": "pt",
    "portuges": "pt",
    "canadien": "fr",
    "francais": "fr",
    "frenchb": "fr",
    "farsi": "fa",
    "kurmanji": "ku",
    "magyar": "hu",
    "bahasa": "id",
    "indonesian": "id",
    "malay": "ms",
    "norsk": "nb",
    "norwegian": "nb",
    "bokmal": "nb",
    "nynorsk": "nn",
    "ngreek": "el",
    "polutonikogreek": "el",
    "slovene": "sl",
    "serbianc": "sr",
    "spanishmx": "es",
    "uppersorbian": "hsb",
    "lowersorbian": "dsb",
    "ancientgreek": "grc",
    "classiclatin": "la",
    "medievallatin": "la",
    "scottish": "gd",
    "gaelic": "gd",
    "irish": "ga",
    "samin": "se",
    "bangla": "bn",
    "odia": "or",
    "kirghiz": "ky",
    "uighur": "ug",
    "sanskrit": "sa",
}
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_PREFIX = re.compile(r"lang")  # biblatex: language = {langfrench}


def language_tag(said: str) -> str | None:
    """Return the BCP 47 tag of what an entry says; "" if it says nothing, None if nobody knows that language."""
    first = re.split(r"[,;]| and ", said.strip().lower(), maxsplit=1)[0].strip()
    return _tag(first) if first else ""


@cache
def _tag(said: str) -> str | None:
    for words in (said, _PREFIX.sub("", said, count=1)):
        tag = _IN_TEX.get(words) or _english_names().get(words)
        if tag:
            return tag
    if _TAG.fullmatch(said):
        code = re.split("[-_]", said)[0]
        if code in _names():
            return "nb" if code == "no" else code
    return None


@cache
def _names() -> Mapping[str, str]:
    return dict(Locale.parse("en").languages)


@cache
def _english_names() -> Mapping[str, str]:
    return {name.lower(): tag for tag, name in _names().items() if "_" not in tag and "-" not in tag}


def languages_of(work: Work) -> list[str]:
    """Return the tags of all languages that an entry names: `language = {langlatin and langgerman}`."""
    said = work.fields.get("language", "").strip().lower()
    tags = [_tag(part.strip()) for part in re.split(r"[,;]| and ", said) if part.strip()]
    known = list(dict.fromkeys(tag for tag in tags if tag))
    return known if len(known) > 1 else [language_of(work)]


def language_of(work: Work) -> str:
    """Return the language of a work as a BCP 47 tag; "" if the entry does not say (nothing is guessed from letters)."""
    return language_tag(work.fields.get("langid", "") or work.fields.get("language", "")) or ""
