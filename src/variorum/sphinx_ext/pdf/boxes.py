"""What else the pages of docs/ hold: figures, boxes with a title, code, formulas, signatures, cards and tabs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels

from variorum.sphinx_ext.pdf.inlining import as_string, code_block
from variorum.sphinx_ext.pdf.writing import Writer


class BoxWriter(Writer):
    """Writes the blocks of pages that are more than words."""

    # --- figures ------------------------------------------------------------------------------------------------------

    def _block_figure(self, node: nodes.Element) -> list[str]:
        """Set a picture, its number and caption below it, and its legend."""
        caption = next((c for c in node.children if isinstance(c, nodes.caption)), None)
        legend = next((c for c in node.children if isinstance(c, nodes.legend)), None)
        said = caption.astext() if caption is not None else ""
        shown = [
            self._picture(c, said) if isinstance(c, nodes.image) else self._inline(c)
            for c in node.children
            if isinstance(c, nodes.Inline | nodes.image)
        ]
        below = code_block(self._inner(legend)) if legend is not None else "none"
        side = as_string(node.get("align", "left"))
        return [f"captioned({side}, {code_block(shown)}, {self._caption(node, caption)}, {below})"]

    def _caption(self, node: nodes.Element, caption: nodes.Element | None) -> str:
        """Return a caption behind the number that the text refers to; `none` if there is none."""
        if caption is None:
            return "none"
        number = self.number_of(self._docname, node)
        return code_block([*([f"strong({self._text(number)})"] if number else []), self._content(caption)])

    # --- boxes --------------------------------------------------------------------------------------------------------

    def _block_topic(self, node: nodes.Element) -> list[str]:
        """Set a box: its own title, or what its kind is called in the language of the edition."""
        children = list(node.children)
        title = children.pop(0) if children and isinstance(children[0], nodes.title) else None
        label = admonitionlabels.get(type(node).__name__)
        said = self._content(title) if title is not None else self._text(str(label)) if label else "none"
        return [f"boxed({said}, {self._codes(children)})"]

    _block_Admonition = _block_sidebar = _block_topic  # noqa: N815 -- docutils' class names

    def _block_versionmodified(self, node: nodes.Element) -> list[str]:
        return [f"boxed(none, {self._codes(node.children)})"]

    def _block_system_message(self, node: nodes.Element) -> list[str]:
        return []  # an Admonition to docutils; the build has said it

    def _codes(self, children: Iterable[nodes.Node]) -> str:
        """Return blocks as one block of code."""
        holder = nodes.container()
        holder.children = list(children)
        return code_block(self._inner(holder))

    def _block_container(self, node: nodes.Element) -> list[str]:
        """Set what a container holds; the parts of sphinx-design by what they are."""
        if "literal_block" in node:
            return self._captioned_code(node)
        form = _DESIGN.get(node.get("design_component", ""))
        if form == "title":
            return [f"block(below: 0.4em, sticky: true, strong({code_block(self._inner(node))}))"]
        if form == "boxed":
            return [f"boxed(none, {code_block(self._inner(node))})"]
        return self._inner(node)

    def _block_block_quote(self, node: nodes.Element) -> list[str]:
        by = [c for c in node.children if isinstance(c, nodes.attribution)]
        said = self._codes(c for c in node.children if not isinstance(c, nodes.attribution))
        return [f"quote(block: true, {said})", *(f"said-by({self._content(c)})" for c in by)]

    def _block_centered(self, node: nodes.Element) -> list[str]:
        return [f"align(center, strong({self._content(node)}))"]

    def _block_hlist(self, node: nodes.Element) -> list[str]:
        columns = [code_block(self._inner(c)) for c in node.children if isinstance(c, nodes.Element)]
        return [f"side-by-side({', '.join(columns)})"]

    def _block_acks(self, node: nodes.Element) -> list[str]:
        return self._inner(node)

    def _block_steps_list(self, node: nodes.Element) -> list[str]:
        return self._block_enumerated_list(node)

    # --- code ---------------------------------------------------------------------------------------------------------

    def _block_literal_block(self, node: nodes.Element) -> list[str]:
        """Set code line by line; that of `parsed-literal` keeps its marks."""
        if any(isinstance(c, nodes.Element) for c in node.children):
            return [f"fixed({code_block(self._fixed(node))})"]
        given: dict[str, Any] = node.get("highlight_args", {})
        first = int(given.get("linenostart", 1)) if node.get("linenos") else 0
        marked = "".join(f"{line}, " for line in given.get("hl_lines", ()))
        return [f"code({first}, ({marked}), {self._text(node.astext().rstrip(), keep_lines=True)})"]

    _block_doctest_block = _block_literal_block

    def _fixed(self, node: nodes.Element) -> Iterable[str]:
        """Yield the words of code, their lines kept, and its marks."""
        for child in node.children:
            if isinstance(child, nodes.Text):
                for number, line in enumerate(child.astext().split("\n")):
                    if number:
                        yield "linebreak()"
                    yield self._text(line.replace(" ", "\u00a0"))
            else:
                yield self._inline(child)

    def _captioned_code(self, node: nodes.Element) -> list[str]:
        caption = next((c for c in node.children if isinstance(c, nodes.caption)), None)
        rest = self._codes(c for c in node.children if c is not caption)
        return [f"code-with-caption({self._caption(node, caption)}, {rest})"]

    def _block_productionlist(self, node: nodes.Element) -> list[str]:
        lines = [code_block(self._inlines(p.children)) for p in node.children if isinstance(p, nodes.Element)]
        return [f"fixed({code_block([c for line in lines for c in (line, 'linebreak()')][:-1])})"]

    # --- formulas -----------------------------------------------------------------------------------------------------

    def _block_math_block(self, node: nodes.Element) -> list[str]:
        number = self.number_of(self._docname, node)
        shown = self._text(f"({number})") if number else "none"
        self.manuscript.formulas.setdefault(node.astext(), self._where)
        return [f"block-formula({as_string(node.astext())}, {shown})"]

    # --- lists of names and what they mean ----------------------------------------------------------------------------

    def _block_field_list(self, node: nodes.Element) -> list[str]:
        rows = ((code_block(self._inlines(name.children)), body) for name, body in _fields(node))
        return [f"field({name}, {code_block(self._inner(body))})" for name, body in rows]

    def _block_field(self, node: nodes.Element) -> list[str]:
        holder = nodes.field_list()
        holder.children = [node]
        return self._block_field_list(holder)

    def _block_docinfo(self, node: nodes.Element) -> list[str]:
        rows = (c for c in node.children if isinstance(c, nodes.TextElement))
        return [f"field({self._text(type(c).__name__.capitalize())}, par({self._content(c)}))" for c in rows]

    def _block_option_list(self, node: nodes.Element) -> list[str]:
        codes = []
        for item in node.findall(nodes.option_list_item):
            options = ", ".join(o.astext() for o in item.findall(nodes.option))
            told = next(iter(item.findall(nodes.description)), nodes.description())
            codes.append(f"field(raw({self._text(options)}), {code_block(self._inner(told))})")
        return codes

    # --- signatures ---------------------------------------------------------------------------------------------------

    def _block_desc(self, node: nodes.Element) -> list[str]:
        return self._inner(node)

    def _block_desc_signature(self, node: nodes.Element) -> list[str]:
        return [f"signature({code_block(self._signature(node.children))})"]

    def _block_desc_content(self, node: nodes.Element) -> list[str]:
        return [f"pad(left: 1em, {code_block(self._inner(node))})"]

    def _signature(self, children: Iterable[nodes.Node]) -> Iterable[str]:
        """Yield the parts of a signature with the signs that nodes stand for: brackets, commas, the arrow."""
        for child in children:
            match child:
                case addnodes.desc_signature_line():
                    yield from (*self._signature(child.children), "linebreak()")
                case addnodes.desc_name():
                    yield f"strong({code_block(self._signature(child.children))})"
                case addnodes.desc_parameterlist() | addnodes.desc_type_parameter_list():
                    opening, closing = "()" if isinstance(child, addnodes.desc_parameterlist) else "[]"
                    yield from (as_string(opening), *self._parameters(child), as_string(closing))
                case addnodes.desc_optional():
                    yield from (as_string("["), *self._parameters(child), as_string("]"))
                case addnodes.desc_returns():
                    yield from (self._text(" → "), *self._signature(child.children))
                case nodes.Element():
                    yield code_block(self._signature(child.children)) if child.children else self._inline(child)
                case _:
                    yield self._inline(child)

    def _parameters(self, node: nodes.Element) -> Iterable[str]:
        for number, child in enumerate(node.children):
            if number:
                yield as_string(", ")
            yield from self._signature([child])


# parts of sphinx-design that are more than what they hold
_DESIGN = {"card": "boxed", "card-title": "title", "tab-item": "boxed", "dropdown": "boxed", "aside": "boxed"}


def _fields(node: nodes.Element) -> Iterable[tuple[nodes.Element, nodes.Element]]:
    """Yield name and body of each field."""
    for field in node.findall(nodes.field):
        name = next(iter(field.findall(nodes.field_name)), nodes.field_name())
        yield name, next(iter(field.findall(nodes.field_body)), nodes.field_body())
