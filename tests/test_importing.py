"""A file of any format becomes a source, and every letter of it is accounted for."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import tomllib
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypandoc
import pytest
from click.testing import CliRunner

from conftest import HERE
from documents import document
from variorum.checking.edition import check
from variorum.cli import main
from variorum.importing.account_table import kept_in
from variorum.importing.bringing_in import Brought, bring_in
from variorum.importing.encodings import likely_encoding
from variorum.importing.pictures import NoPictureError
from variorum.importing.scribe import Scribe
from variorum.importing.source_files import outline_of
from variorum.importing.witness import letters_in
from variorum.importing.xml_reading import all_text
from variorum.model.layer import with_blanks
from variorum.reading import read_edition
from variorum.reading.layer import table_of

CASES = tomllib.loads((HERE / "cases" / "imports.toml").read_text(encoding="utf-8"))["case"]
DOCUMENTS = tomllib.loads((HERE / "cases" / "imports_documents.toml").read_text(encoding="utf-8"))["case"]
HEADER = "<teiHeader><fileDesc><titleStmt><title>Test</title></titleStmt></fileDesc></teiHeader>"


def original(case: dict[str, str]) -> bytes:
    if "text" in case:
        return case["text"].removeprefix("\n").encode()
    text = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{HEADER}<text xml:lang="en">{case["tei"]}</text></TEI>'
    return (case.get("head", "") + text).encode()


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


def beside(names: list[str]):
    """Return what finds pictures of these names."""

    def find(path: str) -> bytes:
        if path not in names:
            raise NoPictureError("there is no such file")
        return PNG

    return find


def passages(brought: Brought) -> list[str]:
    return [f"{p.kind} {p.locus} | {p.text}" for p in brought.passages]


def layer(brought: Brought) -> list[str]:
    rows = ((r.locus, with_blanks(r.words, r.blanks), r.feature, r.value, r.before, r.after) for r in brought.layer)
    return [" | ".join(row).rstrip(" |") for row in rows]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_file_becomes_a_source(case):
    brought = bring_in(original(case), case["file"], find=beside(case.get("pictures", [])))
    assert passages(brought) == case["passages"]
    assert brought.title == case.get("title", brought.title)
    assert layer(brought) == [row.rstrip(" |") for row in case.get("layer", [])]
    assert brought.account.is_whole, (brought.account.unaccounted, brought.account.invented)
    kept = kept_in(brought.table)
    assert kept.is_whole
    assert kept.is_of(brought.original, brought.text)
    assert brought.format == "plain" or kept.letters["shown"] == letters_in(brought.text)
    rows = [f"{what} {number}" for fate, number, what, _ in brought.account.rows() if fate == "omitted"]
    assert set(case.get("omitted", [])) <= set(rows)
    if "apart" in case:  # lines of verse, or verses of scripture, behind a blank line
        assert [b.locus for a, b in pairwise(brought.passages) if b.first_line > a.last_line + 1] == case["apart"]
    if "accounted" in case:
        assert [f"{p.said} {p.place or 'not copied'}" for p in brought.pictures] == case["accounted"]
    for said in case.get("guesses", []):
        assert any(said in sentence for sentence in brought.guesses), brought.guesses


def test_a_few_words_that_a_known_language_has_too_make_nothing_certain():
    slovenian = "Na mizi je ležala stara knjiga o mostu, ki so jo našli delavci pri obnovi hiše ob reki za vasjo. "
    brought = bring_in((slovenian * 30).encode(), "x.txt")
    assert brought.language_guess.startswith("source.toml line ")
    swahili = "Kitabu cha zamani kilikuwa katika meza na watu wa mji wote ya kale hii ni habari za mto kwa ajili yake. "
    assert bring_in((swahili * 30).encode(), "x.txt").language_guess == ""


PLACE = re.compile(r"(outline\.tsv|layer\.tsv|source\.toml|text\.txt) lines? (\d+)(, \d+)*( and \d+ more)?: \S")


def rows_in(brought: Brought) -> dict[str, int]:
    return {"outline.tsv": 1 + len(brought.passages), "layer.tsv": 1 + len(brought.layer), "source.toml": 10,
            "text.txt": brought.text.count("\n") + 1}  # fmt: skip


@pytest.mark.parametrize("case", [*CASES, *DOCUMENTS], ids=lambda case: case["name"])
def test_every_guess_names_the_file_and_the_line_to_change(case):
    data = original(case) if "file" in case else document(case)
    brought = bring_in(data, case.get("file", "x"), find=lambda _: PNG)
    for said in [*brought.guesses, *filter(None, [brought.language_guess])]:
        found = PLACE.match(said)
        assert found, said
        assert int(found[2]) <= rows_in(brought)[found[1]]
        assert found[1] == "source.toml" or int(found[2]) > (found[1] != "text.txt")


def test_the_lines_of_source_toml_that_are_to_be_said_are_those(tmp_path):
    root, file = tmp_path / "new", tmp_path / "log.txt"
    CliRunner().invoke(main, ["init", str(root)])
    file.write_text("Xyzzy plugh\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["import", str(file), "--edition", str(root)])
    lines = (root / "sources/log/source.toml").read_text(encoding="utf-8").split("\n")
    for said in re.findall(r"source\.toml lines? ([\d, ]+): (.*)", done.output):
        for number in map(int, said[0].split(", ")):
            assert lines[number - 1].split(" = ")[0] in said[1]
    assert "source.toml line 5: language und is a guess" in done.output


def test_what_is_brought_in_is_read_back_as_it_was(tmp_path):
    """All cases as sources of one edition: outline and layer fit the text that stands beside them."""
    CliRunner().invoke(main, ["init", str(tmp_path / "new")])
    for number, case in enumerate(CASES):
        brought = bring_in(original(case), case["file"], find=beside(case.get("pictures", [])))
        folder = tmp_path / "new" / "sources" / f"case-{number}"
        (folder / "pictures").mkdir(parents=True)
        for picture in brought.pictures:
            (folder / picture.place).write_bytes(picture.data) if picture.name else None
        (folder / "text.txt").write_text(brought.text, encoding="utf-8", newline="")
        (folder / "outline.tsv").write_text(outline_of(brought.passages), encoding="utf-8", newline="")
        (folder / "layer.tsv").write_text(table_of(brought.layer), encoding="utf-8", newline="")
        about = {"title": "T", "label": "T", "siglum": f"C{number}", "language": "en", "origin": "x", "rights": "x"}
        about["sha256"] = hashlib.sha256(brought.text.encode()).hexdigest()
        (folder / "source.toml").write_text("".join(f'{k} = "{v}"\n' for k, v in about.items()), encoding="utf-8")
        source = read_edition(tmp_path / "new").source(f"case-{number}")
        assert [row.feature for row in source.layer] == [row.feature for row in brought.layer], case["name"]
        for row in source.layer:
            found = row.span.of(source.passage(row.locus).text)
            assert found == "" if row.is_point else found == row.words or not row.words
    assert check(read_edition(tmp_path / "new")) == ()


WORDS = """\
# The ferry

