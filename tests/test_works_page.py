"""The list of works and the marks in the text: right at once, in steps, and by two processes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from pybtex.database import parse_string

from conftest import MINI, Built, build_edition, tree
from variorum.reading import read_edition
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.work_nodes import citation_mark

BIB = """
@book{Lee1999, author = {Lee, Stephen}, title = {Stalin and the Soviet Union}, year = {1999}, langid = {english},
  certainty = {probable}, ascited = {Al r1: Berg, A History of the Bridge | Be 1: Det var i 1902}}
@misc{Pravda1912, title = {Правда}, titletranslit = {Pravda}, year = {1912}, langid = {russian}}
@book{Aas2001, author = {Aas, Åse}, title = {Bridges}, publisher = {River Press}, year = {2001},
  restorednote = {Al [1]: from an older revision}}
@book{Zola1880, author = {Zola, Émile}, title = {Nana}, year = {1880}, keywords = {scholarship}}
"""
ALPHA = """
[[citation]]
passage = "1"
words = "built in 1901"
works = ["Lee1999"]
note = "No author is named."
[[citation]]
passage = "2"
words = "(мэр)"
works = ["Pravda1912", "Aas2001"]
[[citation]]
passage = "r1"
works = ["Berg1999"]
[[marker]]
words = "1903"
meaning = "The reference is lost."
"""
BETA = """
[[citation]]
passage = "1"
words = "Det var i 1902"
works = ["Lee1999"]
certainty = "uncertain"
"""
STYLE: dict[str, Any] = {
    "bibtex_default_style": "variorum",
    "bibtex_reference_style": "variorum",
    "bibtex_cite_id": "work-{key}",
}


@pytest.fixture
def library(mini: Path) -> Path:
    """The small edition with works, citations and all the lists."""
    return with_works(mini)


@pytest.fixture(scope="module")
def standing(tmp_path_factory) -> tuple[Path, Built]:
    """The same, built once for those who only look at it."""
    root = tmp_path_factory.mktemp("standing") / "mini"
    shutil.copytree(MINI, root)
    return with_works(root), build(root, root.parent / "out")


def with_works(mini: Path) -> Path:
    add(mini, "references.bib", BIB)
    (mini / "sources/alpha/citations.toml").write_text(ALPHA, encoding="utf-8")
    (mini / "sources/beta/citations.toml").write_text(BETA, encoding="utf-8")
    (mini / "docs/bibliography.md").write_text("# Bibliography\n\n```{works}\n```\n", encoding="utf-8")
    add(mini, "docs/alpha.md", "\n## Works cited\n\n```{works} alpha\n```\n")
    add(mini, "docs/beta.md", "\n## Works cited\n\n```{works} beta\n```\n")
    return mini


def add(root: Path, path: str, text: str) -> None:
    file = root / path
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def edit(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def build(root: Path, out: Path, **options):
    return build_edition(root, out, **STYLE, **options)


def entries(page: str) -> dict[str, str]:
    """The words of each entry of the list, by its id."""
    pieces = re.split(r'(?=<div class="citation")', page)[1:]
    ids = [re.search(r'id="([^"]+)"', piece)[1] for piece in pieces]
    return {
        i: " ".join(re.sub(r"<[^>]+>", "", p.split("</section>")[0]).split()) for i, p in zip(ids, pieces, strict=True)
    }


def test_every_work_says_who_cites_it_and_how(standing):
    _, built = standing
    assert built.warnings == ""
    found = entries(built.page("bibliography"))
    assert list(found) == ["work-aas2001", "work-berg1999", "work-lee1999", "work-pravda1912", "work-zola1880"]
    assert found["work-lee1999"] == (
        "[Lee 1999] Lee, Stephen. Stalin and the Soviet Union. 1999. Identification probable. "
        "Cited by Al and Be: at Al 1 (probable); Be 1 (uncertain). "
        "As cited: Al r1 “Berg, A History of the Bridge” · Be 1 “Det var i 1902”"
    )
    assert "Cited by Al alone: at Al r1; in the annotations at Al " in found["work-berg1999"]
    assert "Restored reference: Al [1]: from an older revision." in found["work-aas2001"]
    assert found["work-zola1880"] == "[Zola 1880] Zola, Émile. Nana. 1880."
    shared = built.page("bibliography").split('id="works-shared"')[1].split("</section>")[0]
    assert re.findall(r'href="#(work-[^"]+)"', shared) == ["work-lee1999"]


def test_the_way_back_leads_to_the_passage_and_the_way_there_to_the_work(standing):
    _, built = standing
    page, text = built.page("bibliography"), built.page("alpha")
    assert 'href="alpha.html#p1"' in page.split('id="work-lee1999"')[1].split('class="citation"')[0]
    lee = 'href="bibliography.html#work-lee1999" data-doubt="?" title="Lee, Stalin and the Soviet Union (1999) (prob'
    assert lee in text
    assert 'href="#lost-alpha" title="The reference is lost."' in text
    assert 'id="lost-alpha"' in text
    for target in set(re.findall(r'href="bibliography.html#([^"]+)"', text)):
        assert f'id="{target}"' in page


def test_marks_add_no_letter_and_cross_lemmata_and_scripts(standing):
    root, built = standing
    tree_ = built.app.env.get_doctree("alpha")
    texts = {
        box["locus"]: box[0].astext() for box in tree_.findall(our.passage) if isinstance(box[0], our.passage_text)
    }
    source = read_edition(root).source("alpha")
    assert {p.locus: p.text for p in source.citable if not p.is_heading} == texts
    marks = [(m.astext(), m["kind"], m["certainty"]) for m in tree_.findall(citation_mark)]
    assert "".join(words for words, kind, _ in marks if kind == "work") == "built in 1901(мэр)"
    assert ("1903", "lost", "") in marks
    assert [m for m in marks if m[1] == "whole"] == [("", "whole", ""), ("", "whole", "")]  # Aas2001, Berg1999
    assert re.search(
        r'<a class="citation-mark whole" href="[^"]*berg1999" title="[^"]+" aria-label="Berg, ', built.page("alpha")
    )


def test_the_list_of_a_source_is_short_and_tells_what_is_lost(standing):
    _, built = standing
    page = built.page("alpha").split('class="works-of-source')[1].split("</section>")[0]
    words = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert "Lee 1999 Stalin and the Soviet Union: Al 1 (probable). No author is named." in words
    assert words.endswith("The reference is lost. Al 3 1903.")


def test_an_unknown_source_is_named(library, tmp_path):
    add(library, "docs/index.md", "\n```{works} gamma\n```\n")
    assert "there is no source “gamma”; the sources are: alpha, beta" in build(library, tmp_path / "out").warnings


def test_without_a_list_of_works_the_words_stay_words(library, tmp_path):
    (library / "docs/bibliography.md").write_text("# Bibliography\n\n```{bibliography}\n:all:\n```\n", encoding="utf-8")
    for page in ("alpha", "beta"):
        edit(library, f"docs/{page}.md", f"\n## Works cited\n\n```{{works}} {page}\n```\n", "")
    built = build(library, tmp_path / "out")
    assert built.warnings == ""
    assert "citation-mark" in built.page("alpha")
    assert '<a class="citation-mark' not in built.page("alpha")
    assert sorted(f.stem for f in (built.out / "_exports").iterdir()) == ["all-parallels"] * 2  # the harmony's


CHANGES = {
    "a citation more": lambda r: add(
        r, "sources/beta/citations.toml", '[[citation]]\npassage = "2"\nworks = ["Zola1880"]\n'
    ),
    "no citations any more": lambda r: (r / "sources/beta/citations.toml").unlink(),
    "a lost reference is explained otherwise": lambda r: edit(
        r, "sources/alpha/citations.toml", "is lost", "is not in the copy"
    ),
    "a work's title": lambda r: edit(r, "references.bib", "{Bridges}", "{All Bridges}"),
    "a work is better known": lambda r: edit(r, "references.bib", "certainty = {probable}, ", ""),
    "a second work of one year": lambda r: add(
        r,
        "references.bib",
        "@book{Lee1999a, author = {Lee, Stephen}, title = {Two}, year = {1999}, keywords = {scholarship}}",
    ),
    "an annotation cites more": lambda r: edit(
        r, "sources/alpha/annotations/al-year.md", "{cite:p}`Berg1999`", "{cite:p}`Berg1999,Zola1880`"
    ),
    "an annotation is gone": lambda r: (r / "sources/alpha/annotations/al-heading.md").unlink(),
    "a parallel cites": lambda r: add(r, "parallels/mayor.md", "See {cite:t}`Zola1880`.\n"),
    "a source has another siglum": lambda r: (
        edit(r, "sources/beta/source.toml", 'siglum = "Be"', 'siglum = "B"')
        or (
            [
                f.write_text(f.read_text("utf-8").replace("`Be ", "`B ").replace("<Be ", "<B "), "utf-8")
                for f in r.rglob("*.md")
            ]
            and edit(r, "references.bib", "Be 1: Det", "B 1: Det")
        )
    ),
    "the page of works has another name": lambda r: (
        (r / "docs/bibliography.md").rename(r / "docs/works.md"),
        edit(r, "docs/index.md", "\nbibliography\n", "\nworks\n"),
    ),
    "the list of a source is gone": lambda r: edit(r, "docs/beta.md", "```{works} beta\n```\n", "None.\n"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_in_steps_the_lists_are_as_if_made_at_once(library, tmp_path, name):
    build(library, tmp_path / "steps")
    CHANGES[name](library)
    again = build(library, tmp_path / "steps")
    clean = build(library, tmp_path / "clean")
    assert clean.warnings == again.warnings == ""
    assert tree(again.out) == tree(clean.out)


def test_two_processes_make_the_same_pages(library, tmp_path):
    for n in range(6):  # Sphinx shares the work only among more than five pages
        (library / f"docs/more{n}.md").write_text(
            f"---\norphan: true\n---\n# More {n}\n\n{{cite:t}}`Lee1999`\n", "utf-8"
        )
    one = build(library, tmp_path / "one", jobs=1)
    two = build(library, tmp_path / "two", jobs=2)
    assert one.warnings == two.warnings == ""
    assert tree(one.out) == tree(two.out)
    edit(library, "sources/beta/citations.toml", "Lee1999", "Zola1880")
    build(library, tmp_path / "two", jobs=2)
    assert tree(build(library, tmp_path / "clean").out) == tree(tmp_path / "two")


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "dirhtml"])
def test_other_builders_keep_the_words(library, tmp_path, builder):
    built = build(library, tmp_path / "out", builder=builder, version="1", copyright="2026")
    assert [w for w in built.warnings.splitlines() if "unknown_project_files" not in w] == []
    if builder == "text":
        said = (built.out / "bibliography.txt").read_text("utf-8")
        assert "Cited by Al and Be: at Al 1 (probable); Be 1 (uncertain)." in " ".join(said.replace("*", "").split())


# --- for other programs -----------------------------------------------------------------------------------------------


def test_the_files_for_other_programs_hold_all_that_the_lists_hold(standing):
    _, built = standing
    folder = built.out / "_exports"
    assert sorted(p.name for p in folder.iterdir() if p.stem != "all-parallels") == [
        f"{name}.{ending}" for name in ("alpha", "beta", "bibliography") for ending in ("bib", "json")
    ]
    whole = parse_string((folder / "bibliography.bib").read_text("utf-8"), "bibtex").entries
    assert set(whole) == {"Aas2001", "Berg1999", "Lee1999", "Pravda1912", "Zola1880"}
    assert dict(whole["Lee1999"].fields)["ascited"].startswith("Al r1")
    assert [item["id"] for item in json.loads((folder / "beta.json").read_text("utf-8"))] == ["Lee1999"]
    for link in re.findall(r'href="(_exports/[^"]+)"', built.page("bibliography") + built.page("alpha")):
        assert (built.out / link).is_file()


def test_every_entry_carries_its_coins_and_has_roles_that_fit(standing):
    page = standing[1].page("bibliography")
    assert page.count('class="Z3988"') == 5
    assert "doc-biblioentry" not in page
    assert page.count('role="listitem"') == 5


def test_three_hundred_works_take_no_time(library, tmp_path):
    import time

    many = "".join(
        f"@book{{Work{1600 + n}, author = {{Author{n}, Ann}}, title = {{Title number {n} {n * 7919}}},"
        f" year = {{{1600 + n}}}, keywords = {{scholarship}}}}\n"
        for n in range(300)
    )
    few = build(library, tmp_path / "few")
    begun = time.process_time()
    build(library, tmp_path / "few2")
    small = time.process_time() - begun
    add(library, "references.bib", many)
    begun = time.process_time()
    built = build(library, tmp_path / "many")
    assert built.warnings == few.warnings == ""
    assert time.process_time() - begun < small + 3
    assert len(list(built.app.env.get_doctree("bibliography").findall(nodes.Element))) > 300


def test_a_restored_reference_says_so_at_every_place(library, tmp_path):
    bibliography = library / "references.bib"
    text = bibliography.read_text("utf-8")
    note = "restorednote = {Al built in 1901, [7]: from an older revision}"
    bibliography.write_text(text.replace("{Lee1999,", f"{{Lee1999, {note},"), "utf-8")
    built = build(library, tmp_path / "out")
    assert "Al 1 (restored, probable)" in re.sub(r"<[^>]+>", "", built.page("bibliography"))
    assert "Be 1 (uncertain)" in re.sub(r"<[^>]+>", "", built.page("bibliography"))  # Be has it itself
    mark = re.search(r'<a class="citation-mark work restored probable"[^>]*>', built.page("alpha"))
    assert mark
    assert 'data-doubt="°?"' in mark[0]
    assert "(restored, probable)" in mark[0]
