"""The layer of a witness in the book: nodes of marks and points in, calls of `layer.typ` out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from docutils import nodes

from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.layer_nodes import said_of
from variorum.sphinx_ext.pdf.inlining import as_string, code_block, has_italics, lines_of_number
from variorum.sphinx_ext.pdf.page_words import PageWords

# The function of Typst for each feature on words; other marks say nothing on paper.
_MARKS: Mapping[str, str] = {
    "emphasis": "emph",
    "strong": "strong",
    "small-caps": "small-caps",
    "superscript": "super",
    "subscript": "sub",
    "added": "added",
    "supplied": "supplied",
    "label": "strong",
}
# The same for those that are a line, and the way in which it runs.
_LINES: Mapping[str, tuple[str, str]] = {
    "underline": ("lined", "below"),
    "unclear": ("unclear", "below"),
    "variant": ("unclear", "below"),
    "strike": ("struck", "through"),
    "deleted": ("struck", "through"),
}
_LETTERS_A_LINE = 40  # rather fewer than a line of the narrowest paper has
# The function for the shape of each kind of passage that `layer.typ` has.
_SHAPES: Mapping[str, str] = {
    "speaker": "speaker-line",
    "inset": "inset-block",
    "footnote": "footnote-of-source",
    "page": "page-line",
}


_BESIDE_LOCUS = 7  # characters of two numbers, of a page and of a passage, that have room in one line of the margin


def _above(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


class LayerWriter(PageWords):
    """Writes what a witness shows besides letters; `Writer` adds blocks."""

    def _inline_layer_mark(self, node: nodes.Element) -> str:
        """Set words with a feature of their witness."""
        if node["feature"] == "emphasis" and not has_italics(node.astext()):
            return f"strong({self._content(node)})"
        if line := _LINES.get(node["feature"]):
            return self._with_line(*line, node)
        content = self._content(node)
        if node["feature"] == "link":
            return f"link({as_string(node['value'])}, {content})"
        function = _MARKS.get(node["feature"], "")
        return f"{function}({content})" if function else content

    def _inline_layer_point(self, node: nodes.Element) -> str:
        """Set what stands between two letters of a witness."""
        feature, value = node["feature"], str(node["value"])
        if feature == "note":
            call = f"source-call({as_string(self._id(node['target']))}, {self._text(value.lstrip('n'))})"
        elif feature == "page":
            return self._page_begins(node)
        elif node.children:
            picture = self._picture(cast("nodes.Element", node[0]))
            call = f"picture-apart({picture})" if node.get("apart") else f"box({picture})"
        elif feature in {"gap", "milestone", "image"}:
            call = f"told({self._text('…' if feature == 'gap' else said_of(node, self.wording))})"
        else:
            call = "linebreak()" if node.get("breaks") else "line-begins"
        before, after = ([self._text(" ")] if node.get("parted") == side else [] for side in ("before", "after"))
        return code_block([*(self._anchor(self._id(i)) for i in node["ids"]), *before, call, *after])

    def _with_room(self, node: nodes.Element, words: str, call: str) -> str:
        """Return a call that keeps the next passage below a number of more lines than its own passage has."""
        lines = lines_of_number(node["locus"]) if "unnumbered" not in node["classes"] else 1
        return f"roomy({lines}, {call})" if lines - len(words) // _LETTERS_A_LINE > 2 else call

    def _page_begins(self, node: nodes.Element) -> str:
        """Set the beginning of a page: its number stands in the margin, where there is room for it."""
        id_ = self._id(node["ids"][0]) if node["ids"] else ""
        passage = next((above for above in _above(node) if isinstance(above, our.passage)), None)
        locus = passage["locus"] if passage is not None and node.get("by_locus") else ""
        inline = not id_ or node.get("near") or len(locus) + len(str(node["value"])) > _BESIDE_LOCUS
        if id_ and id_ not in self.manuscript.anchors:
            self.manuscript.anchors[id_] = None
            anchor = as_string(id_)
        else:
            anchor, inline = "none", True
        return f"page-begins({anchor}, {self._text(str(node['value']))}, {'true' if inline else 'false'})"

    def _in_own_shape(self, node: nodes.Element, id_: str, words: str) -> str:
        """Return the call that sets a passage of a kind that `layer.typ` has a shape for, "" for any other."""
        no = "none" if "unnumbered" in node["classes"] else self._number(node["locus"])
        if node.get("call"):  # the number of a note of the source leads back, as those of our notes do
            no = f"to({as_string(self._id(node['call']))}, {no})"
        number = f"number({as_string(id_)}, {no})"
        if node["kind"] != "verse":
            shape = _SHAPES.get(node["kind"], "")
            first = ", first: true" if node["kind"] == "footnote" and node.parent.index(node) == 0 else ""
            return f"{shape}({number}, {words}{first})" if shape else ""
        text = next(c for c in node.children if isinstance(c, our.passage_text)).astext()
        indent = len(text) - len(text.lstrip(" \u00a0\u2003"))
        stanza = "true" if "stanza" in node["classes"] else "false"
        after = node.next_node(nodes.Element, descend=False, siblings=True)
        last = ", last: true" if isinstance(after, our.passage) and after["kind"] != "verse" else ""
        return f"verse-line({number}, {stanza}, {indent}, {words}{last})"
