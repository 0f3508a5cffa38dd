"""What a witness shows besides letters, as nodes, and how HTML shows them: marks on words, points between two letters.

A mark holds the words that it is on; a point holds nothing, so that the text of a passage stays its letters. What a
point says is written as an attribute, and shown by the style sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from docutils import nodes

from variorum.model.layer import FEATURES
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import wording_of
from variorum.wording.messages import Wording, later

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class layer_mark(nodes.Inline, nodes.TextElement):  # noqa: N801 -- docutils names nodes in lower case
    """Words with a feature. Attributes: `feature`, `value`. Made by `layer_marks`."""


class layer_point(nodes.Inline, nodes.Element):  # noqa: N801
    """A place between two letters. Attributes: `feature`, `value`, `ids`, `target` (of a call: its note's id).

    Made by `layer_marks`; an id only where links lead to it: the call of a note, the beginning of a page. A picture of
    the source is its only child, and stands `apart` where no letters are on both sides of it. The beginning of a page
    is `near` where its number has no room in the edge, `by_locus` where the number of a passage may be in its line.
    """

    def astext(self) -> str:
        """Return no letters: what a picture shows is none of the text."""
        return ""


# The element of HTML for each feature on words; what has none is a `span` of the feature's class.
_TAGS: Mapping[str, str] = {
    "emphasis": "em",
    "strong": "strong",
    "superscript": "sup",
    "subscript": "sub",
    "underline": "u",
    "strike": "s",
    "deleted": "del",
    "added": "ins",
}
_SAID: Mapping[str, str] = {
    "page": later("page {value}"),
    "line": later("line {value}"),
    "gap": later("gap: {value}"),
    "image": later("picture: {value}"),
    "supplied": later("supplied by the editor of the witness: {value}"),
    "unclear": later("hard to read: {value}"),
    "deleted": later("struck out by the writer: {value}"),
    "added": later("put in by the writer: {value}"),
    "variant": later("another reading: {value}"),
}


def register(app: Sphinx) -> None:
    """Tell Sphinx the nodes and their HTML."""
    app.add_node(layer_mark, html=(_visit_mark, _depart_mark))
    app.add_node(layer_point, html=(visit_point, depart_point))


def said_of(node: nodes.Element, wording: Wording) -> str:
    """Return what a listener hears of a feature, and what shows when one rests on it."""
    value = " ".join(str(node["value"]).split())
    if node["feature"] not in _SAID:
        return value
    said = wording.say(_SAID[node["feature"]], value=value)
    return said if value else said.partition(":")[0].strip()


def _visit_mark(self: HTML5Translator, node: nodes.Element) -> None:
    feature = node["feature"]
    if feature == "link":
        address = self.attval(node["value"])
        self.body.append(f'<a class="of-source" href="{address}" rel="nofollow noopener">')
        return
    tag = _TAGS.get(feature, "span")
    title = said_of(node, wording_of(self.config)) if feature in _SAID and node["value"] else ""
    attributes: dict[str, Any] = {"title": title} if title else {}
    self.body.append(self.starttag(node, tag, "", CLASS="" if tag != "span" else feature, **attributes))


def _depart_mark(self: HTML5Translator, node: nodes.Element) -> None:
    tag = "a" if node["feature"] == "link" else _TAGS.get(node["feature"], "span")
    self.body.append(f"</{tag}>")


def visit_point(self: HTML5Translator, node: nodes.Element) -> None:
    """Write a point; EPUB writes calls of notes in its own way."""
    feature, value = node["feature"], self.attval(str(node["value"]))
    id_ = f' id="{node["ids"][0]}"' if node["ids"] else ""
    wording = wording_of(self.config)
    said = self.attval(said_of(node, wording))
    if feature == "note":
        label = self.attval(wording.say("Note {number} of the source", number=node["value"]))
        self.body.append(
            f'<a class="source-call"{id_} href="#{node["target"]}" role="doc-noteref"'
            f' aria-label="{label}" data-n="{value.lstrip("n")}"></a>'
        )
    elif feature == "page":
        near = " near" if node.get("near") else ""
        told = f'class="page-begins{near}"{id_} aria-label="{said}" data-n="{value}"'
        if id_ and output_of(self.builder).themed:  # its number is its address, as that of a passage is
            self.body.append(f'<a {told} href="#{node["ids"][0]}"></a>')
        else:  # programs of the web may know the second role alone; a book may name one only
            roles = "doc-pagebreak" if output_of(self.builder).book else "doc-pagebreak separator"
            self.body.append(f'<span {told} role="{roles}"></span>')
    elif feature == "line" and node.get("breaks"):
        self.body.append("<br/>")
    elif feature == "line":
        self.body.append('<span class="line-begins" aria-hidden="true"></span>')
    elif node.children:
        classes = " ".join(filter(None, ["picture", "apart" if node.get("apart") else "", _parted(node)]))
        self.body.append(f'<span class="{classes}">')
        return
    else:
        classes = " ".join(filter(None, [feature, _parted(node)]))
        self.body.append(
            f'<span class="{classes}" role="img" aria-label="{said}" title="{said}" data-n="{value or said}"></span>'
        )
    raise nodes.SkipNode


def _parted(node: nodes.Element) -> str:
    """Return the class of a point that has a blank beside it."""
    return f"parted-{node['parted']}" if node.get("parted") else ""


def depart_point(self: HTML5Translator, node: nodes.Element) -> None:
    """Close what holds a picture."""
    self.body.append("</span>")


def plain_mark(node: nodes.Element) -> nodes.Node:
    """Return a mark as a common node of docutils, for builders that do not know ours."""
    kind = _COMMON.get(node["feature"], nodes.inline)
    if node["feature"] == "link":
        return nodes.reference("", "", *node.children, refuri=node["value"])
    return kind("", "", *node.children)


def plain_point(node: nodes.Element) -> nodes.Node:
    """Return a point as a common node: a call as a link, a gap as dots, a picture; of all else nothing is shown."""
    if node.children:
        return nodes.inline("", "", *node.children)
    if node["feature"] == "note":
        call = nodes.reference("", f"[{node['value']}]", refid=node["target"], internal=True)
        return nodes.inline("", "", call, ids=node["ids"])
    sign = "[…]" if node["feature"] == "gap" else ""
    before, after = ((" " if node.get("parted") == side else "") for side in ("before", "after"))
    return nodes.inline("", f"{before}{sign}{after}" if sign else "", ids=node["ids"])


_COMMON: Mapping[str, type[nodes.TextElement]] = {
    "emphasis": nodes.emphasis,
    "strong": nodes.strong,
    "superscript": nodes.superscript,
    "subscript": nodes.subscript,
}
assert FEATURES.keys() >= _TAGS.keys() | _COMMON.keys()
