"""A file from anywhere in, all that a source's folder says of it out; nothing is written here.

The format is recognised, its reader makes a `Witness`, the account is drawn up, and loci are given. A format is a row
of `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from variorum.importing.account import Account, account_of
from variorum.importing.account_table import last_rows
from variorum.importing.deep_places import deepest_line
from variorum.importing.guess_places import placed
from variorum.importing.numbering import number
from variorum.importing.osis import read_osis
from variorum.importing.own_title import of_parts, said_of_title
from variorum.importing.packages import unpack
from variorum.importing.pandoc import read_with_pandoc
from variorum.importing.pictures import Finder, Picture, in_package, nothing_beside, with_pictures
from variorum.importing.plain import (
    Decoded,
    LanguageGuess,
    Row,
    decode,
    guess_language,
    of_encoding,
    propose_outline,
    to_confirm,
    where_encoded,
)
from variorum.importing.recognising import FORMATS, recognise
from variorum.importing.refusal import NotImportable, TooDeep
from variorum.importing.source_files import LANGUAGE_LINE, layer_of, passages_of, text_of
from variorum.importing.tei import read_tei
from variorum.importing.usfm import read_usfm
from variorum.importing.witness import Fate, Guess, Named, Share, Witness
from variorum.importing.xml_reading import parse_xml
from variorum.model.layer import LayerRow
from variorum.model.limits import MAX_TEXT_BYTES
from variorum.model.passages import Passage, PassageKind
from variorum.reading.language_tags import is_language_tag, shortest_tag


def _through_pandoc(format_: str, data: bytes, text: str) -> Witness:
    return read_with_pandoc(text.encode() or data, format_)


# What reads each format but plain text: the bytes, and the same as text where they are one.
READERS: Mapping[str, Callable[[bytes, str], Witness]] = {
    "tei": lambda data, _: read_tei(parse_xml(data)),
    "osis": lambda data, _: read_osis(parse_xml(data)),
    "usfm": lambda _, text: read_usfm(text),
    **{name: partial(_through_pandoc, name) for name in ("html", "markdown", "docx", "odt", "epub")},
}


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file makes of a source."""

    format: str  # key of `FORMATS`
    encoding: str  # "" where the format knows it itself
    text: str
    passages: list[Passage]
    layer: list[LayerRow]
    account: Account
    title: str  # as the original names it; "" if it names none
    language: str  # BCP 47; "und" if nobody can tell
    guesses: list[str]  # sentences, each with where to change it
    pictures: Sequence[Picture] = ()
    language_guess: str = ""  # the same of the language, where nobody has said it
    named: Named = field(default_factory=Named)  # what else the original says of itself
    original: bytes = field(default=b"", repr=False)

    @property
    def table(self) -> str:
        """account.tsv."""
        total = self.account.total
        return self.account.table() + last_rows(self.original, self.text, total, self.format, self.encoding)


def bring_in(
    data: bytes, name: str, *, format_: str = "", encoding: str = "", language: str = "", find: Finder = nothing_beside
) -> Brought:
    """Return what a file makes of a source, in a language if that is known; `find` finds the pictures beside it.

    Raises `NotImportable`, `LookupError` or `UnicodeDecodeError`.
    """
    brought = _brought(data, name, format_, encoding, language, find)
    if len(brought.text) > MAX_TEXT_BYTES or len(brought.text.encode()) > MAX_TEXT_BYTES:
        most = MAX_TEXT_BYTES // 1024**2
        raise NotImportable(f"it makes a text of more than {most} MB, and no longer one is read; bring it in in parts")
    return replace(brought, original=data)


