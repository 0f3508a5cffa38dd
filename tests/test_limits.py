"""Limits: one table in the code, the same in SECURITY.md, and what is over them is said and does not take long."""

from __future__ import annotations

import ast
import logging
import re
import shutil
import time
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from conftest import REPOSITORY, build_edition
from variorum.checking.edition import check
from variorum.cli import main
from variorum.model.limits import MAX_FIELD_CHARS, MAX_NAMES, MAX_PASSAGES, MAX_PERSONS, MAX_ROWS, MAX_WORKS, rows
from variorum.reading import read_edition
from variorum.sphinx_ext.build.log_lines import _Harmless
from variorum.sphinx_ext.doctree.note_numbers import Note
from variorum.text.anchoring import Miss, locate

PACKAGE = REPOSITORY / "src/variorum"
PATIENCE = 6.0  # seconds of processor time for one file, on a busy machine too; what is quadratic takes a minute
WORK = "@book{{Aa2000, title = {{{0}}}, year = {{2000}}, author = {{{1}}}}}\n"


def test_security_md_shows_the_table():
    table = ["| limit | |", "| --- | --- |", *(f"| {what} | {limit} |" for what, limit in rows())]
    assert "\n\n" + "\n".join(table) + "\n\n" in (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")


def test_every_limit_stands_in_the_table():
    module = ast.parse((PACKAGE / "model/limits.py").read_text(encoding="utf-8"))
    (table,) = (node for node in module.body if isinstance(node, ast.FunctionDef))
    shown = {node.id for node in ast.walk(table) if isinstance(node, ast.Name)}
    assert set(names_of(module)) <= shown


LIKE_A_LIMIT = re.compile(r"_?(?:MAX|MOST|LONGEST|LARGEST|DEEPEST|LIMIT|TIMEOUT)(?:_|$)|.*_(?:LIMIT|TIMEOUT|SECONDS)$")


def test_no_limit_has_a_home_of_its_own():
    """What limits something has its place, its unit and its name in the one table; what is only shown is named so."""
    found = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in PACKAGE.rglob("*.py")
        if path != PACKAGE / "model/limits.py"
        for name in names_of(ast.parse(path.read_text(encoding="utf-8")))
        if LIKE_A_LIMIT.match(name)
    ]
    assert found == []


def names_of(module: ast.Module) -> Iterator[str]:
    """Yield the constants of a module."""
    for node in module.body:
        for target in node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]:
            if isinstance(target, ast.Name):
                yield target.id


