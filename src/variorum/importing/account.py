"""The account of an original: each of its letters is shown, in the layer, or omitted for a reason.

The reader of a format says what it did with each run of letters (`Share`); the letters of the original are counted
here by another way, which knows nothing of that reader; so are its words, by which a blank too many or too few is found
(`original_words` says how). Where the two differ, the difference is named: what no reader was given (a running head of
a Word file) is omitted for that reason, anything else is a fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from variorum.importing.account_table import COLUMNS, PICTURE
from variorum.importing.original_words import torn_words, words_of
from variorum.importing.packages import letters_of, unpack
from variorum.importing.pictures import Picture
from variorum.importing.witness import Fate, Share, Witness, letters_in
from variorum.importing.xml_reading import all_text, parse_xml
from variorum.text.excerpt import beginning

_SAMPLE_CHARS = 60
# Parts of a package that no reader is given, and what they are.
_ASIDE = {
    "word/header": "a running head of the pages",
    "word/footer": "a foot of the pages",
    "word/comments": "remarks of who wrote the file, not of the text",
    "styles.xml": "running heads and feet of the pages",
    "<title>": "it names the page",
    "<style>": "it says how the page looks",
    "<script>": "a program",
    "<math>": "a formula, which no text can show",
    "m:oMath": "a formula, which no text can show",
    "w:del": "deleted or moved away, as the changes that the file keeps say",
    "mc:Fallback": "the same again for older programs",
    "w:rt": "how signs are read, in small letters beside them",
    "w:footnoteReference": "the sign of a call of a note; ours takes its place",
    "w:footnote": "a line between text and notes",
}
# What is left of a file that pandoc reads, and gives to nobody.
_REST = {
    "DOCX": "pandoc does not give it: fields, numbers, notes that nothing calls",
    "ODT": "pandoc does not give it: text boxes, fields, deleted words, numbers",
    "EPUB": "pandoc does not give it: navigation, scripts, formulas",
    "HTML": "pandoc does not give it: buttons, forms",
    "Markdown": "signs of Markdown: marks, numbers of lists, labels; notes that nothing in the text calls",
}


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the letters of an original."""

    shares: tuple[Share, ...]
    total: int  # letters of the original, counted by the other way
    unaccounted: str = ""  # letters of the original that have no fate; a sample
    invented: str = ""  # letters that are shown and stand nowhere in the original; a sample
    torn: str = ""  # words that are shown and stand nowhere so in the original: a blank more, or one less; a sample
    pictures: tuple[Picture, ...] = ()

    def letters(self, fate: Fate) -> int:
        """Return how many letters have a fate."""
        return sum(letters_in(s.text) for s in self.shares if s.fate is fate)

    @property
    def is_whole(self) -> bool:
        """Whether every letter of the original has exactly one fate, none came from elsewhere, and no word is torn."""
        faults = self.unaccounted or self.invented or self.torn
        return not faults and sum(map(self.letters, Fate)) == self.total

    def rows(self) -> Iterator[tuple[str, int, str, str]]:
        """Yield the account by fate, place and reason, the largest share of each fate first."""
        sums: Counter[tuple[Fate, str, str]] = Counter()
        for share in self.shares:
            sums[share.fate, share.what, share.reason] += letters_in(share.text)
        order = list(Fate)
        for (fate, what, reason), number in sorted(sums.items(), key=lambda s: (order.index(s[0][0]), -s[1], s[0])):
            yield str(fate), number, what, reason

    def table(self) -> str:
        """Return account.tsv but for its last rows, which say what it is of."""
        pictures = (f"{PICTURE}\t0\t{p.said}\t{p.place or 'not copied'}" for p in self.pictures)
        rows = ("\t".join(map(str, row)) for row in self.rows())
        return "\n".join(["\t".join(COLUMNS), *rows, *pictures]) + "\n"


def account_of(witness: Witness, data: bytes, text: str | None) -> Account:
    """Return the account of what was brought in; `text` is the original decoded, where it is a text."""
    parts = dict(letters_by_part(witness.format, data, text))
    shares = list(witness.shares)
    for name, letters in list(parts.items()):
        reason = next((why for start, why in _ASIDE.items() if name.startswith(start)), "")
        if reason:
            shares.append(Share(Fate.OMITTED, letters, name, reason))
    whole = counted(parts.values())
    missing = whole - counted(s.text for s in shares)
    invented = counted(s.text for s in shares) - whole
    reason = _REST.get(witness.format, "")
    if missing and reason:
        shares.append(Share(Fate.OMITTED, "".join(missing.elements()), "the rest of the file", reason))
        missing = Counter()
    torn = torn_of(witness.format, data, text or "", [unit.text for unit in witness.units])
    return Account(tuple(shares), whole.total(), _sample(missing), _sample(invented), torn)


def torn_of(format_: str, data: bytes, text: str, shown: Iterable[str]) -> str:
    """Return the words that are shown and stand nowhere so in an original; a sample."""
    words = words_of(format_, data, text)
    if words is None:
        return ""
    return beginning(
        " ".join(torn_words(Counter(word for line in shown for word in line.split()), words)), _SAMPLE_CHARS
    )


def _sample(letters: Counter[str]) -> str:
    return beginning("".join(letters.elements()), _SAMPLE_CHARS)


def counted(texts: Iterable[str]) -> Counter[str]:
    """Return the letters of texts, each with how often it stands there; blanks are none."""
    letters: Counter[str] = Counter()
    for text in texts:
        letters.update(text)
    return Counter({c: n for c, n in letters.items() if not c.isspace()})


def letters_by_part(format_: str, data: bytes, text: str | None) -> Iterator[tuple[str, str]]:
    """Yield the letters of an original by the part in which they stand; `format_` is what a person calls it."""
    if format_ in {"DOCX", "ODT", "EPUB"}:
        yield from letters_of(unpack(data), format_)
    elif format_ in {"TEI P5", "OSIS"}:
        yield "file", all_text(parse_xml(data))
    elif format_ == "HTML":
        yield from _html_letters(text or "")
    else:
        yield "file", text or ""


def _html_letters(text: str) -> Iterator[tuple[str, str]]:
    found: dict[str, list[str]] = {}
    parser = _Letters(found)
    parser.feed(text)
    parser.close()
    return ((part, "".join(letters)) for part, letters in found.items())


class _Letters(HTMLParser):
    """Gathers the letters of a page by where they stand."""

    def __init__(self, found: dict[str, list[str]]) -> None:
        super().__init__(convert_charrefs=True)
        self.found = found
        self.part = "file"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what is no text."""
        if f"<{tag}>" in _ASIDE:
            self.part = f"<{tag}>"

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        if self.part == f"<{tag}>":
            self.part = "file"

    def handle_data(self, data: str) -> None:
        """Gather letters."""
        self.found.setdefault(self.part, []).append(data)
