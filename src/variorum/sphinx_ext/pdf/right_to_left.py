"""Lines that run from the right, mended so that they are copied as they are read: a finished book in, the same out.

The compiler sets a letter and the marks above and below it in pieces, one for each height, and each piece says that it
is the whole (“لّ” and its shadda both say “لّ”): copied, letters stand twice and words fall apart. Here every glyph comes
to say its own letters, and a mark stands in the line right before its letter, as a glyph that is the same mark moved to
where it stood. What is seen does not change. A page whose pieces are not as expected is left as it is.

A joiner or non-joiner has no glyph: the letter after it says it too (“می‌گویند”), and a program that turns the line puts
it behind that letter. Here it gets a glyph that shows nothing.

The signs that set off what runs against its line (isolates) have done their work when the line is set: they are taken
out, or they would be copied, one without the other, and turn the lines of whoever pastes them.

Only fonts with TrueType outlines are mended; other scripts that set marks at heights of their own are not.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fontTools import agl
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import ttProgram
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

from variorum.text.bidi import runs_from_the_right

if TYPE_CHECKING:
    import pikepdf

JOINERS = "\u200c\u200d"
ISOLATES = "\u2066\u2067\u2068\u2069"
_JOINERS = frozenset(JOINERS)
NO_OUTLINE = -1  # the “mark” of a glyph that shows nothing
_WITHOUT_ISOLATES = str.maketrans("", "", ISOLATES)
ROUND_XY, ARGS_ARE_XY = 0x0004, 0x0002  # flags of a component of a glyph


def mend(book: pikepdf.Pdf) -> None:
    """Let every glyph of a line from the right say its own letters."""
    fonts: dict[tuple[int, int], Font] = {}
    pages: list[tuple[pikepdf.Page, list[Piece]]] = []
    for page in book.pages:
        held = {name: _font(font, fonts) for name, font in page.resources.get("/Font", {}).items()}
        here = {name: font for name, font in held.items() if font is not None}
        if any(font.to_mend for font in here.values()) or _says_isolates(page):
            reader = _Reader(here)
            if (pieces := reader.read(page)) is not None:
                pages.append((page, pieces))
                for shown in (glyph for piece in pieces if isinstance(piece, list) for glyph in piece):
                    if isinstance(shown, Shown):
                        shown.font.wanted.setdefault(shown.glyph, Counter())[shown.letters] += 1
    for font in fonts.values():
        font.settle()
    for page, pieces in pages:
        page.Contents = _stream(book, pieces)
    for font in fonts.values():
        font.write(book)


# --- fonts ------------------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Font:
    """A font in the book."""

    dictionary: Any
    file: TTFont
    said: dict[int, str]  # glyph → the letters that it says
    wanted: dict[int, Counter[str]] = field(default_factory=dict)  # glyph → the letters that it should say, how often
    moved: dict[tuple[int, int, int], int] = field(default_factory=dict)  # mark, right, up (font units) → its new glyph

    def __post_init__(self) -> None:
        self.names = list(self.file.getGlyphOrder())
        self.units = int(self.file["head"].unitsPerEm)
        self.to_mend = any(is_composed(letters) or letters[:1] in _JOINERS for letters in self.said.values())

    def mark(self, glyph: int) -> str:
        """Return the mark that a glyph is, by its name; "" if it is none."""
        letters = str(agl.toUnicode(self.names[glyph])) if glyph < len(self.names) else ""
        return letters if letters and all(map(unicodedata.combining, letters)) else ""

    def advance(self, glyph: int) -> float:
        """Return the width of a glyph in parts of the size of the letters."""
        return float(self.file["hmtx"][self.names[glyph]][0]) / self.units if glyph < len(self.names) else 0.0

    def moved_mark(self, glyph: int, right: int, up: int) -> int:
        """Return the number of the glyph that is a mark moved by so many units."""
        return self.moved.setdefault((glyph, right, up), len(self.names) + len(self.moved))

    def settle(self) -> None:
        """Let each glyph say what it should say most often."""
        for glyph, letters in self.wanted.items():
            self.said[glyph] = letters.most_common(1)[0][0]

    def write(self, book: pikepdf.Pdf) -> None:
        """Put into the book what the font has come to say, and the glyphs that it has got."""
        if not self.wanted:
            return
        self.dictionary.ToUnicode = book.make_stream(_character_map(self.said))
        if self.moved:
            below = self.dictionary.DescendantFonts[0].FontDescriptor
            below.FontFile2 = book.make_stream(self._with_moved_marks())
            below.FontFile2.Length1 = len(below.FontFile2.read_bytes())
            if "/CIDSet" in below:
                del below["/CIDSet"]  # it counts glyphs; nothing asks for it any more

    def _with_moved_marks(self) -> bytes:
        outlines, widths, names = self.file["glyf"], self.file["hmtx"], list(self.names)
        for (mark, right, up), number in self.moved.items():
            names.append(f"moved{number}")
            if mark == NO_OUTLINE:
                outlines[names[-1]], widths[names[-1]] = Glyph(), (0, 0)
                continue
            part = GlyphComponent()
            part.glyphName, part.x, part.y, part.flags = self.names[mark], right, up, ROUND_XY | ARGS_ARE_XY
            glyph = Glyph()
            glyph.numberOfContours, glyph.components = -1, [part]
            glyph.program = ttProgram.Program()
            glyph.program.fromBytecode(b"")
            outlines[names[-1]] = glyph
            widths[names[-1]] = (0, widths[part.glyphName][1] + right)  # where its outline begins
        self.file.setGlyphOrder(names)
        written = io.BytesIO()
        self.file.save(written)
        return written.getvalue()


def is_composed(letters: str) -> bool:
    """Whether letters are those of a cluster from the right with marks."""
    return len(letters) > 1 and any(map(unicodedata.combining, letters)) and any(map(runs_from_the_right, letters))


def _says_isolates(page: pikepdf.Page) -> bool:
    """Whether a span of a page says an isolate."""
    held = page.Contents.read_bytes()
    return any(f"{ord(sign):04X}".encode() in held for sign in ISOLATES)


def _font(dictionary: Any, known: dict[tuple[int, int], Font]) -> Font | None:
    """Return a font of a page, if it is of a kind that can be mended."""
    if dictionary.objgen in known:
        return known[dictionary.objgen]
    below: Any = dictionary.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in dictionary else {}
    if "/FontFile2" not in below or "/ToUnicode" not in dictionary:
        return None
    rows = re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", dictionary.ToUnicode.read_bytes())
    said = {int(g, 16): bytes.fromhex(to.decode()).decode("utf-16-be") for g, to in rows if g != b"0000"}
    file = TTFont(io.BytesIO(below.FontFile2.read_bytes()), recalcTimestamp=False)
    known[dictionary.objgen] = Font(dictionary, file, said)
    return known[dictionary.objgen]


def _character_map(said: dict[int, str]) -> bytes:
    """Return a CMap: what each glyph says."""
    rows = [f"<{g:04X}> <{letters.encode('utf-16-be').hex().upper()}>" for g, letters in sorted(said.items())]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    ranges = "".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar\n" for b in blocks)
    return (_MAP_HEAD + ranges + _MAP_FOOT).encode()


_MAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_MAP_FOOT = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


# --- pages ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """A glyph in a line, with the letters that it should say."""

    font: Font
    glyph: int
    letters: str


@dataclass(frozen=True, slots=True)
class _Apart:
    """A mark, with what it says and where it stood."""

    font: Font
    glyph: int
    cluster: str
    x: float
    y: float


class _Span:
    """A span of a page's instructions."""

    def __init__(self, says: str | None) -> None:
        self.says = None if says is None else says.translate(_WITHOUT_ISOLATES)  # letters; None for other spans
        self.isolates = self.says != says
        self.stays = says is None or not (self.isolates or is_composed(says) or says[:1] in _JOINERS)

    def next(self) -> str:
        """Return what its next glyph says: each says all; of one that said an isolate too, the first alone."""
        says = self.says or ""
        if self.isolates:
            self.says = ""
        return says