An *idle* word[^1], [SMALL]{.smallcaps}, 2^nd^.

> Quoted.

- one

![Of oak](boat.png)

[^1]: The note.
"""


@pytest.fixture(scope="module")
def documents(tmp_path_factory) -> Path:
    """The same words as three programs would save them."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "boat.png").write_bytes(PNG)
    for suffix in ("docx", "odt", "epub"):
        command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-o", f"letter.{suffix}", "-M", "title=The log"]
        subprocess.run(command, input=WORDS.encode(), check=True, capture_output=True, cwd=folder)
    return folder


@pytest.mark.parametrize("suffix", ["docx", "odt", "epub"])
def test_a_document_keeps_its_italics_and_its_notes(documents, suffix):
    brought = bring_in((documents / f"letter.{suffix}").read_bytes(), "letter.dat")
    assert brought.format == suffix
    found = passages(brought)
    assert any(p.endswith("| The ferry") for p in found)
    assert any("| An idle word, SMALL, 2nd." in p for p in found)
    assert any(p.startswith("footnote n1 | The note.") for p in found)
    rows = layer(brought)
    assert any("| idle | emphasis" in row for row in rows)
    assert any("| word | note | n1" in row for row in rows), rows
    assert any("| superscript" in row for row in rows)
    (picture,) = brought.pictures
    assert picture.data == PNG
    assert [row for row in rows if f"| image | {picture.name}" in row], rows
    if suffix == "docx":  # a style says that a paragraph is the title, and pandoc sets it apart
        assert found[:2] == ["title h1 | The log", "heading-1 h2 | The ferry"]
    assert brought.account.is_whole, (brought.account.unaccounted, brought.account.invented)


