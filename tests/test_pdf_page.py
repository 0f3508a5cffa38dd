"""What the pages of docs/ may hold: every node has a form in the book, or a warning with file and line."""

from __future__ import annotations

import importlib
import pkgutil
import re
import shutil
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import sphinx_design
from docutils import nodes

from books import boxes, overlapping, poppler
from conftest import MINI, Built, build_edition
from variorum.sphinx_ext.pdf.forms import Form, form_of, forms
from variorum.sphinx_ext.pdf.formulas import typst_of
from variorum.sphinx_ext.pdf.translator import Translator

# --- the contract -----------------------------------------------------------------------------------------------------

PACKAGES = ("docutils", "sphinx", "sphinx_design", "sphinxcontrib.bibtex", "variorum")
EXTENSIONS = ("autosummary", "graphviz", "ifconfig", "inheritance_diagram", "todo")


def classes(above: type[nodes.Element] = nodes.Element) -> Iterator[type[nodes.Element]]:
    for kind in above.__subclasses__():
        yield kind
        yield from classes(kind)


@pytest.fixture(scope="module")
def kinds() -> list[type]:
    """All classes of nodes of the installed docutils, Sphinx and sphinx-design, and ours."""
    named = [f"sphinx.ext.{name}" for name in EXTENSIONS] + ["sphinx.domains.cpp", "sphinx.builders.latex.nodes"]
    named += [m.name for m in pkgutil.iter_modules(sphinx_design.__path__, "sphinx_design.")]
    for name in named:
        importlib.import_module(name)
    return [kind for kind in classes() if kind.__module__.startswith(PACKAGES)]


def test_every_class_of_nodes_has_a_row(kinds):
    rows = dict(forms())
    assert [f"{k.__module__}.{k.__name__}" for k in kinds if f"{k.__module__}.{k.__name__}" not in rows] == []


@pytest.mark.parametrize("form", [Form.BLOCK, Form.INLINE])
def test_what_the_table_says_is_written_has_somebody_who_writes_it(kinds, form):
    def written(kind: type) -> bool:
        return any(hasattr(Translator, f"_{form}_{above.__name__}") for above in kind.__mro__)

    assert [k.__name__ for k in kinds if form_of(k) is form and not written(k)] == []


def test_a_class_that_nobody_knows_is_as_the_one_that_it_is_made_from():
    class own_note(nodes.note):  # noqa: N801 -- docutils names nodes in lower case
        pass

    class unheard_of(nodes.General, nodes.Element):  # noqa: N801
        pass

    assert form_of(own_note) is Form.BLOCK
    assert form_of(unheard_of) is None


# --- a page that holds everything -------------------------------------------------------------------------------------

PAGE = """\
# Everything

A call[^a], once more[^a], {abbr}`TEI (Text Encoding)` and TEI, `code`, {math}`a^2+b^2`.\\
The next line. See {numref}`fig`, {numref}`tab`, {eq}`eq`, and {download}`bridge.svg`.

[^a]: At the foot.

```{figure} dot.png
:name: fig
:alt: A dot
:width: 200px

The caption.

The legend.
```

```{image} bridge.svg
:alt: A bridge
```

```{code-block} python
:linenos:
:caption: A program

if True:
    pass
```

```{warning}
Mind the step.
```

```{admonition} Of its own
Said.
```

::::{tab-set}
:::{tab-item} First tab
One.
:::
:::{tab-item} Second tab
Two.
:::
::::

:::{card} A card
Inside.
:::

:::{dropdown} Folded
Away.
:::

$$
\\int_0^1 x dx
$$ (eq)

```{math}
\\nosuchcommand{x}
```

```{list-table} The table
:name: tab

* - a
  - b
```

WIDE

- [x] done
- [ ] open

Term
: Definition

<div>Lost words</div>

```{eval-rst}
.. function:: foo(a, b=1, *, c) -> int

   What it does.

:Field: Body

-x, --long  an option

.. raw:: typst

   #text(weight: "bold")[From Typst]

.. graphviz::

   digraph { a -> b }

a) letter one
b) letter two
```
"""
WIDE = "\n".join("|" + "|".join(f"{'word' if row else 'C'}{i}{row or ''}" for i in range(30)) + "|" for row in range(2))


