"""Files that are not what they seem, or are made to do harm: a line that names it, and nothing left behind."""

from __future__ import annotations

import io
import json
import sys
import tomllib
import zipfile

import pytest
from click.testing import CliRunner

from conftest import HERE
from variorum.cli import main
from variorum.importing.bringing_in import bring_in
from variorum.importing.refusal import NotImportable
from variorum.model import limits

CASES = tomllib.loads((HERE / "cases" / "imports_refused.toml").read_text(encoding="utf-8"))["case"]
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{}</body></text></TEI>'


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    root = tmp_path_factory.mktemp("refused") / "new"
    CliRunner().invoke(main, ["init", str(root)])
    return root


def refused(edition, name, data):
    """Return what the command says of a file; it must write nothing."""
    file = edition.parent / name
    file.write_bytes(data)
    before = sorted(edition.rglob("*"))
    done = CliRunner().invoke(main, ["import", str(file), "--id", "bad", "--edition", str(edition)])
    assert done.exit_code in {1, 2}
    assert "Traceback" not in done.output
    assert sorted(edition.rglob("*")) == before
    return done.output


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_file_that_cannot_be_read_is_named(edition, case):
    said = refused(edition, case.get("file", "file.txt"), case["text"].encode())
    assert case["says"] in said


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("Første\n".encode() + "Så\n".encode("latin-1"), "file.txt:2: this line is not UTF-8, others are"),
        ("En\nlinje\n".encode("utf-16")[:-1], "file.txt:2: its first bytes say UTF-16, and here it is not"),
        ("Blåbær\nog æ".encode()[:-1], "file.txt:2: it is UTF-8 but for its end, which is cut off within a letter"),
        (b"\xef\xbb\xbfSo\nS\xe5\n", "file.txt:2: its first bytes say UTF-8, and here it is not"),
    ],
)
def test_a_text_of_two_encodings_or_half_a_letter_is_named(edition, data, says):
    assert says in refused(edition, "file.txt", data)


def test_letters_of_an_old_encoding_may_look_like_utf8_by_chance():
    lines = "\n".join(["Så gikk det år"] * 12).encode("latin-1")
    brought = bring_in(lines + "\nCAFÉ»\n".encode("latin-1"), "file.txt")
    assert "gikk det" in brought.text


def package(parts, **options):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content, **options)
    return data.getvalue()


WORD = "word/document.xml"
EMPTY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
BOMB = b"\0" * 3_000_000
HARMFUL = {
    "a plain archive": ({"a.txt": "x"}, "this is a zip archive; DOCX, ODT and EPUB are read"),
    "a table of Excel": ({"xl/workbook.xml": "<x/>"}, "this is a table of Excel"),
    "slides": ({"mimetype": "application/vnd.oasis.opendocument.presentation"}, "an OpenDocument file that is no text"),
    "a name that leads out": ({WORD: EMPTY, "../evil.xml": "x"}, "has a name that leads out of it: ../evil.xml"),
    "a name of Windows that leads out": ({WORD: EMPTY, "..\\evil.xml": "x"}, "has a name that leads out of it"),
    "a document that is none": ({WORD: EMPTY}, "pandoc cannot read it: "),
    "an absolute name": ({WORD: EMPTY, "/etc/evil.xml": "x"}, "has a name that leads out of it"),
    "a part that swells": ({WORD: EMPTY, "media/x": BOMB}, "media/x swells to 200 times its size; no text does"),
    "an entity in a part": (
        {WORD: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'},
        "word/document.xml:1: an entity is declared",
    ),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_package_that_is_no_text_or_does_harm_is_refused(edition, name):
    parts, says = HARMFUL[name]
    assert says in refused(edition, "file.docx", package(parts))


BOOK = {
    "META-INF/container.xml": """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="a/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>""",
    "a/book.opf": """<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata/><manifest>
<item id="c" href="p%20q.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="c"/></spine></package>""",
}
PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>\n<body>\n{}</body></html>'


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (PAGE.format("<p>x"), ": a/p q.xhtml:3: not well-formed XML: "),
        ("<!DOCTYPE html [\n<!ENTITY e 'x'>]>" + PAGE.format("&e;"), ": a/p q.xhtml:2: an entity is declared"),
        (
            PAGE.format("<div>" * 250 + "x" + "</div>" * 250),
            ": a/p q.xhtml:3: elements stand more than 200 levels deep",
        ),
        ("", ": a/p q.xhtml:1: not well-formed XML: Document is empty"),
        (None, ": a/book.opf:3: the page p q.xhtml is not in the book"),
    ],
)
def test_a_page_of_a_book_that_cannot_be_read_is_named_with_its_line(edition, page, says):
    mimetype = {"mimetype": "application/epub+zip"}
    said = refused(edition, "x.epub", package(mimetype | BOOK | ({} if page is None else {"a/p q.xhtml": page})))
    assert f"x.epub{says}" in said