def test_words_that_cite_a_work_of_the_document_are_words(documents):
    """LibreOffice marks an entry of its bibliography so."""
    mark = b'<text:bibliography-mark text:identifier="Berg1999">SMALL</text:bibliography-mark>'
    data = io.BytesIO()
    with zipfile.ZipFile(documents / "letter.odt") as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"SMALL", mark))
    brought = bring_in(data.getvalue(), "letter.odt")
    assert any("| An idle word, SMALL, 2nd." in p for p in passages(brought))
    assert brought.account.is_whole, (brought.account.unaccounted, brought.account.invented)


LETTERS = "Blåbær og ærlig på øya"
CZECH, POLISH, GERMAN = "Příliš žluťoučký kůň", "Zażółć gęślą jaźń", "Größe über „Äpfel“"
A_GUESS = "is a guess; look at the letters with accents. If they are wrong, import it anew with --encoding"
# text, in what encoding its bytes are, what is told of it, and whether a guess is to be confirmed
ENCODINGS = [
    (LETTERS, "latin-1", {"encoding": "latin-1"}, False),
    (LETTERS, "latin-1", {}, True),
    (LETTERS, "cp1252", {"language": "nb"}, True),
    (LETTERS, "cp850", {"language": "nb"}, True),
    (LETTERS, "mac_roman", {"language": "no"}, True),
    (LETTERS, "cp850", {}, True),
    (LETTERS, "mac_roman", {}, True),
    (GERMAN, "mac_roman", {}, True),
    ("Été où l’œuvre était déjà là", "mac_roman", {}, True),
    ("¿Mañana? ¡Sí, señor!", "mac_roman", {}, True),
    ("Così è più bello", "mac_roman", {}, True),
    ("Così è più bello", "cp850", {}, True),
    ("São Paulo não é só", "mac_roman", {}, True),
    ("naïve café – “so”", "mac_roman", {}, True),
    ("naïve café – “so”", "cp1252", {}, True),
    ("50 % — “so” it’s", "cp1252", {}, True),
    (GERMAN, "cp1252", {}, True),
    (GERMAN, "cp1252", {"language": "de"}, True),
    ("Été où l’œuvre était déjà là", "cp1252", {}, True),
    ("¿Mañana? ¡Sí, señor!", "latin-1", {}, True),
    ("naïve café", "cp1252", {"language": "en-GB"}, True),
    (CZECH, "cp1250", {"language": "cs"}, True),
    (POLISH, "cp1250", {"language": "pl"}, True),
    ("Сталин умер в Москве", "koi8-r", {"language": "ru"}, True),
    ("Сталин умер в Москве", "cp1251", {"language": "ru"}, True),
    ("Η Αθήνα είναι εδώ", "cp1253", {"language": "el"}, True),
    (LETTERS, "utf-8", {"language": "ru"}, False),
    (LETTERS, "utf-16", {}, False),
]


@pytest.mark.parametrize(("text", "encoding", "told", "is_guess"), ENCODINGS)
def test_an_encoding_is_taken_as_told_or_guessed_by_the_letters_of_a_language_and_a_guess_is_said(
    text, encoding, told, is_guess
):
    brought = bring_in(text.encode(encoding), "x.txt", **told)
    assert brought.text == text
    assert [A_GUESS in said for said in brought.guesses if "encoding: " in said] == [True] * is_guess


def test_letters_that_no_common_encoding_gives_are_left_to_statistics():
    assert "encoding: " in bring_in("Сталин умер в Москве".encode("koi8-r"), "x.txt").guesses[0]
    assert likely_encoding(CZECH.encode("cp1250")) == likely_encoding(POLISH.encode("cp1250")) == ""
    assert likely_encoding(b"\xff\x81", "he") == ""


LANGUAGES = [  # what stands in a text, and the language that is proposed
    ("ثم عاد الرجل إلى بيته في الصباح.", "ar"),
    ("آن کشتی کهنه بود و از رود گذشت.", "fa"),
    ("یہ کشتی پرانی تھی اور دریا پار کر گئی۔", "ur"),
    ("ܐܠܦܐ ܗܕܐ ܥܬܝܩܐ ܗܘܬ ܘܥܒܪܬ ܢܗܪܐ.", "syc"),
    ("μῆνιν ἄειδε θεὰ Πηληϊάδεω Ἀχιλῆος", "grc"),
    ("धर्मक्षेत्रे कुरुक्षेत्रे समवेता युयुत्सवः । मामकाः पाण्डवाश्चैव किमकुर्वत सञ्जय ॥", "sa"),
    ("वसुदेवसुतं देवं कंसचाणूरमर्दनम् ।\nदेवकीपरमानन्दं कृष्णं वन्दे जगद्गुरुम् ॥", "sa"),
    ("यह नाव पुरानी है और नदी के पार जाती है। अतः लोग इस में बैठते हैं।", "hi"),
    ("उनले भने, यो डुंगा पुरानो छ र नदी पारि जान्छ। मानिस यसमा बस्छन्।", "ne"),
    ("नौका नदी", "und"),
    ("Το παλιό καράβι πέρασε το ποτάμι.", "el"),
]


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_a_language_is_proposed_by_letters_that_others_of_its_script_have_not(text, language):
    assert bring_in(text.encode(), "x.txt").language == language


