"""What each source does in each parallel is the same wherever it is told: pages, drawings, rail, files, both books.

The edition is the small one with a third source, Gamma, which does in turn all that a source can do.
"""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from books import make, pdfium
from conftest import MINI, Built, add_source, build_edition
from variorum.cli import main
from variorum.model.edition import Edition
from variorum.model.stances import BESIDES, STANCE_LABELS, Stance
from variorum.parallels.exports import COLUMNS
from variorum.reading import read_edition

SVG = "{http://www.w3.org/2000/svg}"
GAMMA = "The ferry sank in 1904.\nThe bridge was closed that year.\n"
# id of the parallel → what Gamma does in it, relation, date, what else the head of its file has
FILES: dict[str, tuple[Stance, str, str, str]] = {
    "touched": (Stance.TOUCHES, "differs", "1904", 'touches:\n  - {source: gamma, passage: "2", why: no builder}\n'),
    "searched": (Stance.SILENT, "agrees", "1904", "silent:\n  - {source: gamma, why: its bridge is another}\n"),
    "worded": (Stance.OUTSIDE, "reuses", "1904", ""),
    "unjudged": (Stance.OPEN, "agrees", "1904", ""),
    "undated": (Stance.OPEN, "agrees", "", ""),
}
HEAD = """---
relation: {relation}
{date}passages:
  - {{source: alpha, passage: "1", lemma: "built in 1901"}}
  - {{source: {other}}}
{rest}title: The {id}
---
Told.
"""
# What a parallel's own place says of a source: the sentence in which its name stands.
SENTENCES = {
    Stance.TOUCHES: "Touches the matter: {siglum} ",
    Stance.SILENT: "Silent: [^.]*{siglum} \\(",
    Stance.OUTSIDE: "Not part of the shared wording: [^.]*{siglum} \\(",
    Stance.OPEN: "Not yet judged: [^.]*{siglum} \\(",
}


class Made(NamedTuple):
    """The edition, and all that was made of it."""

    root: Path
    edition: Edition
    html: Built
    pdf: str  # its words
    epub: dict[str, str]
    text: Built


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("stances") / "mini"
    shutil.copytree(MINI, root)
    add_source(root, GAMMA)
    for id_, (_, relation, date, rest) in FILES.items():
        when = f'date: "{date}"\n' if date else ""
        head = HEAD.format(id=id_, relation=relation, date=when, rest=rest, other='beta, passage: "1"')
        (root / f"parallels/{id_}.md").write_text(head, encoding="utf-8")
    spoken = HEAD.format(id="spoken", relation="differs", date="date: 1904\n", rest="", other='gamma, passage: "1"')
    (root / "parallels/spoken.md").write_text(spoken, encoding="utf-8")
    (root / "docs/gamma.md").write_text("# Ga\n\n```{source} gamma\n```\n", encoding="utf-8")
    (root / "docs/gamma-apparatus.md").write_text("# List\n\n```{apparatus} gamma\n```\n", encoding="utf-8")
    chapters = root / "docs/parallels.md"
    chapters.write_text(chapters.read_text("utf-8") + "\n```{parallels} undated\n```\n", encoding="utf-8")
    index = root / "docs/index.md"
    index.write_text(index.read_text("utf-8").replace("beta\n", "beta\ngamma\ngamma-apparatus\n"), encoding="utf-8")
    html = build_edition(root, root.parent / "html")
    text = build_edition(root, root.parent / "text", builder="text")
    epub = build_edition(root, root.parent / "epub", builder="epub", version="1", copyright="x")
    assert (html.warnings, text.warnings, epub.warnings) == ("", "", "")
    with ZipFile(next(epub.out.glob("*.epub"))) as archive:
        files = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    pdf = pdfium(make(root).out / "mini.pdf")
    return Made(root, read_edition(root), html, pdf, files, text)