HEAVY = {
    "20,000 authors": (WORK.format("T", " and ".join(f"Name{n}, F." for n in range(20_000))), "bibliography-broken"),
    "one author too many": (WORK.format("T", " and ".join(["A"] * (MAX_PERSONS + 1))), "bibliography-broken"),
    "a field too long": (WORK.format("x" * (MAX_FIELD_CHARS + 1), "A"), "bibliography-broken"),
    "braces": ("".join(WORK.format("{x}" * 3000, "A").replace("Aa", f"Aa{n}") for n in range(20)), "work-duplicate"),
    "TeX": (WORK.format("\\'{e}" * 1900, "A"), "work-uncited"),
    "many of one title": (
        "".join(f"@book{{Ab{n}ND, title = {{Some title of length {n}}}}}\n" for n in range(500)),
        "work-duplicate",
    ),
    "a backslash at the end": (WORK.format("T\\", "A"), "work-markup"),
    "a million fields": ("@book{Aa2000," + "f=1," * 1_000_000 + "}", "bibliography-broken"),
    "a text that is read sign by sign": (
        "".join(WORK.format("50% " * 2000, "A").replace("Aa", f"Aa{n}") for n in range(400)),
        "bibliography-broken",
    ),
    "a megabyte of blank lines": ("\n" * 1_000_000, "work-unknown"),
    "a thousand fields in a work": (
        "@book{Aa2000," + ",".join(f"f{n} = {{\\x}}" for n in range(1000)) + "}",
        "work-field-unread",
    ),
    "a thousand works with a thousand fields": (
        "".join(f"@a{{Aa{n}," + "f=1," * 900 + "}\n" for n in range(200)),
        "bibliography-broken",
    ),
    "works of one year": (
        "".join(f"@book{{Aa{n}, title = {{On {n * 7919} of them}}, year = 2000}}\n" for n in range(1_200)),
        "work-uncited",
    ),
    "a work too many": ("".join(f"@book{{Aa{n},}}\n" for n in range(MAX_WORKS + 1)), "bibliography-broken"),
    "names that are split": (
        "".join(WORK.format("T", " and ".join(["a B c D"] * 499)).replace("Aa", f"Aa{n}") for n in range(5)),
        "work-field-invalid",
    ),
    "more TeX than is read": ("".join(WORK.format("\\'e " * 1900, f"A{n}") for n in range(100)), "bibliography-broken"),
    # what works have from others counts too, and takes no longer
    "a thousand fields handed on": (
        "@book{Aa,"
        + "f=1," * 2
        + "".join(f"f{n}={{x}}," for n in range(1000))
        + "}\n"
        + "".join(f"@book{{A{n}, crossref = {{Aa}}}}\n" for n in range(5_000)),
        "bibliography-broken",
    ),
    "TeX handed on": (
        WORK.format("\\'e " * 1900, "A") + "".join(f"@book{{A{n}, xdata = {{Aa2000}}}}\n" for n in range(5_000)),
        "bibliography-broken",
    ),
    "works that name many others": (
        "".join(f"@book{{A{n}, title = {{T}}, xdata = {{{'q,' * 500}}}}}\n" for n in range(3_000)),
        "bibliography-broken",
    ),
    "faults without end": ("@a{\n" * 1_000_000, "bibliography-broken"),
    "braces without end": ("@book{A, t = {" + "{x}" * 1_000_000, "bibliography-broken"),
    "persons parted by semicolons": (WORK.format("T", "a;" * 1_000_000), "bibliography-broken"),
    "a person of many words": (WORK.format("T", "a b C " * 300_000), "bibliography-broken"),
    "days that are in no calendar": (
        "".join(f"@book{{A{n}, title = {{{n}}}, year = {n}, month = 2, day = 31}}\n" for n in range(1000, 4000)),
        "work-uncited",
    ),
    "years that are none": (
        "".join(f"@book{{A{n}, title = {{{n}}}, year = {{{n}-Q}}}}\n" for n in range(3_000)),
        "work-field-invalid",
    ),
    "torn works among many": (
        "".join(
            f"@book{{T{n}, title = {{T}}\n author\n}}\n@book{{A{n}, title = {{B}}}}\n@book{{B{n}}}\n"
            for n in range(900)
        ),
        "bibliography-broken",
    ),
    "no field at all": ("@book{Aa2000}\n", "work-field-missing"),
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_bibliography_is_said_and_does_not_take_long(mini, name):
    text, code = HEAVY[name]
    (mini / "references.bib").write_text(text, encoding="utf-8")
    began = time.process_time()
    problems = check(read_edition(mini))
    assert time.process_time() - began < PATIENCE
    assert code in {p.code for p in problems}, [str(p) for p in problems][:3]


def test_a_parallel_of_too_many_passages_is_refused(mini):
    item = "  - {source: alpha, passage: 3, lemma: e, before: x}\n"
    head = f"---\ntitle: T\nrelation: agrees\ndate: 1901\npassages:\n{item * (MAX_PASSAGES + 1)}---\nWords.\n"
    (mini / "parallels/many.md").write_text(head, encoding="utf-8")
    (problem,) = (p for p in check(read_edition(mini)) if p.path == "parallels/many.md")
    assert str(problem).startswith("parallels/many.md:5: value-invalid 201 passages")


RULE = '[[citation]]\npassage = "1"\nwords = "b"\nbefore = "x{0}"\nworks = ["Xx{0}"]\n'
LONG_RULE = '[[citation]]\npassage = "1"\nwords = "b"\nworks = ["{0}"]\n'
TABLES = {
    "a key of many parts": ("names.toml", "a" + ".a" * 9000 + " = 1\n", "toml-broken"),
    "keys under a heading of many parts": (
        "names.toml",
        "[a" + '."b"' * 400 + "]\n" + "k.a = 1\n" * 999,
        "toml-broken",
    ),
    "a name too many": ("names.toml", "[[name]]\n" * (MAX_NAMES + 1), "table-broken"),
    "a rule too many": ("citations.toml", "".join(map(RULE.format, range(MAX_ROWS + 1))), "table-broken"),
    "many rules": ("citations.toml", "".join(map(RULE.format, range(MAX_ROWS))), "citation-not-found"),
    "unknown works": ("citations.toml", "".join(map(RULE.replace("x{0}", "").format, range(999))), "work-unknown"),
    "unknown works like one another": (
        "citations.toml",
        "".join(LONG_RULE.format('", "'.join(f"Berg{n}{m}" for m in range(30))) for n in range(999)),
        "work-unknown",
    ),
    "citations without end": (
        "citations.toml",
        '[[marker]]\nwords = "e"\nmeaning = "x"\n[[series]]\npattern = "{n}e"\nlost = "x"\n',
        "table-broken",
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_heavy_table_is_said_and_does_not_take_long(mini, name):
    file, text, code = TABLES[name]
    path = mini / file if file == "names.toml" else mini / "sources" / "alpha" / file
    path.write_text(text, encoding="utf-8")
    if name == "citations without end":
        with (mini / "sources/alpha/text.txt").open("a", encoding="utf-8") as source:
            source.write("\n" + "e" * 30_000 + "\n")
        with (mini / "sources/alpha/outline.tsv").open("a", encoding="utf-8") as outline:
            last = (mini / "sources/alpha/text.txt").read_text(encoding="utf-8").count("\n")
            outline.write(f"{last}\tparagraph\t99\t\n")
    began = time.process_time()
    problems = check(read_edition(mini))
    assert time.process_time() - began < PATIENCE
    assert code in {p.code for p in problems}, [str(p) for p in problems][:3]


def test_words_beside_a_letter_that_stands_everywhere_are_soon_compared():
    passage = "the mayor built a bridge of oak over the river " * 400
    began = time.process_time()
    for number in range(2):
        assert isinstance(locate(passage, "e", f"x{number}"), Miss)
        assert isinstance(locate(passage, "e", passage[:900] + f"x{number} th"), Miss)
        assert isinstance(locate(passage, "e", after=passage[-900:] + "x"), Miss)
    assert time.process_time() - began < PATIENCE


def test_a_cited_work_without_any_field_is_shown_by_its_key(mini):
    """Under our style and in the text; nothing ends in Sphinx' own report."""
    (mini / "references.bib").write_text("@book{Berg1999,\n}\n\n@misc{X, author = {,}}\n", encoding="utf-8")
    for builder in ("html", "epub", "variorum-pdf"):
        built = build_edition(mini, mini.parent / builder, builder=builder)
        assert "Traceback" not in built.warnings
        assert "Berg1999 has no title" in built.warnings
    assert "Berg1999" in (mini.parent / "html" / "bibliography.html").read_text(encoding="utf-8")


def test_notes_of_one_passage_are_not_compared_with_one_another(mini, monkeypatch):
    """Comparing each with each took minutes for 20,000 of them; it takes 20 s now."""
    compared: list[Note] = []
    monkeypatch.setattr(Note, "__eq__", lambda one, other: compared.append(one) or one is other)
    assert build_edition(mini, mini.parent / "html").warnings == ""
    assert compared == []


# --- no name and no word writes a command into a log ------------------------------------------------------------------

NAME = "x\n::error file=conf.py::canary\n::endgroup::"


@pytest.fixture
def with_names(mini):
    """An edition with a hostile file name, folder, page, lemma and key."""
    (mini / "sources" / "alpha" / "annotations" / f"{NAME}.md").write_text("Words", encoding="utf-8")
    shutil.copytree(mini / "sources" / "beta", mini / "sources" / NAME)
    (mini / "docs" / f"{NAME.replace('/', '-')}.md").write_text("# A page\n\n{cite:p}`None`\n", encoding="utf-8")
    note = '---\npassage: "1"\nlemma: "a\\n::error::canary"\nkind: context\nby: me\n---\n{cite:p}`::error`\n'
    (mini / "sources" / "alpha" / "annotations" / "al-new.md").write_text(note, encoding="utf-8")
    return mini


def commands_in(text: str) -> list[str]:
    return [line for line in text.replace("\r", "\n").split("\n") if line.lstrip().startswith(("::", "##["))]


def test_no_line_of_the_check_is_a_command_of_a_stranger(with_names):
    for layout in ("text", "json"):
        assert commands_in(CliRunner().invoke(main, ["check", "--format", layout, str(with_names)]).output) == []
    lines = CliRunner().invoke(main, ["check", "--format", "github", str(with_names)]).stdout.splitlines()
    assert all(line.startswith("::error file=") for line in lines)


def test_no_line_of_a_build_is_a_command(with_names):
    built = build_edition(with_names, with_names.parent / "html")
    assert "canary" in built.warnings
    assert commands_in(built.warnings) == []


RECORDS = {
    "a value": ("read %s", ("x\n::error::y",), r"read x\n::error::y"),
    "a line of a message": ("x\n::endgroup::\n  ##[error]y", (), "x\n> ::endgroup::\n  > ##[error]y"),
    "a terminal's command": ("x\x1b]0;y\x07", (), r"x\x1b]0;y\x07"),
    "a colour": ("\x1b[31mx\x1b[0m %s", ("\x1b[1my",), "\x1b[31mx\x1b[0m \x1b[1my"),
    "a joiner": ("क्\u200dष", (), "क्\u200dष"),
    "a number": ("%d of %s", (1, 2), "1 of 2"),
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_is_made_harmless(name):
    message, values, shown = RECORDS[name]
    record = logging.LogRecord("x", logging.INFO, "x", 1, message, values, None)
    assert _Harmless().filter(record)
    assert record.getMessage() == shown