def test_a_page_says_itself_in_which_encoding_it_is():
    page = f'<html><head><meta charset="iso-8859-2"></head><body><p>{CZECH}</p></body></html>'
    brought = bring_in(page.encode("iso-8859-2"), "x.html")
    assert (brought.text, brought.encoding) == (f"{CZECH}\n", "iso-8859-2")
    wrong = bring_in(page.replace("iso-8859-2", "nonsense").encode("cp1250"), "x.html", language="cs")
    assert wrong.text == f"{CZECH}\n"
    assert any(A_GUESS in said for said in wrong.guesses)


def test_a_language_that_many_words_tell_is_no_guess():
    """Where the original does not name it."""
    words = "The king of the sea and of the land was in the house with his men, which were from the town. " * 3
    brought = bring_in(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>{words}</p></body></text></TEI>'.encode(), "x"
    )
    assert (brought.language, brought.guesses) == ("en", [])


def test_a_page_that_no_table_of_contents_takes_in_is_said_and_a_language_that_is_told_is_no_guess(tmp_path):
    root = tmp_path / "new"
    CliRunner().invoke(main, ["init", str(root)])
    (root / "docs/index.md").write_text("# Mine\n", encoding="utf-8")
    (tmp_path / "poem.txt").write_text("Xyzzy plugh\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["import", str(tmp_path / "poem.txt"), "--language", "la", "--edition", str(root)])
    assert "docs/sources/poem.md (add it to a toctree, or no page leads there)" in done.output
    assert "is a guess" not in done.output


def test_the_command_keeps_the_original_and_shows_the_account(tmp_path, monkeypatch):
    CliRunner().invoke(main, ["init", str(tmp_path / "new")])
    file = tmp_path / "poem.xml"
    file.write_bytes(original(CASES[0]))
    done = CliRunner().invoke(main, ["import", str(file), "--siglum", "Fe", "--edition", str(tmp_path / "new")])
    assert done.exit_code == 0, done.output
    assert "Account: 71 characters: 67 shown, 0 in the layer, 4 omitted = 100 %" in done.output
    assert "docs/sources/poem.md\n" in done.output  # the table of contents of the template takes it in
    assert "```{source} poem\n" in (tmp_path / "new/docs/sources/poem.md").read_text(encoding="utf-8")
    folder = tmp_path / "new" / "sources" / "poem"
    assert (folder / "original.xml").read_bytes() == file.read_bytes()
    assert (folder / "account.tsv").read_text(encoding="utf-8").startswith("fate\tcharacters\twhat\treason\n")
    assert check(read_edition(tmp_path / "new")) == ()
    assert CliRunner().invoke(main, ["check", "--originals", str(tmp_path / "new")]).exit_code == 0
    (folder / "text.txt").write_text("The Fairy\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["check", "--originals", str(tmp_path / "new")])
    assert "it has other letters than its original shows: " in done.output
    (folder / "text.txt").write_bytes(bring_in(file.read_bytes(), "poem.xml").text.encode())
    with monkeypatch.context() as patch:  # a reader of ours that has lost a letter
        patch.setattr("variorum.importing.account.all_text", lambda root: all_text(root) + "z")
        assert "the original has 72 characters, the account says 71;" in originals_checked(tmp_path / "new")
    account = (folder / "account.tsv").read_text(encoding="utf-8")
    for old, new, says in [
        ("\t71\t", "\t70\t", "the original has 71 characters, the account says 70; 71 of 70 characters have a fate;"),
        ("\t4\tteiHeader", "\t3\tteiHeader", "70 of 71 characters have a fate;"),
        ("it tells of the file, not the text", "", "4 characters are omitted without a reason;"),
        ("shown\t", "layer\t", "the text shows 67 characters, the account says 0;"),
    ]:
        (folder / "account.tsv").write_text(account.replace(old, new), encoding="utf-8")
        said = originals_checked(tmp_path / "new")
        assert f"account.tsv:1: original-unaccounted this is not the account of the original any more: {says}" in said
    (folder / "original.xml").write_bytes(b"<TEI/>")
    assert [p.code for p in check(read_edition(tmp_path / "new"))] == ["original-changed"]
    assert "original.xml:1: original-unaccounted cannot be read again: " in originals_checked(tmp_path / "new")
    (folder / "original.xml").unlink()
    (folder / "original.xml").symlink_to(file)
    assert "original.xml:1: file-outside " in originals_checked(tmp_path / "new")
    assert [p.code for p in check(read_edition(tmp_path / "new"))] == ["file-outside"]


# What a version of ours once guessed otherwise: a file, and what in our code was another then.
ONCE = [
    ("x.xml", "tei", "<body><fw>12</fw><p>A <choice><sic>bote</sic><corr>boat</corr></choice>.</p></body>", (
        ("variorum.importing.tei.OMITTED", {"teiHeader": "it is of the file"}),
    )),
    ("x.txt", "text", "The ferry\n\nIt came at dawn, and nobody was there.\n\n***\n\n- one\n", (
        ("variorum.importing.plain._ITEM", re.compile("never")), ("variorum.importing.plain._END", re.compile("$")),
    )),
    ("x.md", "text", "# The ferry\n\nIt *came*.\n\n- one\n", (
        ("variorum.importing.account._REST", {"Markdown": "signs"}),
        ("variorum.importing.pandoc_lines._MARKS", {"Emph": "strong"}),
    )),
    ("x.html", "text", "<h1>The ferry</h1>\n<p>It <math><mi>x</mi></math> <i>came</i>.</p>\n", (
        ("variorum.importing.account._ASIDE", {}),
    )),
    ("x.usfm", "text", "\\id GEN x\n\\c 1\n\\p\n\\v 1 Now. \\rem so\n", (
        ("variorum.importing.usfm._OF_A_MARKER", "signs"),
    )),
]  # fmt: skip


@pytest.mark.parametrize(("name", "key", "content", "then"), ONCE, ids=[name for name, *_ in ONCE])
@pytest.mark.parametrize("checksums", [True, False])
def test_an_account_made_by_other_guesses_stays_proved_and_what_was_changed_is_found(
    tmp_path, monkeypatch, name, key, content, then, checksums
):
    root, file = tmp_path / "new", tmp_path / name
    CliRunner().invoke(main, ["init", str(root)])
    file.write_bytes(original({key: content}))
    with monkeypatch.context() as patch:
        for place, value in then:
            patch.setattr(place, value)
        done = CliRunner().invoke(main, ["import", str(file), "--siglum", "Xx", "--edition", str(root)])
        assert done.exit_code == 0, done.output
        made = bring_in(file.read_bytes(), name)
    assert made.account.table() != bring_in(file.read_bytes(), name).account.table()
    folder = root / "sources/x"
    if not checksums:  # as older versions drew them up; of these only what is read today can tell the words
        account = (folder / "account.tsv").read_text(encoding="utf-8")
        (folder / "account.tsv").write_text(re.sub(r"(?m)^checksums.*\n", "", account), encoding="utf-8")
    if checksums or made.text == bring_in(file.read_bytes(), name).text:
        assert CliRunner().invoke(main, ["check", "--originals", str(root)]).exit_code == 0
    text = (folder / "text.txt").read_text(encoding="utf-8")
    (folder / "text.txt").write_text(text.replace(".", "!"), encoding="utf-8")
    assert "text.txt:1: original-unaccounted it has other letters than its original shows" in originals_checked(root)
    (folder / "text.txt").write_text(text.replace("bote", "boat"), encoding="utf-8")
    if "bote" in text:  # the other reading has letters of the original too
        assert "other letters than its original shows" in originals_checked(root)
    (folder / "text.txt").write_text(text, encoding="utf-8")
    kept = next(folder.glob("original.*"))
    kept.write_bytes(b"..".join(kept.read_bytes().rsplit(b".", 1)))
    assert "this is not the account of the original any more: the original has " in originals_checked(root)


def originals_checked(root: Path) -> str:
    done = CliRunner().invoke(main, ["check", "--originals", str(root)])
    assert done.exit_code == 1
    return done.output


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.html", "<h1>The ferry</h1>\n<p>It left.<br>At dawn.</p>\n"),
        ("x.htm", "<p>The ferry left &amp; came.\n"),
        ("x.md", '<p align="center">The ferry</p>\n\n# One\n\nIt left.\n'),
        ("x.md", "<!-- old -->\n\nIt left.\n"),
    ],
)
def test_a_piece_of_html_and_markdown_that_begins_with_an_element_are_no_xml(name, content):
    assert "left" in bring_in(content.encode(), name).text