def plain(html: str) -> str:
    """The words of a piece of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split()).replace("( ", "(").replace(" )", ")")


def told(made: Made) -> dict[tuple[str, str], Stance]:
    """What each source does in each parallel, by the edition as it is read."""
    return {(p.id, s.siglum): p.stance(s.id) for p in made.edition.parallels for s in made.edition.sources}


def test_the_edition_has_every_stance(made: Made) -> None:
    stances = told(made)
    assert {id_: stances[id_, "Ga"] for id_ in FILES} == {id_: row[0] for id_, row in FILES.items()}
    assert set(stances.values()) == set(Stance)


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["html", "epub"])
def test_a_parallels_own_place_says_of_each_source_what_it_does(made: Made, format_: str) -> None:
    page = made.html.page("parallels") if format_ == "html" else made.epub["parallels.xhtml"]
    for (id_, siglum), stance in told(made).items():
        section = page.split(f'id="parallel-{id_}"', 1)[1].split("</section>", 1)[0]
        sentences = [s for s, told_as in SENTENCES.items() if re.search(told_as.format(siglum=siglum), plain(section))]
        assert sentences == ([] if stance is Stance.SPEAKS else [stance]), (id_, siglum)
        source = made.edition.source(siglum)
        assert (f'data-source="{source.id}"' in section) is (stance is Stance.SPEAKS)


@pytest.mark.parametrize("format_", ["html", "epub"])
def test_a_row_of_the_harmony_says_of_each_source_what_it_does(made: Made, format_: str) -> None:
    page = made.html.page("harmony") if format_ == "html" else made.epub["harmony.xhtml"]
    for parallel in made.edition.parallels:
        row = page.split(f'id="row-{parallel.id}"', 1)[1].split("</tr>", 1)[0]
        cells = re.findall(r"<td(?: class=\"([^\"]*)\")?>(.*?)</td>", row, re.DOTALL)[1:]
        for source, (classes, cell) in zip(made.edition.sources, cells, strict=True):
            stance = parallel.stance(source.id)
            if stance is Stance.SPEAKS:
                assert "parallel-words" in cell
                assert "besides" not in classes
            else:
                assert classes.split()[-1] == "besides"
                assert plain(cell).startswith(f"{source.siglum}: {STANCE_LABELS[stance]}")
                assert f"is-{stance}" in cell


def test_no_style_hides_what_a_source_does_where_columns_have_no_heads(made: Made) -> None:
    """On a phone and in an electronic book a row is a small page: each cell names its source."""
    for css in (made.html.out / "_static/overviews.css").read_text("utf-8"), made.epub["_static/variorum-epub.css"]:
        hidden = re.findall(r"([^{}]*)\{[^{}]*display:\s*none", css)
        assert not [selector for selector in hidden if "is-" in selector or "besides" in selector]
    narrow = (made.html.out / "_static/overviews.css").read_text("utf-8").split("@media (max-width: 62rem)", 1)[1]
    assert re.search(r"table\.harmony \.whose \{\s*display: inline", narrow)
    assert ".whose" not in made.epub["_static/variorum-epub.css"]  # never hidden there


def test_the_timeline_counts_every_stance(made: Made) -> None:
    page = made.html.page("harmony")
    bars = re.findall(r"<title>(Ga 1904: .*?)</title>", page)
    besides = "touches the matter: 1; silent: 1; not part of the shared wording: 1; not yet judged: 1"
    assert bars == [f"Ga 1904: 1 parallel, 1 disagrees; {besides}"]
    table = page.split('class="timeline-facts', 1)[1].split("</table>", 1)[0]
    (row,) = [plain(row) for row in table.split("<tr") if "1904" in row]
    assert f"1 (1 disagrees) {besides}" in row


@pytest.mark.parametrize("name", ["timeline", "matrix"])
def test_a_drawing_has_a_sign_for_every_stance_and_says_what_it_means(made: Made, name: str) -> None:
    (drawn,) = re.findall(rf'<svg [^>]*class="drawing {name}".*?</svg>', made.html.page("harmony"))
    root = ElementTree.fromstring(drawn)
    signs = {sign[0].attrib["class"] for sign in root.iter(f"{SVG}g") if sign.attrib.get("class") == "sign"}
    assert {"said", *BESIDES} <= signs
    keys = [text.text for text in root.iter(f"{SVG}text") if text.attrib["class"] == "key"]
    assert [label for label in STANCE_LABELS.values() if label not in keys] == []
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for rect in root.iter(f"{SVG}rect"):
        at, size = (float(rect.attrib[k]) for k in "xy"), (float(rect.attrib[k]) for k in ("width", "height"))
        assert all(a >= 0 and a + s <= end for a, s, end in zip(at, size, (width, height), strict=True))
    assert [n for n in made.epub if n.endswith(".svg") and f"drawing {name}" in made.epub[n]]


def test_the_matrix_counts_every_stance_on_its_diagonal_and_in_its_table(made: Made) -> None:
    page = made.html.page("harmony")
    table = page.split('class="stances-facts', 1)[1].split("</table>", 1)[0]
    rows = [plain(row.split(">", 1)[1]).split() for row in table.split("<tr")[2:]]
    counts = [[siglum, *map(int, numbers)] for siglum, *numbers in rows]
    expected = [
        [s.siglum, *(sum(p.stance(s.id) is stance for p in made.edition.parallels) for stance in Stance)]
        for s in made.edition.sources
    ]
    assert counts == expected
    (drawn,) = re.findall(r'<svg [^>]*class="drawing matrix".*?</svg>', page)
    assert [int(n) for n in re.findall(r'class="count"[^>]*>(\d+)<', drawn)] == [n for row in expected for n in row[1:]]


# --- from the passage -------------------------------------------------------------------------------------------------


def test_the_rail_leads_from_a_passage_that_touches_a_matter_to_its_parallel(made: Made) -> None:
    page = made.html.page("gamma")
    touching = page.split('id="p2"', 1)[1]
    assert re.findall(r'<li class="touches"><a href="([^"]+)" aria-label="([^"]+)">', touching) == [
        ("parallels.html#parallel-touched", "The touched: touches the matter (no builder)")
    ]
    assert '<details class="rail touches"><summary class="told" aria-label="touches 1 parallel">touches 1' in touching
    speaking = page.split('id="p1"', 1)[1].split('id="p2"', 1)[0]
    assert 'class="rail differs"' in speaking
    assert "touches" not in speaking
    for other in ("searched", "worded", "unjudged", "undated"):
        assert f"#parallel-{other}" not in page


def test_the_list_of_all_that_hangs_on_a_source_has_it_too(made: Made) -> None:
    listed = plain(made.html.page("gamma-apparatus").split('id="notes-parallels"', 1)[1])
    assert "The touched touches the matter: Ga 2 , no builder" in listed
    assert "The spoken ~ Difference" in listed
    assert "The searched" not in listed


@pytest.mark.parametrize("format_", ["epub", "text", "pdf"])
def test_without_a_rail_a_line_below_the_passage_leads_there(made: Made, format_: str) -> None:
    text = {"epub": made.epub["gamma.xhtml"], "text": (made.text.out / "gamma.txt").read_text("utf-8"), "pdf": made.pdf}
    words = plain(text[format_]).replace("*", "")  # which stand for italics
    assert re.search(r"closed that year\. (∥? ?\d* ?)Touches the matter of: The touched", words)
    assert words.count("Touches the matter of") == 1
    if format_ == "epub":
        assert 'href="parallels.xhtml#parallel-touched"' in text["epub"].split('<p class="touches">', 1)[1]


def test_a_changed_word_of_a_touch_changes_the_page_of_its_source(made: Made) -> None:
    path = made.root / "parallels/touched.md"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("no builder", "no mason"), encoding="utf-8")
    again = build_edition(made.root, made.html.out)
    path.write_text(before, encoding="utf-8")
    assert "no mason" in again.page("gamma")
    build_edition(made.root, made.html.out)


# --- the printed book -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stance", BESIDES)
def test_the_printed_book_says_what_a_source_does(made: Made, stance: Stance) -> None:
    """In the parallel's chapter, in the harmony, and in the tables under the drawings; one without a date too."""
    book = " ".join(made.pdf.split())
    assert re.search(SENTENCES[stance].format(siglum="Ga"), book)
    assert f"Ga: {STANCE_LABELS[stance]}" not in book  # the siglum stands over the column
    assert book.count(STANCE_LABELS[stance]) >= 3
    assert "The undated" in book


