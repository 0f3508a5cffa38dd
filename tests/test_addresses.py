"""One gate for addresses: what passes leads to the web, and nothing else becomes a link in any format."""

from __future__ import annotations

import re
import zipfile
from html.parser import HTMLParser

import pytest

from conftest import build_edition
from payloads import PAYLOADS, mini_with
from variorum.checking.edition import check
from variorum.model.body import parse_body
from variorum.model.limits import MAX_ADDRESS_CHARS
from variorum.model.web_addresses import is_web_address
from variorum.reading import read_edition
from variorum.works.exports import csl_json

WEB = [
    "https://example.org",
    "http://example.org/",
    "HTTPS://example.org/A(b)?c=d&e#f",
    "https://ru.wikipedia.org/wiki/Сталин",
    "https://президент.рф/",
    "https://xn--d1abbgf6aiiy.xn--p1ai/",
    "https://münchen.de:8080/a%20b~c",
    "http://192.0.2.1/",
    "https://www.marxists.org./archive",
]
NO_WEB = [
    "",
    "example.org",
    "/etc/passwd",
    "../conf.py",
    "//elsewhere.invalid/x",
    r"\\elsewhere.invalid\x",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "javascript%3Aalert(1)",
    "javascript://example.org/%0aalert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://example.org/",
    "mailto:a@example.org",
    "https:example.org",
    "https:/example.org",
    r"https:\\example.org",
    r"https://example.org\@elsewhere.invalid",
    "https://",
    "https://localhost/",
    "https://example.org@elsewhere.invalid/",
    "https://user:word@example.org/",
    "https://example.org:0/",
    "https://example.org:99999/",
    "https://[::1",
    "https://exa%6dple.org/",
    "https://example.org／@elsewhere.invalid/",  # a look-alike of the slash
    "https://example。org/",  # … and of the full stop
    "https://аpple.com/",  # the first letter is Cyrillic
    "https://xn--pple-43d.com/",  # the same, as it is sent
    "https://xn--99999999/",
    "https://example.org/a b",
    "https://example.org/\u202egro.live",
    "https://example.org/\u200b",
    'https://example.org/"onmouseover=x',
    "https://example.org/<b>",
    "https://example.org/" + "x" * MAX_ADDRESS_CHARS,
]


@pytest.mark.parametrize("address", WEB)
def test_addresses_of_the_web(address):
    assert is_web_address(address)


@pytest.mark.parametrize("address", NO_WEB, ids=ascii)
def test_other_addresses(address):
    assert not is_web_address(address)


@pytest.mark.parametrize("address", [a for a in NO_WEB if a and a.isprintable()], ids=ascii)
def test_a_body_has_no_link_to_them(address):
    body, _ = parse_body(f"[x](<{address}>) and <{address}>")
    for inline in body.inlines():
        assert inline.kind != "link" or is_web_address(inline.name)


def _entry(number: int, address: str) -> str:
    field = ("url", "doi", "howpublished", "note", "eprint")[number % 5]
    values = {"howpublished": rf"\url{{{address}}}", "note": rf"\href{{{address}}}{{words}}"}
    return (
        f"@misc{{Evil19{number:02},\n author = {{Evil, Ann}},\n title = {{Number {number}}},\n"
        f" year = {{19{number:02}}},\n"
        f" keywords = {{scholarship}},\n {field} = {{{values.get(field, address)}}},\n}}\n"
    )


# Each in the field that is most likely to become a link, the others in turn in those that might.
LEFT = [a for a in NO_WEB if a.isprintable() and a and not re.search(r"[{}\\]", a) and len(a) < MAX_ADDRESS_CHARS]
WORKS = [_entry(5 * (n % 19), a) for n, a in enumerate(LEFT[:19])] + [
    _entry(n, a) for n, a in enumerate(LEFT[19:]) if n % 5
]


