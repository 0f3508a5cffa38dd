"""What the software says to readers, in the language of the edition: an English message in, words of a `Wording` out.

English messages are their own keys (gettext); `locales/<language>.po` has the others, and is read as translators write
it. Whoever has no catalogue gets English words; numbers and lists follow Unicode's CLDR in any case. What editors are
told (problems, warnings, the command line) is English and does not pass here.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Literal, TypeVar

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.numbers import format_decimal

LOCALES = Path(__file__).parent / "locales"
# A language by the name of the catalogue that serves it.
_SERVED_BY = {"no": "nb"}
# The zero of every system of figures that CLDR knows as the usual one of some language; Babel itself writes 0 to 9.
_ZEROS = {"arab": "٠", "arabext": "۰", "beng": "০", "deva": "०", "mymr": "၀", "tibt": "༠"}
# In these a noun keeps its capital inside a sentence.
_CAPITAL_NOUNS = frozenset({"de", "lb"})

_T = TypeVar("_T")


def later(message: str) -> str:
    """Mark a message of a table as one that is said later, by somebody who knows the language."""
    return message


@dataclass(frozen=True, slots=True)
class Wording:
    """A language in which readers are spoken to."""

    language: str = "en"  # BCP 47, e.g. "nb"

    def say(self, message: str, **values: object) -> str:
        """Return a message with the values in its `{places}`."""
        said = translations(self.language).gettext(message)
        return said.format(**values) if values else said

    def counted(self, one: str, many: str, number: int, **values: object) -> str:
        """Return the form of a message that goes with a number, which is written where it has `{number}`."""
        return self.form(one, many, number).format(number=self.number(number), **values)

    def form(self, one: str, many: str, number: int) -> str:
        """Return the form of a message that goes with a number, its places still open."""
        return translations(self.language).ngettext(one, many, number)

    def weave(self, message: str, **parts: Iterable[_T]) -> Iterator[str | _T]:
        """Yield the words of a message, and in its places things that are no words, such as links."""
        yield from _woven(translations(self.language).gettext(message), parts)

    def weave_counted(self, one: str, many: str, number: int, **parts: Iterable[_T]) -> Iterator[str | _T]:
        """Yield the same of the form of a message that goes with a number."""
        yield from _woven(self.form(one, many, number), parts)

    def listed(self, words: Sequence[str], style: Literal["standard", "or"] = "standard") -> str:
        """Return words as a list: `Ne, No and St`, or with “or”."""
        return format_list(words, style, locale_of(self.language))

    def number(self, number: int) -> str:
        """Return a number in the figures of the language, its thousands in groups."""
        return self.figures(format_decimal(number, locale=locale_of(self.language)))

    def figures(self, text: str) -> str:
        """Return a text with its figures in those of the language."""
        return text.translate(_figures(self.language))

    def within(self, label: str) -> str:
        """Return a label as it is written inside a sentence."""
        said = self.say(label)
        return said if self.language.split("-")[0] in _CAPITAL_NOUNS else said[:1].lower() + said[1:]

    def name_of(self, language: str) -> str:
        """Return what a language (BCP 47) is called, e.g. "Russian"; "" if nobody knows."""
        tag = language.split("-")[0]
        return str(locale_of(self.language).languages.get({"nb": "no", "nn": "no"}.get(tag, tag), ""))

    @property
    def locale(self) -> str:
        """The conventions of the language as the scripts of a page ask for them, e.g. "ne-u-nu-deva"."""
        return f"{str(locale_of(self.language)).replace('_', '-')}-u-nu-{_figure_system(self.language)}"


ENGLISH = Wording()


@cache
def locale_of(language: str) -> Locale:
    """Return the conventions of a language; of English those that set the day before the month."""
    try:
        return Locale.parse("en_GB" if language == "en" else language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the catalogue that serves a language; an empty one if there is none."""
    from babel.messages.mofile import write_mo  # English needs neither
    from babel.messages.pofile import read_po

    for name in (_SERVED_BY.get(language, language), language.split("-")[0]):
        path = LOCALES / f"{name}.po"
        if path.is_file():
            with path.open("rb") as file:
                made = BytesIO()
                write_mo(made, read_po(file))
            made.seek(0)
            return gettext.GNUTranslations(made)
    return gettext.NullTranslations()


@cache
def _figures(language: str) -> dict[int, str]:
    zero = _ZEROS.get(_figure_system(language), "0")
    return {ord("0") + figure: chr(ord(zero) + figure) for figure in range(10)}


def _figure_system(language: str) -> str:
    usual = locale_of(language).default_numbering_system
    return usual if usual in _ZEROS else "latn"


def _woven(message: str, parts: dict[str, Iterable[_T]]) -> Iterator[str | _T]:
    for words, place, _, _ in Formatter().parse(message):
        if words:
            yield words
        if place:
            yield from parts[place]