# --- files for other programs -----------------------------------------------------------------------------------------


def exported(made: Made, format_: str) -> str:
    command = ["parallels", "export", "--edition", str(made.root), "--format", format_]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0
    return done.stdout


def test_the_table_has_a_row_for_every_source_of_every_parallel(made: Made) -> None:
    head, *lines = exported(made, "tsv").splitlines()
    assert tuple(head.split("\t")) == COLUMNS
    rows = [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]
    assert {(row["parallel"], row["source"]): row["stance"] for row in rows} == told(made)
    ours = {row["parallel"]: (row["passage"], row["words"], row["why"]) for row in rows if row["source"] == "Ga"}
    assert ours["touched"] == ("2", "The bridge was closed that year.", "no builder")
    assert ours["searched"] == ("", "", "its bridge is another")
    assert ours["spoken"] == ("1", "The ferry sank in 1904.", "")
    assert ours["unjudged"] == ("", "", "")


def test_the_json_has_the_places_of_all_words_and_the_commentaries(made: Made) -> None:
    data = json.loads(exported(made, "json"))
    sigla = {source["id"]: source["siglum"] for source in data["sources"]}
    found = {(p["id"], sigla[s["source"]]): s["stance"] for p in data["parallels"] for s in p["sources"]}
    assert found == told(made)
    (building,) = [p for p in data["parallels"] if p["id"] == "building"]
    assert building["commentary"] == "One year lies between the two [Berg1999]."
    assert building["file"] == "parallels/building.md"
    alpha, beta, gamma = sorted(building["sources"], key=lambda s: s["source"])
    (place,) = alpha["passages"][0]["places"]
    passage = made.edition.source("alpha").passage(place["passage"])
    assert passage.text[place["start"] : place["end"]] == alpha["passages"][0]["words"] == "built in 1901"
    assert beta["passages"][0]["gloss"] == "the bridge was made in 1902"
    assert gamma == {"source": "gamma", "stance": "open"}
    (searched,) = [p for p in data["parallels"] if p["id"] == "searched"]
    assert {"source": "gamma", "stance": "silent", "why": "its bridge is another"} in searched["sources"]


