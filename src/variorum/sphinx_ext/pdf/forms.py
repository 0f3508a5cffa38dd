"""What becomes of each node of a page in the book: the contract between Sphinx's nodes and the writers, as one table.

In: a node. Out: its `Form`. A node that no row names gets its words set plainly, and a warning with file and line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum


class Form(StrEnum):
    """What becomes of a node."""

    BLOCK = "block"  # a writer has a method `_block_…` for it, or for a class that it is made from
    INLINE = "inline"  # the same with `_inline_…`
    WORDS = "words"  # what it holds is set as if the node were not there
    INSIDE = "inside"  # the node that holds it sets it
    GONE = "gone"  # Sphinx has put something else in its place before a page is written; or nobody makes it
    UNSEEN = "unseen"  # it holds nothing to read: directions, an index, what only a screen can use
    REFUSED = "refused"  # the book cannot hold it: a warning says so, with file and line


_ROWS: Mapping[str, Mapping[Form, str]] = {
    "docutils.nodes": {
        Form.BLOCK: "admonition attention block_quote bullet_list caution citation container danger definition "
        "definition_list definition_list_item docinfo doctest_block enumerated_list error field field_list figure "
        "footnote hint important line_block literal_block math_block note option_list paragraph rubric section "
        "sidebar table term tip title topic transition warning",
        Form.INLINE: "abbreviation emphasis footnote_reference image literal math problematic raw reference "
        "strong subscript superscript target title_reference",
        Form.WORDS: "acronym compound footer generated header inline document decoration subtitle",
        Form.INSIDE: "attribution caption classifier colspec description entry field_body field_name label legend line "
        "list_item option option_argument option_group option_list_item option_string row tbody tgroup thead "
        "address author authors contact copyright date organization revision status version",
        Form.GONE: "FixedTextElement PureTextElement TextElement citation_reference pending substitution_reference",
        Form.UNSEEN: "comment meta substitution_definition system_message",
    },
    "sphinx.addnodes": {
        Form.BLOCK: "acks centered desc desc_content desc_signature hlist productionlist seealso versionmodified",
        Form.INLINE: "download_reference literal_emphasis literal_strong",
        Form.WORDS: "compact_paragraph desc_addname desc_annotation desc_inline desc_name desc_sig_element "
        "desc_sig_keyword desc_sig_keyword_type desc_sig_literal_char desc_sig_literal_number desc_sig_literal_string "
        "desc_sig_name desc_sig_operator desc_sig_punctuation desc_sig_space desc_type glossary manpage "
        "number_reference",
        Form.INSIDE: "desc_optional desc_parameter desc_parameterlist desc_returns desc_signature_line "
        "desc_type_parameter desc_type_parameter_list hlistcol production",
        Form.GONE: "_desc_classes_injector only pending_xref pending_xref_condition start_of_file",
        Form.UNSEEN: "highlightlang index tabular_col_spec toctree",
    },
    "sphinx.builders.latex.nodes": {
        Form.GONE: "captioned_literal_block footnotemark footnotetext math_reference thebibliography"
    },
    "sphinx.writers.latex": {Form.GONE: "collected_footnote"},
    "sphinx.domains.c": {Form.GONE: "AliasNode"},
    "sphinx.domains.cpp": {Form.GONE: "AliasNode"},
    "sphinx.ext.autosummary": {Form.WORDS: "autosummary_table", Form.UNSEEN: "autosummary_toc"},
    "sphinx.ext.graphviz": {Form.REFUSED: "graphviz"},
    "sphinx.ext.ifconfig": {Form.GONE: "ifconfig"},
    "sphinx.ext.inheritance_diagram": {Form.REFUSED: "inheritance_diagram"},
    "sphinx.ext.todo": {Form.BLOCK: "todo_node", Form.GONE: "todolist"},
    "sphinx_design.aside": {Form.WORDS: "aside_main"},
    "sphinx_design.badges_buttons": {Form.INLINE: "sd_badge sd_line_break"},
    "sphinx_design.dropdown": {Form.GONE: "dropdown_main dropdown_title"},
    "sphinx_design.icons": {Form.UNSEEN: "fontawesome", Form.INLINE: "sd_icon"},
    "sphinx_design.shared": {Form.WORDS: "PassthroughTextElement"},
    "sphinx_design.steps": {Form.BLOCK: "steps_list"},
    "sphinx_design.tabs": {Form.GONE: "sd_tab_input sd_tab_label"},
    "sphinxcontrib.bibtex.nodes": {Form.GONE: "bibliography", Form.UNSEEN: "raw_latex"},
    "variorum.sphinx_ext.doctree.nodes": {
        Form.BLOCK: "parallel_columns parallel_head parallel_words passage silent",
        Form.INLINE: "lemma note_reference",
        Form.WORDS: "gloss parallel_title passage_text passage_translation passages words",
        Form.INSIDE: "annotation note_lemma parallel_note",
    },
    "variorum.sphinx_ext.doctree.touches": {Form.BLOCK: "touched_parallels", Form.INSIDE: "touched_parallel"},
    "variorum.sphinx_ext.doctree.ranges": {Form.GONE: "continued_parallels continued_parallel"},
    "variorum.sphinx_ext.doctree.html_tables": {Form.GONE: "table_cell"},
    "variorum.sphinx_ext.doctree.layer_nodes": {Form.INLINE: "layer_mark layer_point"},
    "variorum.sphinx_ext.doctree.work_nodes": {
        Form.INLINE: "citation_mark",
        Form.WORDS: "works_list work_uses",
        Form.UNSEEN: "export_links",
    },
    "variorum.sphinx_ext.doctree.compare_nodes": {Form.UNSEEN: "reading_in_both reading_in_pairs reading_in_scrolls"},
    "variorum.sphinx_ext.html.rail": {Form.GONE: "margin_notes rail rail_line"},
    "variorum.sphinx_ext.doctree.overview_nodes": {Form.BLOCK: "drawing", Form.WORDS: "facts"},
}
_ABSTRACT = {"Element", "TextElement", "FixedTextElement", "PureTextElement"}  # what they are says nothing of a node


def forms() -> Iterator[tuple[str, Form]]:
    """Yield each class that has a row, by module and name, with its form."""
    for module, by_form in _ROWS.items():
        for form, names in by_form.items():
            yield from ((f"{module}.{name}", form) for name in names.split())


_FORMS = dict(forms())


def form_of(kind: type) -> Form | None:
    """Return the form of a class of nodes: its own, else that of the nearest class that it is made from."""
    for above in kind.__mro__:
        form = _FORMS.get(f"{above.__module__}.{above.__name__}")
        if form is not None and above.__name__ not in _ABSTRACT:
            return form
    return None