def _brought(data: bytes, name: str, format_: str, encoding: str, language: str, find: Finder) -> Brought:
    if not data.strip(b"\0 \t\r\n"):
        raise NotImportable("the file is empty")
    decoded = _decoded(data, encoding, language)
    found = format_ or recognise(data, name, decoded.text if decoded else None)
    if decoded and decoded.mixed and found not in _KNOWS_ITSELF:
        raise NotImportable(
            "this line is not UTF-8, others are: it mixes encodings; mend it, or name one for all with --encoding",
            decoded.mixed,
        )
    if found == "plain":
        if decoded is None:
            raise NotImportable("this is no text")
        return _plain(decoded)
    text = decoded.text.removeprefix("\ufeff") if decoded and found not in _PACKED else ""
    try:
        witness = READERS[found](data, text)
    except RecursionError as error:
        raise NotImportable("its parts stand too deep in one another", deepest_line(text, found)) from error
    except TooDeep as deep:
        raise NotImportable(deep.message, deep.line or deepest_line(text, found)) from deep
    if not witness.units:
        raise NotImportable(f"this {FORMATS[found]} holds no words")
    encoding = decoded.encoding if decoded and found not in _KNOWS_ITSELF else ""
    if encoding and decoded and not decoded.certain:
        witness.guesses.append(
            Guess(of_encoding(encoding), place=where_encoded(text_of(witness.units, close_verses=False)))
        )
    pictures = with_pictures(witness.units, in_package(unpack(data)) if found in _PACKED else find)
    pictures = [replace(p, line=p.line or _line_of(text, p.address)) for p in pictures]
    return _structured(witness, found, data, text, encoding, pictures)


def _line_of(text: str, words: str) -> int:
    """Return the first line of a text that holds words; 0 if none does."""
    at = text.find(words)
    return text.count("\n", 0, at) + 1 if at >= 0 else 0


_PACKED = frozenset({"docx", "odt", "epub"})
_KNOWS_ITSELF = _PACKED | {"tei", "osis"}


def _decoded(data: bytes, encoding: str, language: str) -> Decoded | None:
    if data.startswith(b"PK"):
        return None
    if encoding:
        return Decoded(data.decode(encoding), encoding, True)
    return decode(data, language)


def _structured(
    witness: Witness, found: str, data: bytes, text: str, encoding: str, pictures: Sequence[Picture]
) -> Brought:
    said = number(witness.units)
    whole = text_of(witness.units, close_verses=found in {"osis", "usfm"})
    passages = passages_of(witness.units, whole)
    language = shortest_tag(witness.language) if is_language_tag(witness.language) else ""
    doubt = ""
    if not language:
        guess = guess_language(whole)
        language = guess.language
        doubt = "" if guess.certain else _of_language(guess)
    account = replace(account_of(witness, data, text), pictures=tuple(pictures))
    layer = layer_of(witness.units, passages)
    guesses = placed([*witness.guesses, *said], witness.units, passages, layer)
    guesses += said_of_title(witness.named, passages)
    title = witness.named.title or next((p.text for p in passages if p.kind is PassageKind.TITLE), "")
    title = title or of_parts(passages)
    return Brought(
        found,
        encoding,
        whole,
        passages,
        layer,
        account,
        witness.named.title or title,
        language,
        guesses,
        pictures,
        doubt,
        witness.named,
    )


def _of_language(guess: LanguageGuess) -> str:
    return f"source.toml line {LANGUAGE_LINE}: language {guess.language} is a guess ({guess.reason})"


def _plain(decoded: Decoded) -> Brought:
    text = decoded.text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not text.strip():
        raise NotImportable("the file holds no text")
    rows = propose_outline(text)
    lines = text.split("\n")
    guess = guess_language(text)
    guesses = list(to_confirm(decoded, rows))
    doubt = "" if guess.certain else _of_language(guess)
    passages = list(map(partial(_passage, lines), rows))
    shares = tuple(_share(row, "\n".join(lines[row.line - 1 : row.last])) for row in rows)
    witness = Witness(FORMATS["plain"], [], list(shares))
    account = account_of(witness, b"", text)
    return Brought("plain", decoded.encoding, text, passages, [], account, "", guess.language, guesses, (), doubt)


def _passage(lines: list[str], row: Row) -> Passage:
    omitted = row.kind is PassageKind.OMITTED
    text = "" if omitted else "\n".join(lines[row.line - 1 : row.last])
    return Passage(row.locus, row.kind, row.line, row.last, text, row.remark)


def _share(row: Row, text: str) -> Share:
    if row.kind is PassageKind.OMITTED:
        return Share(Fate.OMITTED, text, "lines", row.reason)
    return Share(Fate.SHOWN, text, str(row.kind))