@pytest.mark.parametrize("format_", ["tsv", "json"])
def test_the_harmony_offers_the_same_files(made: Made, format_: str) -> None:
    assert f'href="_exports/all-parallels.{format_}" download' in made.html.page("harmony")
    assert (made.html.out / f"_exports/all-parallels.{format_}").read_text("utf-8") == exported(made, format_)


def test_a_file_that_is_there_is_not_touched(made: Made, tmp_path: Path) -> None:
    place = tmp_path / "parallels.tsv"
    place.write_text("mine", encoding="utf-8")
    done = CliRunner().invoke(main, ["parallels", "export", "--edition", str(made.root), str(place)])
    assert (done.exit_code, place.read_text(encoding="utf-8")) == (1, "mine")
    assert "is there already" in done.output


def test_an_end_of_line_in_words_ends_no_row(made: Made, tmp_path: Path) -> None:
    """Words that go across passages stand in one cell."""
    root = tmp_path / "mini"
    shutil.copytree(made.root, root)
    path = root / "parallels/touched.md"
    across = 'passage: "1-2", lemma: "wood — “our” bridge. The mayor"'
    path.write_text(path.read_text("utf-8").replace('passage: "1", lemma: "built in 1901"', across), encoding="utf-8")
    done = CliRunner().invoke(main, ["parallels", "export", "--edition", str(root)])
    assert {line.count("\t") for line in done.stdout.splitlines()} == {len(COLUMNS) - 1}
    assert "1-2\twood — “our” bridge. The mayor\t" in done.stdout