def dot() -> bytes:
    """A grey picture of 400 × 200 dots."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 400, 200, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * 400) * 200)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Built:
    root = tmp_path_factory.mktemp("page") / "mini"
    shutil.copytree(MINI, root)
    docs = root / "docs"
    (docs / "dot.png").write_bytes(dot())
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><path d="M0 0h60v40z"/></svg>'
    (docs / "bridge.svg").write_text(drawn, "utf-8")
    table = WIDE.replace("\n", f"\n|{'---|' * 30}\n")
    (docs / "everything.md").write_text(PAGE.replace("WIDE", table), "utf-8")
    index = docs / "index.md"
    index.write_text(index.read_text("utf-8").replace("\npeople\n", "\npeople\neverything\n"), "utf-8")
    extensions = ["myst_parser", "sphinx_design", "sphinxcontrib.bibtex", "sphinx.ext.graphviz", "variorum"]
    allowed = ["colon_fence", "deflist", "dollarmath", "tasklist"]
    return build_edition(
        root,
        root.parent / "pdf",
        builder="variorum-pdf",
        extensions=extensions,
        myst_enable_extensions=allowed,
        numfig=True,
    )


@pytest.fixture(scope="module")
def pdf(built: Built) -> Path:
    return built.out / "mini.pdf"


@pytest.fixture(scope="module")
def text(pdf: Path) -> str:
    return " ".join(poppler(pdf).split())


@pytest.mark.parametrize(
    "words",
    [
        "TEI (Text Encoding) and TEI,",
        "See Fig. 1, Table 1, (1), and bridge.svg.",
        "Fig. 1 The caption. The legend.",
        "Listing 1 A program",
        "1 if True: 2 pass",
        "Warning Mind the step.",
        "Of its own Said.",
        "First tab One. Second tab Two.",
        "A card Inside.",
        "Folded Away.",
        "Table 1 The table",
        "☑ done ☐ open",
        "Term Definition",
        "foo(a, b=1, *, c) → int What it does.",
        "Field Body",
        "-x, --long an option",
        "From Typst",
        "a) letter one b) letter two",
        r"\nosuchcommand{x}",  # as its author wrote it
    ],
)
def test_it_is_in_the_book(text, words):
    assert words in text


def test_a_hard_break_ends_the_line(pdf):
    assert "\nThe next line." in poppler(pdf)


def test_a_formula_is_set_and_its_number_stands_beside_it(text):
    assert "∫" in text
    assert "(1) \\nosuch" in text
    assert "𝑎" in text


def test_a_footnote_stands_once_at_the_foot_of_the_page_that_calls_it(pdf, text):
    assert text.count("At the foot.") == 1
    found = {word: box for _, box, word in boxes(pdf) if word in {"Everything", "foot."}}
    assert found["foot."][1] > 550


def test_a_picture_is_as_wide_as_it_says(pdf):
    import pypdfium2

    page = next(p for p in pypdfium2.PdfDocument(pdf) if "The caption." in p.get_textpage().get_text_range())
    left, _, right, _ = next(o for o in page.get_objects() if o.type == 3).get_bounds()
    assert round(right - left) == 150  # 200 px


def test_a_table_wider_than_the_page_is_parted_behind_its_first_column(pdf, text):
    assert all(f"word{i}1" in text for i in range(30))
    assert text.count("word01") > 1
    assert overlapping(pdf) == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("raw HTML: “Lost words”", "<div>"),
        ("cannot hold “graphviz”", ""),
        (r"cannot set the formula “\nosuchcommand{x}”", ""),
    ],
)
def test_what_the_book_cannot_hold_is_named_with_file_and_line(built, what, line):
    assert re.search(rf"everything\.md:\d+: WARNING: the book .*{re.escape(what)}", built.warnings)


def test_there_is_no_other_warning(built):
    assert len(built.warnings.strip().splitlines()) == 3, built.warnings


# --- formulas ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tex", "typst"),
    [
        (r"\frac{1}{2}", "1/2"),
        (r"\begin{split} a &= b \\ c &= d \end{split}", r"a &= b \ c &= d"),
        (r"\begin{equation} x \label{eq:x} \end{equation}", "x"),
        (r"\nosuchcommand", ""),
        (r"\frac{1", ""),
        ("#panic()", ""),
    ],
)
def test_a_formula_has_code_for_typst_or_none(tex, typst, tmp_path):
    assert typst_of([tex], tmp_path)[tex] == typst