XHTML = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">\n'


def test_letters_that_the_dtd_of_xhtml_names_are_read():
    pages = {"a/p q.xhtml": XHTML + PAGE.format("<p>One &mdash; t&eacute;n &lt; two</p>")}
    brought = bring_in(package({"mimetype": "application/epub+zip"} | BOOK | pages), "x.epub")
    assert brought.text == "One — tén < two\n"
    assert brought.account.is_whole


@pytest.mark.parametrize(
    "said", ['SYSTEM "{}"', "PUBLIC 'a'\n '{}'", 'SYSTEM "{}" [<!ENTITY b "c">]', 'SYSTEM "http://x.org/a"']
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_dtd_is_never_asked_for(tmp_path, said, encoding):
    dtd = tmp_path / "x.dtd"
    dtd.write_text('<!ENTITY a "secret">', encoding="utf-8")
    doctype = f"<!-- <!DOCTYPE x> -->\n<!DOCTYPE TEI {said.format(dtd.as_uri())}>"
    assert bring_in((doctype + TEI.format("<p>One</p>")).encode(encoding), "x.xml").text == "One\n"
    with pytest.raises(NotImportable, match="Entity 'a' not defined"):
        bring_in((doctype + TEI.format("<p>&a;</p>")).encode(encoding), "x.xml")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("x.md", "One\n\n" + "> " * 500 + "x\n", "x.md:3: its parts stand too deep in one another"),
        ("x.md", "One\n\n" + "- " * 500 + "x\n", "x.md:3: its parts stand too deep in one another"),
        ("x.md", "One\n\n" + "^[a" * 40 + "]" * 40, "x.md:3: notes stand in notes more than 8 levels deep"),
        ("x.html", "<html><body>\n" + "<blockquote>" * 500 + "x", "x.html:2: its parts stand too deep"),
    ],
)
def test_what_stands_too_deep_is_named_with_its_line(edition, name, text, says):
    assert says in refused(edition, name, text.encode())


def test_a_part_that_is_a_link_or_locked_or_there_twice_is_refused(edition):
    link = zipfile.ZipInfo("word/media")
    link.external_attr = 0o120777 << 16
    assert "a part of the package is a link: word/media" in refused(
        edition, "a.docx", package({WORD: EMPTY, link: "/"})
    )
    data = package({WORD: EMPTY})
    at = data.index(b"PK\x01\x02") + 8  # the flags of a part in the table of contents
    locked = data[:at] + b"\x01" + data[at + 1 :]
    assert "locked with a password; save it without one" in refused(edition, "a.docx", locked)
    twice = package({WORD: EMPTY, WORD.replace("t.xml", "T.xml"): EMPTY}).replace(b"documenT", b"document")
    assert "two parts of the package have the same name" in refused(edition, "a.docx", twice)