def test_a_corrected_original_brought_in_again_keeps_loci_kinds_notes_and_rows_of_the_editor(tmp_path):
    root = tmp_path / "new"
    CliRunner().invoke(main, ["init", str(root)])
    file, folder = tmp_path / "poem.xml", root / "sources" / "poem"
    body = "<body><p>One <hi>idle</hi> day.</p><p>Two<note>A note</note> days.</p><p>Three days.</p><p>Oslo</p></body>"
    file.write_bytes(original({"tei": body}))
    assert CliRunner().invoke(main, ["import", str(file), "--siglum", "Po", "--edition", str(root)]).exit_code == 0
    outline = (folder / "outline.tsv").read_text(encoding="utf-8").replace("5\tparagraph\t3", "5\tinset\t3")
    outline = outline.replace("7\tparagraph\t4\t", "7\tomitted\t\tof the printer")
    (folder / "outline.tsv").write_text(outline, encoding="utf-8")
    with (folder / "layer.tsv").open("a", encoding="utf-8") as table:
        table.write("3\tThree\tstrong\n")
    note = ["annotate", "Po", "Three days", "--kind", "context", "--by", "me", "--body", "x", "--edition", str(root)]
    assert CliRunner().invoke(main, note).exit_code == 0
    file.write_bytes(original({"tei": body.replace("<p>Two", "<l>Wholly new<note>Added</note>.</l><p>Twain")}))
    done = CliRunner().invoke(main, ["import", str(file), "--again", "--id", "poem", "--edition", str(root)])
    assert done.exit_code == 0, done.output
    source = read_edition(root).source("Po")
    assert [(p.locus, p.kind, p.text) for p in source.citable] == [
        ("1", "paragraph", "One idle day."), ("1a", "verse", "Wholly new."), ("2", "paragraph", "Twain days."),
        ("3", "inset", "Three days."), ("n0a", "footnote", "Added"), ("n1", "footnote", "A note"),
    ]  # fmt: skip
    assert [(r.locus, r.words, r.feature, r.value) for r in source.layer] == [
        ("1", "idle", "emphasis", ""), ("1a", "new", "note", "n0a"), ("2", "Twain", "note", "n1"),
        ("3", "Three", "strong", ""),
    ]  # fmt: skip
    assert [(p.kind, p.remark) for p in source.passages if not p.locus] == [("omitted", "of the printer")]
    assert check(read_edition(root)) == ()
    assert CliRunner().invoke(main, ["check", "--originals", str(root)]).exit_code == 0
    before = folder / "_before"
    assert "variorum reanchor poem --old sources/poem/_before --accept" in (before / "README.txt").read_text("utf-8")
    assert "/sources/*/_before/\n" in (root / ".gitignore").read_text(encoding="utf-8")
    reanchor = ["reanchor", "Po", "--old", str(before), "--edition", str(root)]
    assert "1 annotations" in CliRunner().invoke(main, reanchor).output
    assert before.is_dir()
    (before / "mine.txt").write_text("mine", encoding="utf-8")
    across = '---\npassage: "2–3"\nkind: context\nby: me\n---\nBoth.\n'
    (folder / "annotations" / "po-both.md").write_text(across, encoding="utf-8")
    (folder / "translation.nb.md").write_text("## 1\n\nEn dag.\n\n## 2\n\nTo dager.\n", encoding="utf-8")
    now = next(p for p in read_edition(root).sources[-1].passages if p.locus == "2")
    done = CliRunner().invoke(main, [*reanchor, "--accept"], input="y\ny\n")
    assert done.exit_code == 0, done.output
    made_from = replace(now, text="Two days.").digest
    assert (folder / "translation.nb.md").read_text("utf-8") == f"## 1\n\nEn dag.\n\n## 2 {made_from}\n\nTo dager.\n"
    assert (folder / "annotations" / "po-both.md").read_text("utf-8") == across
    assert [p.name for p in before.iterdir()] == ["mine.txt"]  # what is ours is gone
    done = CliRunner().invoke(main, ["import", str(file), "--again", "--id", "poem", "--edition", str(root)])
    assert "sources/poem/_before is there, and not from here; move it away first" in done.output
    (before / "mine.txt").unlink()
    before.rmdir()
    (folder / "translation.nb.md").unlink()
    assert (
        CliRunner().invoke(main, ["import", str(file), "--again", "--id", "poem", "--edition", str(root)]).exit_code
        == 0
    )
    done = CliRunner().invoke(main, [*reanchor, "--accept"])
    assert "sources/poem/_before is needed no more, and removed" in done.output
    assert not before.exists()


