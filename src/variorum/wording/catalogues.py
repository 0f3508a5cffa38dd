"""The catalogues of messages, for whoever translates: code in, `locales/variorum.pot` and `locales/<language>.po` out.

`python -m variorum.wording.catalogues` gathers every message of code, templates and scripts and brings each catalogue
up to date; with the tag of a language (`… catalogues fr`) it begins a new one. A test holds the catalogues to the code.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po, write_po

from variorum.wording.messages import LOCALES
from variorum.wording.scripts import Message as Words
from variorum.wording.scripts import messages_of

_PACKAGE = LOCALES.parent.parent
# Which arguments of a call are messages: one, or the two forms of one that goes with a number.
_ONE: Mapping[str, tuple[int, ...]] = {
    "say": (0,),
    "later": (0,),
    "within": (0,),
    "weave": (0,),
    "AnnotationKind": (1, 2),
    "RelationKind": (1, 2),
}
_TWO = frozenset({"counted", "weave_counted"})
_ABOUT = """\
# The words of Variorum's interface. Words in {braces} are places for values, <kbd> marks keys: keep both.
# Made by the project; no native reader has looked at it yet. Whoever does, say so here."""
_BEGUN = datetime(2026, 11, 27, tzinfo=UTC)  # no clock: the same code makes the same files


def template() -> Catalog:
    """Return all messages of the package, in the order of the files, with the files that use each."""
    found = _empty()
    for path in sorted(_PACKAGE.rglob("*")):
        name = str(path.relative_to(_PACKAGE)).replace("\\", "/")
        for message in _messages(path):
            found.add((message.one, message.many) if message.many else message.one, locations=[(name, 0)])
    return found


def catalogues() -> Mapping[str, Path]:
    """Return the catalogue of each language by its tag."""
    return {path.stem: path for path in sorted(LOCALES.glob("*.po"))}


def brought_up_to_date(path: Path, messages: Catalog) -> Catalog:
    """Return a catalogue with the messages of the code: new ones are empty, those that are no more are gone."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem.replace("-", "_"))
    catalogue.update(messages, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """Return a catalogue as the text that people edit."""
    out = BytesIO()
    write_po(out, catalogue, width=120, include_lineno=False)
    return out.getvalue()


def _messages(path: Path) -> Iterator[Words]:
    if path.suffix == ".py":
        yield from _in_code(ast.parse(path.read_text(encoding="utf-8")))
    elif path.suffix in {".js", ".html"}:
        yield from messages_of(path.read_text(encoding="utf-8"))


def _empty(locale: str | None = None) -> Catalog:
    return Catalog(
        locale=locale,
        header_comment=_ABOUT,
        project="sphinx-variorum",
        version="1",
        msgid_bugs_address="none",
        last_translator="Variorum",
        language_team="none",
        charset="utf-8",
        creation_date=_BEGUN,
        revision_date=_BEGUN,
        fuzzy=False,
    )


def _in_code(tree: ast.AST) -> Iterator[Words]:
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        words = [a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else "" for a in call.args]
        if name in _TWO and len(words) > 1 and words[0] and words[1]:
            yield Words(words[0], words[1])
        for place in _ONE.get(name, ()):
            if place < len(words) and words[place]:
                yield Words(words[place])


def _begin(language: str) -> Path:
    """Make an empty catalogue for a language."""
    path = LOCALES / f"{language}.po"
    path.write_bytes(as_po(_empty(language.replace("-", "_"))))
    return path


def main(languages: list[str]) -> None:
    """Bring all catalogues up to date, and begin those of other languages."""
    messages = template()
    (LOCALES / "variorum.pot").write_bytes(as_po(messages))
    for language in languages:
        if language not in catalogues():
            print(_begin(language))
    for language, path in catalogues().items():
        catalogue = brought_up_to_date(path, messages)
        path.write_bytes(as_po(catalogue))
        missing = sum(not all(_forms(message)) for message in catalogue if message.id)
        print(f"{language}: {len(catalogue)} messages, {missing} without words")


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


if __name__ == "__main__":
    main(sys.argv[1:])