class Addresses(HTMLParser):
    """Every address that a page leads to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in {"href", "src", "action", "poster", "data", "srcset", "xlink:href"} and value is not None:
                self.found.append(value)


def bad(addresses):
    """Yield what is neither a page of ours nor an address of the web."""
    for address in addresses:
        relative = re.fullmatch(r"(?![/\\]{2})[^:\x00-\x20]*|[^:/?#]*[?#].*", address)
        if not relative and not is_web_address(address):
            yield address


NAMES = """
[[name]]
id = "evil"
kind = "person"
name = "javascript:alert(1)"
description = "https://user:word@evil.invalid/ and //evil.invalid/x and [x](javascript:alert(1))"

[[name]]
id = "evil-item"
kind = "person"
name = "Evil"
wikidata = "Q1/../../javascript:alert(1)"
"""
NO_REPOSITORY = "javascript:alert(1)//github.com/o/r"


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """The small edition with all of them, and with every hostile note and parallel."""
    together = [
        p for p in PAYLOADS if not p.stands_alone and p.file.startswith(("links/", "html/", "names/", "roles/"))
    ]
    root = mini_with(tmp_path_factory.mktemp("addresses") / "mini", *together)
    with (root / "references.bib").open("a", encoding="utf-8") as file:
        file.write("\n".join(WORKS))
    with (root / "names.toml").open("a", encoding="utf-8") as file:
        file.write(NAMES)
    card = root / "sources/alpha/source.toml"
    card.write_text(
        card.read_text("utf-8").replace('origin = "', 'origin = "javascript:alert(1) //evil.invalid '), "utf-8"
    )
    cites = "\n".join(f"- {{cite:p}}`{key}`" for key in read_edition(root).works)
    (root / "docs" / "cites.md").write_text(f"# Cites\n\n{cites}\n", encoding="utf-8")
    index = root / "docs/index.md"
    index.write_text(index.read_text("utf-8").replace("\nbibliography\n", "\nbibliography\ncites\n"), "utf-8")
    return root


def test_the_check_says_each_and_the_exports_leave_them_out(edition):
    found = read_edition(edition)
    said = {p.line for p in check(found) if p.code == "work-field-invalid" and p.path == "references.bib"}
    lines = (edition / "references.bib").read_text(encoding="utf-8").split("\n")
    assert {n for n, line in enumerate(lines, start=1) if line.startswith((" url", " doi"))} <= said
    assert '"URL"' not in csl_json(w for w in found.works.values() if w.key.startswith("Evil"))


@pytest.mark.parametrize("style", ["variorum", "plain"])
def test_no_page_links_to_them(edition, style):
    out = edition.parent / style
    built = build_edition(edition, out, bibtex_default_style=style, variorum_repository=NO_REPOSITORY)
    pages = sorted(built.out.rglob("*.html"))
    assert "Number 5" in built.page("bibliography")
    for page in pages:
        assert list(bad(Addresses(page.read_text(encoding="utf-8")).found)) == [], page.name


def test_nor_does_the_electronic_book(edition):
    built = build_edition(edition, edition.parent / "epub", builder="epub", variorum_repository=NO_REPOSITORY)
    [book] = built.out.glob("*.epub")
    with zipfile.ZipFile(book) as files:
        for name in files.namelist():
            if name.endswith((".xhtml", ".opf", ".ncx", ".svg")):
                assert list(bad(Addresses(files.read(name).decode()).found)) == [], name


def test_nor_does_the_book(edition):
    from pypdf import PdfReader

    built = build_edition(edition, edition.parent / "pdf", builder="variorum-pdf", variorum_repository=NO_REPOSITORY)
    [path] = built.out.glob("*.pdf")
    links = [note.get_object() for page in PdfReader(path).pages for note in page.get("/Annots", ())]
    actions = [link["/A"] for link in links if "/A" in link]
    assert {str(action["/S"]) for action in actions} <= {"/URI", "/GoTo"}
    addresses = [str(action["/URI"]) for action in actions if "/URI" in action]
    assert any("example" in address for address in addresses)
    assert [a for a in addresses if not is_web_address(a)] == []


@pytest.mark.parametrize("address", [a for a in NO_WEB if a], ids=ascii)
def test_no_button_leads_to_a_repository_there(address):
    from variorum.sphinx_ext.settings import _repository

    assert _repository(address) == ("", "")