Piece = Any  # an instruction as pikepdf gives it, or a list of `Shown` and of moves (numbers), which make one line


class _Reader:
    """Reads the instructions of a page."""

    def __init__(self, fonts: dict[str, Font]) -> None:
        self.fonts = fonts
        self.font: Font | None = None
        self.size = 0.0
        self.x = self.y = 0.0  # where the next glyph stands
        self.begin = (0.0, 0.0)  # of the piece
        self.spans: list[_Span] = []  # those that are open
        self.apart: list[_Apart] = []  # marks that wait for their letter

    def read(self, page: pikepdf.Page) -> list[Piece] | None:
        """Return the instructions of a page, None if they are not as expected."""
        import pikepdf

        out: list[Piece] = []
        for instruction in pikepdf.parse_content_stream(page):
            operands: list[Any] = list(instruction.operands)
            operator = str(instruction.operator)
            if operator in {"Tj", "TJ"} and self.font is not None:
                out += self._show(operands[0] if operator == "TJ" else operands)
            elif self._keeps(operator, operands):
                out.append((operands, instruction.operator))
        return None if self.apart else out

    def _keeps(self, operator: str, operands: Sequence[Any]) -> bool:
        """Follow an instruction; whether it stays in the page: a span that says a cluster does not."""
        match operator:
            case "cm":
                self.begin = float(operands[4]), float(operands[5])
            case "Tm":
                self.x, self.y = self.begin[0] + float(operands[4]), self.begin[1] - float(operands[5])
            case "Tf":
                self.font, self.size = self.fonts.get(str(operands[0])), float(operands[1])
            case "BDC" | "BMC":
                says = operands[1].get("/ActualText") if operator == "BDC" and hasattr(operands[1], "get") else None
                self.spans.append(_Span(None if says is None else str(says)))
                return self.spans[-1].stays
            case "EMC":
                return self.spans.pop().stays
        return True

    def _show(self, items: Sequence[Any]) -> list[Piece]:
        """Return a line, if anything is left of it; marks wait for their letter."""
        font = self.font
        assert font is not None
        line: list[Shown | float] = []
        for item in items:
            if _is_move(item):
                self.x -= float(item) / 1000 * self.size
                line.append(item)
                continue
            for glyph in _glyphs(item):
                cluster = self._says(font, glyph)
                if not is_composed(cluster):
                    line += _after_joiners(font, glyph, cluster)
                elif font.mark(glyph):
                    self.apart.append(_Apart(font, glyph, cluster, self.x, self.y))
                else:
                    line += self._with_marks(font, glyph, cluster)
                self.x += font.advance(glyph) * self.size
        return [line] if any(isinstance(item, Shown) for item in line) else []

    def _says(self, font: Font, glyph: int) -> str:
        over = next((span for span in reversed(self.spans) if span.says is not None), None)
        return font.said.get(glyph, "") if over is None else over.next()

    def _with_marks(self, font: Font, glyph: int, cluster: str) -> Iterator[Shown]:
        """Yield the marks of a letter as they come from the left, then the letter."""
        marks: list[str] = []
        for apart in [a for a in self.apart if a.cluster == cluster and a.font is font]:
            right, up = (round(by / self.size * font.units) for by in (apart.x - self.x, apart.y - self.y))
            marks.append(font.mark(apart.glyph))
            yield Shown(font, font.moved_mark(apart.glyph, right, up), marks[-1])
            self.apart.remove(apart)
        yield from _after_joiners(font, glyph, _without(cluster, marks))