@pytest.mark.parametrize(
    ("first", "then", "loci"),
    [
        ('<l n="1">One</l><l n="2">Two</l><l n="5">Five</l>',
         '<l n="1">One</l><l n="2">Two</l><l n="3">Three</l><l n="5">Five</l><l n="6">Six</l>', "1 2 3 5 6"),
        ("<p>One</p><p>Two</p>", "<p>One</p><p>Between</p><p>Two</p><p>Three</p>", "1 1a 2 2a"),
        ("<p>One</p><p>Two</p>", "<p>One</p><p>Two</p><p>Three</p>", "1 2 3"),
    ],
    ids=["numbered", "counted", "counted, at the end"],
)  # fmt: skip
def test_what_a_corrected_original_adds_is_called_as_the_original_numbers_it_where_that_count_holds(
    tmp_path, first, then, loci
):
    root, file = tmp_path / "new", tmp_path / "boat.xml"
    CliRunner().invoke(main, ["init", str(root)])
    file.write_bytes(original({"tei": f"<body>{first}</body>"}))
    assert CliRunner().invoke(main, ["import", str(file), "--siglum", "Bo", "--edition", str(root)]).exit_code == 0
    file.write_bytes(original({"tei": f"<body>{then}</body>"}))
    done = CliRunner().invoke(main, ["import", str(file), "--again", "--id", "boat", "--edition", str(root)])
    assert done.exit_code == 0, done.output
    assert " ".join(p.locus for p in read_edition(root).sources[-1].citable) == loci
    added = set(loci.split()) - set(re.findall(r'n="(\d)"', first)) - set(map(str, range(1, first.count("<p>") + 1)))
    old = ["--old", str(root / "sources/boat/_before")]
    said = CliRunner().invoke(main, ["reanchor", "boat", *old, "--edition", str(root)]).output
    assert set(re.findall(r"is new and becomes (\w+):", said)) == added, "what follows a note there is told otherwise"


