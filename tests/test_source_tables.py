"""A table and a list of a source in the printed book: columns, heads of columns and of rows, marks of items."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes

from books import boxes, make
from conftest import MINI, add_source
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.layer_nodes import layer_mark
from variorum.sphinx_ext.doctree.table_cells import cells_of, is_head, names_columns

TABLE = "City\tPeople\tYear\nOld Jerusalem\t17,000\t1878\nJaffa\t8,000 (about)\t1880\nthe first\nthe second\n"
LABELS = ["1\tCity\tPeople\tYear", "2\tOld Jerusalem", "3\tJaffa"]


def row(*pieces: str | tuple[str, bool]) -> our.passage_text:
    """Words of a row; a pair is marked, as a label or otherwise."""
    words = our.passage_text()
    for piece in pieces:
        if isinstance(piece, str):
            words += nodes.Text(piece)
        else:
            mark = layer_mark("", piece[0], feature="label" if piece[1] else "emphasis", value="", ids=["x"])
            words += mark
    return words


@pytest.mark.parametrize(
    ("pieces", "cells", "heads", "names"),
    [
        (("a\tb c\td",), ["a", "b c", "d"], [False, False, False], False),
        ((("a\tb", True),), ["a", "b"], [True, True], True),
        ((("a", True), "\tb"), ["a", "b"], [True, False], False),
        ((("a", True), " x\t", ("b", False)), ["a x", "b"], [False, False], False),
        ((("a\tb", False), "\t\t", ("c", True)), ["a", "b", "", "c"], [False, False, False, True], False),
        ((("a", True),), ["a"], [True], False),  # a row of one cell names no columns
    ],
)
def test_a_row_is_cut_at_its_tabs(pieces, cells, heads, names):
    found = cells_of(row(*pieces))
    assert [cell.astext() for cell in found] == cells
    assert [is_head(cell) for cell in found] == heads
    assert names_columns(found) is names


def test_a_mark_across_cells_keeps_its_id_once():
    found = [mark["ids"] for cell in cells_of(row(("a\tb", True))) for mark in cell.findall(layer_mark)]
    assert found == [["x"], []]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("table") / "mini"
    shutil.copytree(MINI, root)
    add_source(root, TABLE)
    folder = root / "sources/gamma"
    kinds = ["table-row"] * 3 + ["list-item"] * 2
    rows = [f"{n}\t{kind}\t{n}\t" for n, kind in enumerate(kinds, start=1)]
    (folder / "outline.tsv").write_text("\n".join(["lines\tkind\tlocus\tremark", *rows]) + "\n", encoding="utf-8")
    layer = [f"{locus}\t{word}\tlabel\t\t\t" for locus, *words in (r.split("\t") for r in LABELS) for word in words]
    (folder / "layer.tsv").write_text(
        "\n".join(["locus\twords\tfeature\tvalue\tbefore\tafter", *layer]) + "\n", encoding="utf-8"
    )
    (root / "docs/gamma.md").write_text("# Gamma\n\n```{source} gamma\n```\n", encoding="utf-8")
    index = root / "docs/index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\n```{toctree}\ngamma\n```\n", encoding="utf-8")
    return next(make(root, variorum_pdf_only="gamma").out.glob("*.pdf"))


def below(element: Any, kind: str) -> list[Any]:
    import pikepdf

    held = element.get("/K", ())
    kids = [k for k in (held if isinstance(held, pikepdf.Array) else [held]) if isinstance(k, pikepdf.Dictionary)]
    return [*([element] if element.get("/S") == kind else []), *(e for kid in kids for e in below(kid, kind))]


def test_heads_of_columns_and_rows_are_told(book):
    import pikepdf

    with pikepdf.open(book) as file:
        root = file.Root.StructTreeRoot
        (table,) = [
            t for t in below(root.K[0], "/Table") if any(h.A[0].get("/Scope") == "/Row" for h in below(t, "/TH"))
        ]
        scopes = [str(said.Scope) for head in below(table, "/TH") for said in head.A if "/Scope" in said]
        assert scopes == ["/Column"] * 3 + ["/Row"] * 2
        names = {str(head.ID) for head in below(table, "/TH")}
        held = [
            {str(name) for said in cell.A if "/Headers" in said for name in said.Headers}
            for cell in below(table, "/TD")
        ]
        assert all(len(heads) == 2 and heads <= names for heads in held)
        assert names <= set(map(str, root.IDTree.Names[::2]))
        assert len(below(root.K[0], "/LI")) >= 2


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_columns_stand_below_one_another_and_items_have_their_mark(book):
    found = [(box, word) for _, box, word in boxes(book)]
    left = {word: round(box[0], 1) for box, word in found}
    assert left["People"] == left["17,000"] == left["8,000"]
    assert left["Year"] == left["1878"] == left["1880"]
    middle = {word: (box[1] + box[3]) / 2 for box, word in found}
    marks = [(box[1] + box[3]) / 2 for box, word in found if re.fullmatch("–", word)]
    assert any(abs(mark - middle["second"]) < 3 for mark in marks)