def test_a_package_that_breaks_off_is_refused(edition):
    data = package({WORD: EMPTY})
    assert "the package is damaged or locked" in refused(edition, "file.docx", data[: len(data) // 2])


def test_a_package_of_too_many_bytes_or_parts_is_refused(edition, monkeypatch):
    monkeypatch.setattr("variorum.importing.packages.MAX_UNPACKED_BYTES", 1000)
    assert "unpacked it has more than" in refused(edition, "a.docx", package({WORD: EMPTY, "x": "abc" * 400}))
    monkeypatch.setattr("variorum.importing.packages.MAX_PACKED_PARTS", 1)
    assert "the package has 2 parts" in refused(edition, "a.docx", package({WORD: EMPTY, "x": "x"}))


def test_a_file_of_200_megabytes_is_refused_unread(edition):
    file = edition.parent / "large.txt"
    with file.open("wb") as out:
        out.truncate(200 * 1024**2)
    done = CliRunner().invoke(main, ["import", str(file), "--id", "bad", "--edition", str(edition)])
    assert f"at most {limits.MAX_ORIGINAL_BYTES:,} are read" in done.output
    file.unlink()


def test_a_text_that_is_too_long_to_be_read_again_is_not_written(edition, monkeypatch):
    monkeypatch.setattr("variorum.importing.bringing_in.MAX_TEXT_BYTES", 10)
    assert "it makes a text of more than" in refused(edition, "file.txt", b"The ferry came late.")


BAD = ["", "<TEI", TEI.format("<p>x" + "<note>n" * 40 + "</note>" * 40 + "</p>"), TEI.format("<p> </p>"), "a\0b"]


@pytest.mark.parametrize("option", ["--again", "--split"])
@pytest.mark.parametrize("text", BAD)
def test_what_is_there_stays_as_it_is_when_a_corrected_original_is_bad(tmp_path, text, option):
    root, file = tmp_path / "new", tmp_path / "boat.xml"
    CliRunner().invoke(main, ["init", str(root)])
    file.write_text(TEI.format("<p>One boat.</p>"), encoding="utf-8")
    assert CliRunner().invoke(main, ["import", str(file), "--edition", str(root)]).exit_code == 0
    (root / "sources/boat/mine.txt").write_text("mine", encoding="utf-8")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["import", str(file), option, "--edition", str(root)])
    assert done.exit_code == 1
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_notes_in_notes_end_somewhere():
    for levels, fine in ((3, True), (40, False)):
        text = TEI.format("<p>x" + "<note>n" * levels + "</note>" * levels + "</p>")
        if fine:
            assert len(bring_in(text.encode(), "x.xml").passages) == levels + 1
        else:
            with pytest.raises(NotImportable, match="notes stand in notes more than 8 levels deep"):
                bring_in(text.encode(), "x.xml")


@pytest.mark.parametrize("levels", [150, 230, 5000])
def test_elements_in_elements_end_somewhere(levels):
    text = TEI.format("<p>x" + "<seg>y" * levels + "</seg>" * levels + "</p>").encode()
    if levels < limits.MAX_XML_LEVELS:
        assert bring_in(text, "x.xml").passages
    else:
        with pytest.raises(NotImportable):
            bring_in(text, "x.xml")


@pytest.mark.parametrize("levels", [400, 1000])
def test_quotations_in_quotations_end_somewhere(levels):
    with pytest.raises(NotImportable, match="its parts stand too deep in one another"):
        bring_in(("> " * levels + "x\n").encode(), "x.md")


def test_a_package_is_no_plain_text_whatever_it_is_called():
    with pytest.raises(NotImportable, match="this is no text"):
        bring_in(package({WORD: EMPTY}), "x.txt", format_="plain")


def test_a_document_that_takes_pandoc_too_long_is_refused(edition, monkeypatch):
    monkeypatch.setattr("variorum.importing.made_ready.MAX_IMPORT_SECONDS", 0)
    assert "pandoc needs more than 0 seconds for it; split it" in refused(edition, "x.md", b"# Words\n")


@pytest.mark.parametrize(
    ("block", "says"),
    [
        ({"t": "Sidebar", "c": []}, "pandoc names a block that is not known here: Sidebar"),
        ({"t": "Para", "c": [{"t": "Ruby", "c": []}]}, "pandoc names a part of a line that is not known here: Ruby"),
    ],
)
def test_what_a_newer_pandoc_names_is_said_and_not_dropped(edition, monkeypatch, block, says):
    answer = json.dumps({"blocks": [block]}).encode()
    monkeypatch.setattr("variorum.importing.made_ready.ask_pandoc", lambda *_, **__: answer)
    assert says in refused(edition, "x.md", b"Words\n")


@pytest.mark.parametrize(("library", "name"), [("lxml", "x.xml"), ("pypandoc", "x.md")])
def test_without_what_reads_a_format_it_is_said_how_to_get_it(edition, monkeypatch, library, name):
    monkeypatch.setitem(sys.modules, library, None)
    text = TEI.format("<p>x</p>") if name.endswith("xml") else "Words\n"
    assert "pip install 'sphinx-variorum[import]'" in refused(edition, name, text.encode())


def test_what_pandoc_reads_can_ask_for_no_file_and_no_network(tmp_path):
    """An include of each format names a file of ours; none of its letters comes in."""
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    for name, text in {
        "x.html": f'<html><body><p>a</p><iframe src="{secret}"></iframe><object data="{secret}"></body></html>',
        "x.md": f"a\n\n![x]({secret})\n\n```{{include={secret}}}\n```\n",
    }.items():
        brought = bring_in(text.encode(), name)
        assert "SECRET" not in brought.text
        assert "SECRET" not in json.dumps([repr(row) for row in brought.layer])


def test_hidden_characters_of_a_file_stay_letters_of_the_text_only():
    brought = bring_in(TEI.format("<p>one <hi>tw\u202eo</hi> three</p>").encode(), "x.xml")
    assert brought.text == "one tw\u202eo three\n"
    assert "\u202e" not in "".join(row.words + row.value for row in brought.layer)