def test_a_plain_text_is_kept_as_it_came_and_its_correction_keeps_what_hangs_on_it(tmp_path):
    root, file = tmp_path / "new", tmp_path / "log.txt"
    CliRunner().invoke(main, ["init", str(root)])
    line = "The boat was built in the year of the great flood, by the father of the ferryman, and {}.\n"
    file.write_text(line.format("tarred") + "\n" + line.format("painted"), encoding="utf-8")
    assert CliRunner().invoke(main, ["import", str(file), "--siglum", "Lo", "--edition", str(root)]).exit_code == 0
    folder = root / "sources" / "log"
    assert (folder / "original.txt").read_bytes() == file.read_bytes()
    note = ["annotate", "Lo", "painted", "--kind", "context", "--by", "me", "--body", "x", "--edition", str(root)]
    assert CliRunner().invoke(main, note).exit_code == 0
    file.write_text(
        line.format("tarred")
        + "\n"
        + "Nobody has ever seen it at the other bank of the river, not even in the dry summer.\n\n"
        + line.format("painted blue"),
        "utf-8",
    )
    again = ["import", str(file), "--again", "--id", "log", "--edition", str(root)]
    assert CliRunner().invoke(main, again).exit_code == 0
    assert (folder / "original.txt").read_bytes() == file.read_bytes()
    assert [p.locus for p in read_edition(root).source("Lo").citable] == ["1", "1a", "2"]
    assert check(read_edition(root)) == ()
    assert CliRunner().invoke(main, ["check", "--originals", str(root)]).exit_code == 0