def _after_joiners(font: Font, glyph: int, letters: str) -> Iterator[Shown]:
    """Yield a letter and, right of it, the joiners that stand before it, each as a glyph without an outline."""
    own = letters.lstrip(JOINERS)
    joiners = letters[: len(letters) - len(own)] if own and runs_from_the_right(own[0]) else ""
    yield Shown(font, glyph, own if joiners else letters)
    for sign in reversed(joiners):
        yield Shown(font, font.moved_mark(NO_OUTLINE, ord(sign), 0), sign)


def _without(cluster: str, marks: Sequence[str]) -> str:
    """Return what is left of a cluster for its letter."""
    for mark in "".join(marks):
        cluster = cluster.replace(mark, "", 1)
    return cluster


def _is_move(item: Any) -> bool:
    return isinstance(item, int | float) or type(item).__name__ == "Decimal"


def _glyphs(item: Any) -> Iterator[int]:
    codes = bytes(item)
    yield from (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))


def _stream(book: pikepdf.Pdf, pieces: Sequence[Piece]) -> Any:
    """Return the content of a page; a glyph that says other letters than its font lets it say has a span."""
    import pikepdf

    out: list[Any] = []
    for piece in pieces:
        if not isinstance(piece, list):
            out.append(piece)
            continue
        line: list[Any] = []
        for item in piece:
            if not isinstance(item, Shown):
                line.append(item)
                continue
            code = pikepdf.String(item.glyph.to_bytes(2, "big"))
            if item.letters == item.font.said.get(item.glyph, ""):
                line.append(code)
                continue
            says = pikepdf.Dictionary(ActualText=pikepdf.String(b"\xfe\xff" + item.letters.encode("utf-16-be")))
            out += [_line(line), ([pikepdf.Name.Span, says], pikepdf.Operator("BDC"))]
            out += [_line([code]), ([], pikepdf.Operator("EMC"))]
            line = []
        out.append(_line(line))
    return book.make_stream(pikepdf.unparse_content_stream([o for o in out if o is not None]))


def _line(items: Sequence[Any]) -> Any:
    import pikepdf

    return ([pikepdf.Array(items)], pikepdf.Operator("TJ")) if items else None
