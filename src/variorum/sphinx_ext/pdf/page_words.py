"""Inlines that only the pages of docs/ hold: pictures, formulas, footnotes, what is meant for HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from docutils import nodes

from variorum.sphinx_ext.pdf.inlining import InlineWriter, as_string, code_block
from variorum.text.excerpt import beginning
from variorum.wording.messages import Wording


class PageWords(InlineWriter):
    """Writes the inlines of pages."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording)
        self.pictures: Mapping[str, str] = {}  # address in the project → file name in the book
        self.folder = Path()  # the edition's; messages name files as seen from here
        self.number_of: Callable[[str, nodes.Element], str] = lambda docname, node: ""  # “Fig. 1 ”, “1” of an equation
        self._explained: set[str] = set()  # abbreviations that the page has explained
        self._footnotes: dict[str, nodes.footnote] = {}  # id → a footnote of the page that nothing has led to yet
        self._called: set[str] = set()  # ids of the footnotes of the book that stand at the foot of a page

    def begin_page(self, docname: str, tree: nodes.document) -> None:
        """Look at a page before it is written: its footnotes stand at its end, their calls before."""
        self._docname = docname
        self._where = self._file(tree) or docname
        self._explained = set()
        self._footnotes = {id_: note for note in tree.findall(nodes.footnote) for id_ in note["ids"]}

    def _file(self, node: nodes.Element) -> str:
        """Return the file that a node comes from, as seen from the edition."""
        source = node.get("source") if isinstance(node, nodes.document) else node.source
        path = Path(source) if source and not source.startswith("<") else None
        if path is None:
            return ""
        return (path.relative_to(self.folder) if path.is_relative_to(self.folder) else path).as_posix()

    # --- pictures -----------------------------------------------------------------------------------------------------

    def _inline_image(self, node: nodes.Element) -> str:
        return f"box({self._picture(node)})"

    def _picture(self, node: nodes.Element, said: str = "") -> str:
        """Show a picture that is in the project; of others say what they show. `said`: where it has no description."""
        name = self.pictures.get(node["uri"], "")
        told = node["alt"] if "alt" in node else said or name or node["uri"]
        if not name:
            self._warn(node, f"the picture {node['uri']} is not in the project: the book says what it shows instead")
            return self._text(f"[{told}]")
        self.manuscript.pictures[name] = node["uri"]
        self.manuscript.shown.setdefault(name, self._where)
        width, height = _length(node.get("width", "")), _length(node.get("height", ""))
        scale = int(node.get("scale", 100)) / 100
        return f"picture({as_string(name)}, {self._text(told)}, width: {width}, height: {height}, scale: {scale})"

    # --- formulas -----------------------------------------------------------------------------------------------------

    def _inline_math(self, node: nodes.Element) -> str:
        """Keep a formula in TeX for the typesetter, who knows how to set it."""
        tex = node.astext()
        self.manuscript.formulas.setdefault(tex, self._where)
        return f"formula({as_string(tex)})"

    # --- footnotes ----------------------------------------------------------------------------------------------------

    def _inline_footnote_reference(self, node: nodes.Element) -> str:
        """Call a footnote: the first call brings it to the foot of its page, others lead there."""
        label = self._text(node.astext())
        id_ = self._id(node.get("refid", ""))
        note = self._footnotes.pop(node.get("refid", ""), None)
        if note is None:
            return f"call-again({as_string(id_)}, {label})" if id_ in self._called else f"super({label})"
        self._called.add(id_)
        words = [child for child in note.children if not isinstance(child, nodes.label)]
        return f"page-note({as_string(id_)}, {label}, {self._running(words)})"

    def _running(self, children: Iterable[nodes.Node]) -> str:
        raise NotImplementedError  # `Writer` knows blocks

    # --- what is meant for HTML ---------------------------------------------------------------------------------------

    def _inline_raw(self, node: nodes.Element) -> str:
        """Set an end of a line, a box to tick, and words for Typst; say what of HTML is lost."""
        formats, code = str(node.get("format", "")).split(), node.astext()
        if "typst" in formats:
            self.manuscript.foreign = True
            return f'eval({as_string(code)}, mode: "markup")'
        if "html" not in formats:
            return ""
        if re.match(r"<br\b", code):
            return "linebreak()"
        if "task-list-item-checkbox" in code:
            return self._text("☑ " if "checked=" in code else "☐ ")
        if re.match(r"\s*<(nav|datalist|script|style|form)\b", code):
            return ""  # ways through a page on a screen
        if words := " ".join(html.unescape(re.sub(r"<[^>]*>", " ", code)).split()):
            shown = beginning(words, 60)
            self._warn(node, f"the book cannot hold raw HTML: “{shown}” is left out; write it in Markdown")
        elif found := _SEEN.search(code):
            self._warn(node, f"the book cannot hold raw HTML: <{found[1]}> is left out; write it in Markdown")
        return ""

    def _inline_sd_line_break(self, node: nodes.Element) -> str:
        return "linebreak()"

    def _inline_sd_badge(self, node: nodes.Element) -> str:
        return f"badge({self._content(node)})"

    def _inline_sd_icon(self, node: nodes.Element) -> str:
        """Say what an icon means where its author has said so; most are ornaments."""
        label = re.search(r'aria-label="([^"]*)"', node.get("svg", ""))
        return self._text(html.unescape(label[1])) if label else ""

    def _inline_abbreviation(self, node: nodes.Element) -> str:
        """Explain an abbreviation where a page uses it first."""
        meaning = str(node.get("explanation", ""))
        if not meaning or node.astext() in self._explained:
            return self._words(node)
        self._explained.add(node.astext())
        return code_block([self._content(node), self._text(f" ({meaning})")])

    def _inline_download_reference(self, node: nodes.Element) -> str:
        """Name a file; one that is on the web is linked."""
        address = str(node.get("refuri", ""))
        return f"link({as_string(address)}, {self._content(node)})" if address else self._words(node)

    def _inline_problematic(self, node: nodes.Element) -> str:
        return f"strong({self._content(node)})"


_SEEN = re.compile(r"<(img|svg|video|audio|iframe|object|embed|canvas|math|table|picture)\b")
_UNITS = {"": 0.75, "px": 0.75, "pt": 1, "pc": 12, "in": 72, "cm": 72 / 2.54, "mm": 72 / 25.4}  # in points


def _length(said: str) -> str:
    """Return a length of docutils for Typst: `200px` → `150.0pt`; `auto` for what is none."""
    found = re.fullmatch(r"([\d.]+) *(|px|pt|pc|in|cm|mm|em|ex|rem|%)", str(said))
    if found is None:
        return "auto"
    number, unit = float(found[1]), found[2]
    if unit == "%":
        return f"{number}%"
    if unit in {"em", "rem", "ex"}:
        return f"{number * (0.5 if unit == 'ex' else 1)}em"
    return f"{number * _UNITS[unit]:.2f}pt"