def test_pictures_come_along_from_beside_the_file_and_one_that_is_lost_is_named_with_its_line(tmp_path):
    root, file = tmp_path / "new", tmp_path / "in" / "boat.xml"
    CliRunner().invoke(main, ["init", str(root)])
    file.parent.mkdir()
    names = ["boat.png", "../secret.png", "https://example.org/b.png", "link.png", "lost.png", "drawing.svg"]
    figures = "\n".join(f'<figure><graphic url="{name}"/></figure>' for name in names)
    file.write_bytes(original({"tei": f"<body><div><head>One [*1*]</head><p>It came.</p>\n{figures}</div></body>"}))
    for name in ("boat.png", "../secret.png"):
        (file.parent / name).write_bytes(PNG)
    (file.parent / "drawing.svg").write_text("<svg/>", encoding="utf-8")
    (file.parent / "link.png").symlink_to(file.parent.parent / "secret.png")
    done = CliRunner().invoke(main, ["import", str(file), "--siglum", "Bo", "--edition", str(root)])
    assert "  pictures       1  copied into pictures\n" in done.output
    for line, said in enumerate(
        [
            "the picture ../secret.png is not copied: it is outside the folder of the file",
            "the picture https://example.org/b.png is not copied: nothing is fetched from elsewhere",
            "the picture link.png is not copied: there is no such file",
            "the picture lost.png is not copied: there is no such file",
            "the picture drawing.svg is not copied: it is no PNG, JPEG, GIF or WebP",
        ],
        start=3,
    ):
        assert f"{file}:{line}: {said}" in done.output
    folder = root / "sources" / "boat"
    assert [p.name for p in (folder / "pictures").iterdir()] == ["boat.png"]
    assert (root / "docs/sources/boat.md").read_text(encoding="utf-8").startswith("# Bo · Test\n")
    assert check(read_edition(root)) == ()
    assert CliRunner().invoke(main, ["check", "--originals", str(root)]).exit_code == 0
    (folder / "pictures/boat.png").unlink()
    assert [(p.path, p.line, p.code) for p in check(read_edition(root))] == [
        ("sources/boat/layer.tsv", 2, "file-missing")
    ]
    again = ["import", str(file), "--again", "--id", "boat", "--edition", str(root)]
    assert CliRunner().invoke(main, again).exit_code == 0
    assert (folder / "pictures/boat.png").read_bytes() == PNG
    (folder / "pictures/lost.png").write_bytes(b"mine")
    (file.parent / "lost.png").write_bytes(PNG)
    done = CliRunner().invoke(main, again)
    assert "sources/boat/pictures/lost.png is there, and from no original" in done.output
    assert (folder / "pictures/lost.png").read_bytes() == b"mine"


def test_blanks_that_a_reader_puts_in_or_loses_are_told(monkeypatch):
    """As `check --originals` counts them: by words, in a way that knows nothing of the reader."""
    text = original({"tei": "<body><p>A <hi>boat</hi>, of <hi>oak</hi> wood<note>or <hi>elm</hi>s</note>.</p></body>"})
    assert bring_in(text, "x.xml").account.torn == ""
    with monkeypatch.context() as patch:
        patch.setattr(Scribe, "_break", lambda self, words: None)  # a reader that loses all blanks between marks
        assert "Aboat," in bring_in(text, "x.xml").account.torn
    say = Scribe.say
    with monkeypatch.context() as patch:  # one that puts blanks in
        patch.setattr(Scribe, "say", lambda self, text, what: (say(self, text, what), self.blank()))
        account = bring_in(text, "x.xml").account
    assert account.torn == "boat , wood . elm s"
    assert not account.is_whole


def test_a_blank_at_the_end_of_a_line_is_told_in_scripts_that_have_none(monkeypatch):
    text = original({"tei": "<body><p>起初神創造\n天地。</p></body>"})
    assert bring_in(text, "x.xml").account.is_whole
    monkeypatch.setattr("variorum.importing.scribe.in_one_line", lambda words: " ".join(words.split()))
    assert bring_in(text, "x.xml").account.torn == "起初神創造 天地。"


def test_a_title_that_is_told_is_the_title_and_nothing_is_guessed_of_it(tmp_path):
    root, file = tmp_path / "new", tmp_path / "two.usfm"
    CliRunner().invoke(main, ["init", str(root)])
    case = next(case for case in CASES if case["name"] == "USFM: nothing names several books as a whole")
    file.write_bytes(original(case))
    done = CliRunner().invoke(main, ["import", str(file), "--title", "Two books", "--edition", str(root)])
    assert "is made of what" not in done.output
    assert (root / "sources/two/source.toml").read_text(encoding="utf-8").startswith('title = "Two books"\n')
    assert "· Two books\n" in (root / "docs/sources/two.md").read_text(encoding="utf-8")
