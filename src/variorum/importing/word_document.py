"""A Word file made ready for pandoc: its package in, one out in which nothing stands that pandoc would lose.

Pandoc passes over what stands in some wrappings (another direction, Japanese readings), loses the words beside a text
box, and does not say how a named style looks. Here wrappings are taken off, text boxes are put behind the paragraph
that they hang on, and signs of a font become letters; the styles are read for what they say of words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from variorum.importing.cell_places import spanned
from variorum.importing.looks import Features, Looks
from variorum.importing.packages import Package, with_parts
from variorum.importing.witness import Guess
from variorum.importing.word_signs import join_drop_caps, word_sign
from variorum.importing.xml_reading import local_name, parse_xml, xml_bytes
from variorum.model.limits import MAX_STYLE_LEVELS
from variorum.text.line_joining import in_one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT_PARTS = ("word/document", "word/footnotes", "word/endnotes")
_A_TEXT_BOX = "a text box stands behind the paragraph that it hangs on; change its kind if it is an inset"
_WRAPPINGS = ("bdo", "dir", "customXml")
_PROPERTIES: Mapping[str, str] = {"i": "emphasis", "b": "strong", "smallCaps": "small-caps", "strike": "strike"}
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class WordDocument:
    """A Word file as pandoc is given it."""

    data: bytes
    looks: Looks
    title: str  # the paragraph in the style Title; "" if there is none
    guesses: tuple[Guess, ...] = ()


def ready_for_pandoc(data: bytes, package: Package) -> WordDocument:
    """Return a Word file as pandoc is given it; raises `NotImportable`."""
    names = [n for n in package.parts if n.startswith(TEXT_PARTS) and n.endswith(".xml")]
    trees = {name: parse_xml(package.part(name), name) for name in names}
    guesses = {guess.sentence: guess for tree in reversed(trees.values()) for guess in _mended(tree)}
    styles = parse_xml(package.part("word/styles.xml"), "word/styles.xml") if package.part("word/styles.xml") else None
    named = {s.get(f"{W}styleId", ""): s for s in styles.iter(f"{W}style")} if styles is not None else {}
    main = trees.get("word/document.xml")
    return WordDocument(
        with_parts(data, {name: xml_bytes(tree) for name, tree in trees.items()}),
        _looks(named),
        _title(main, named) if main is not None else "",
        tuple(guesses.values()),
    )


# --- what pandoc would lose -------------------------------------------------------------------------------------------


def _mended(tree: _Element) -> Iterator[Guess]:
    """Mend a part in its place; yield what was decided on the way."""
    join_drop_caps(tree)
    for table in tree.iter(f"{W}tbl"):
        _give_all_columns(table)
    for again in [e for e in tree.iter() if local_name(e) in {"Fallback", "rt"}]:
        _take_out(again)
    for name in _WRAPPINGS:
        for element in list(tree.iter(f"{W}{name}")):
            _put_in_place_of(element, [child for child in element if not local_name(child).endswith("Pr")])
    for ruby in list(tree.iter(f"{W}ruby")):
        _out_of_its_run(ruby, [run for base in ruby.iter(f"{W}rubyBase") for run in base])
    for field in list(tree.iter(f"{W}fldSimple")):
        if "HYPERLINK" not in field.get(f"{W}instr", ""):
            _put_in_place_of(field, list(field))
    for element in list(tree.iter(f"{W}sym", f"{W}cr", f"{W}ptab", f"{W}br")):
        if local_name(element) == "sym" and not word_sign(element):
            font, place = element.get(f"{W}font", ""), element.get(f"{W}char", "")
            told = "is left out: no letter is known for it; say so in the column remark"
            said = f"a sign of the font {font} ({place}) {told}"
            yield Guess(said, words=_words_beside(element))
        _write_known(element)
    if (words := _put_boxes_out(tree)) is not None:
        yield Guess(_A_TEXT_BOX, words=words)


def _give_all_columns(table: _Element) -> None:
    """Name as many columns as the longest row of a table has: pandoc drops the cells that stand in no named column."""
    rows = [[_columns_of(cell) for cell in row.iterfind(f"{W}tc")] for row in table.iterfind(f"{W}tr")]
    grid = table.find(f"{W}tblGrid")
    if grid is None:
        grid = table.makeelement(f"{W}tblGrid")
        first = table.find(f"{W}tr")
        table.insert(0 if first is None else table.index(first), grid)
    for column in grid:
        column.set(f"{W}w", column.get(f"{W}w") or _SOME_WIDTH)  # without one it counts as none
    while len(grid) < max(map(sum, rows), default=0):
        grid.append(grid.makeelement(f"{W}gridCol", {f"{W}w": _SOME_WIDTH}))


def _columns_of(cell: _Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return min(spanned(span.get(f"{W}val")), _WIDEST_SPAN) if span is not None else 1


_SOME_WIDTH = "1000"
_WIDEST_SPAN = 63  # columns that a table of Word may have


def _words_beside(element: _Element) -> str:
    """Return words of the paragraph that an element stands in, by which its passage is found."""
    paragraph = next(element.iterancestors(f"{W}p"), None)
    return _longest_words(paragraph) if paragraph is not None else ""


def _longest_words(element: _Element) -> str:
    return max((str(t.text or "") for t in element.iter(f"{W}t")), key=len, default="")


def _take_out(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _put_in_place_of(element: _Element, others: list[_Element]) -> None:
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at : at + 1] = others


def _out_of_its_run(element: _Element, runs: list[_Element]) -> None:
    """Put runs in place of an element of a run, and what stands behind it there into a run of its own."""
    run = element.getparent()
    if run is None or local_name(run) != "r" or run.getparent() is None:
        return
    rest = run.makeelement(run.tag)
    rest[:] = run[run.index(element) + 1 :]
    run.remove(element)
    _put_in_place_of(run, [copy := run.makeelement(run.tag), *runs, rest])
    copy[:] = list(run)


def _write_known(element: _Element) -> None:
    """Write a sign of a font as its letter, and a break that pandoc does not know as one that it knows."""
    name = local_name(element)
    if name == "cr":
        element.tag = f"{W}br"
    elif name == "ptab":
        element.tag = f"{W}tab"
    elif name == "sym" or element.get(f"{W}type") in {"page", "column"}:
        letter = word_sign(element) if name == "sym" else " "
        element.attrib.clear()
        element.tag, element.text = f"{W}t", letter
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _put_boxes_out(tree: _Element) -> str | None:
    """Put the paragraphs of each text box behind the paragraph that it hangs on; return words of the first, if any."""
    found = None
    last: dict[_Element, _Element] = {}
    for box in list(tree.iter(f"{W}txbxContent")):  # one in another comes after it, and hangs on a paragraph of it
        inner = list(box)
        for anchor in [*box.iterancestors(f"{W}p")][:1]:
            for block in inner:
                last.get(anchor, anchor).addnext(block)
                last[anchor] = block
        found = _longest_words(box) if found is None else found
        _take_out(box)
    return found


# --- what its styles say ----------------------------------------------------------------------------------------------


def _looks(named: Mapping[str, _Element]) -> Looks:
    """Return how words look by the styles of a file, under the names by which pandoc gives them."""
    words: dict[str, Features] = {}
    blocks: dict[str, Features] = {}
    for style in named.values():
        features = _features(style, named)
        of = {"character": words, "paragraph": blocks}.get(style.get(f"{W}type", ""))
        if of is not None and features:
            of[_name(style)] = features
    return Looks(words, blocks)


def _features(style: _Element, named: Mapping[str, _Element]) -> Features:
    """Return what a style says of words, with the styles that it is based on; the nearest that says something holds."""
    said: dict[str, str] = {}
    for one in _with_bases(style, named):
        properties = one.find(f"{W}rPr")
        for element in properties if properties is not None else ():
            value = element.get(f"{W}val", "on")
            said.setdefault(local_name(element), value)
    raised = {"superscript": "superscript", "subscript": "subscript"}.get(said.get("vertAlign", ""), "")
    lined = "underline" if said.get("u", "none") not in _OFF else ""
    own = [feature for name, feature in _PROPERTIES.items() if said.get(name, "off") not in _OFF]
    return tuple(filter(None, [*own, lined, raised]))


def _with_bases(style: _Element, named: Mapping[str, _Element]) -> Iterator[_Element]:
    for _ in range(MAX_STYLE_LEVELS):
        yield style
        based = style.find(f"{W}basedOn")
        base = named.get(based.get(f"{W}val", "")) if based is not None else None
        if base is None:
            return
        style = base


def _name(style: _Element) -> str:
    name = style.find(f"{W}name")
    return str(name.get(f"{W}val", "")) if name is not None else ""


def _title(main: _Element, named: Mapping[str, _Element]) -> str:
    """Return the words of the first paragraph in the style Title, which has this name in every language of Word."""
    ids = {key for key, style in named.items() if _name(style).lower() == "title"} or {"Title"}
    for paragraph in main.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        words = "".join(str(t.text or "") for t in paragraph.iter(f"{W}t"))
        if style is not None and style.get(f"{W}val") in ids and words.strip():
            return in_one_line(words)
    return ""
