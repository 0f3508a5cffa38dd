"""Where words stand in a line that holds words of the other direction, in three engines: what is read in one go is one.

Marks, calls of notes, beginnings of pages and what a search has found cut such words; they must not change places.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from browser import served
from conftest import HERE, build_edition
from engines import Engine, chromium, soon

pytest_plugins = ("browser", "engines")

# The words of an element in the order of its letters, each with where it stands: line, left edge. Of a call
# of a note its number is the word, of another child without words (the beginning of a page) its class.
PLACED = """
  const found = document.querySelector(arguments[0]), words = [];
  if (!found) return words;
  found.scrollIntoView({ block: "center" });
  const range = document.createRange();
  const add = (word, box) => box && words.push([word, Math.round((box.top + box.bottom) / 2), box.left]);
  const walk = (node) => {
    if (node.nodeType === 3)
      for (const match of node.data.matchAll(/[\\p{L}\\p{N}\\p{M}]+|!/gu)) {
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        add(match[0], range.getClientRects()[0]);
      }
    else if (node.childNodes.length) node.childNodes.forEach(walk);
    else add(node.dataset.number ?? node.className.split(" ")[0], node.getClientRects()[0]);
  };
  walk(found);
  return words;
"""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    built = build_edition(HERE / "editions" / "scripts", tmp_path_factory.mktemp("scripts") / "html")
    with served(built.out) as address:
        yield address


def lines(placed: list[tuple[str, int, float]]) -> list[list[str]]:
    """The words of each line as they stand from left to right; a call stands a little above its line."""
    rows: list[tuple[int, list[tuple[float, str]]]] = []
    for word, middle, left in placed:
        row = next((words for at, words in rows if abs(at - middle) < 12), None)
        if row is None:
            rows.append((middle, row := []))
        row.append((left, word))
    return [[word for _, word in sorted(words)] for _, words in rows]


@pytest.mark.parametrize(
    ("width", "page", "element", "words"),  # words from left to right
    [
        (1440, "hebrew", "#p1_4 .words", "the mayor 2 said the ferry page-begins sank at Pier 17"),
        (390, "hebrew", "#p1_4 .words", "the mayor 2 said the ferry page-begins sank at Pier 17"),
        (1440, "hebrew", "aside.note:has(em)", "The clerk is שלו הראשי הפקיד 3 men say"),
        (1440, "log", "#p5 .words", "He called her שלי 2 הישנה הסירה 5 times the ferry that sank"),
        (390, "log", "#p5 .words", "He called her שלי 2 הישנה הסירה 5 times the ferry that sank"),
        (1440, "compare?left=hebrew&right=log", ".left [data-anchor=p1_4] p", "the mayor said the ferry sank"),
        (1440, "compare?left=hebrew&right=log", ".right [data-anchor=p5] p", "her שלי הישנה הסירה 5 times"),
        (1440, "hebrew", "h1", "Il ! 1902 הספן יומן"),
        (390, "hebrew", "h1", "Il ! 1902 הספן יומן"),
        (1440, "hebrew", ".where", "Il ! 1902 הספן יומן"),
        (1440, "index", ".toctree-l1:has([href^=hebrew]) > a", "Il ! 1902 הספן יומן"),
        (1440, "log", ".neighbours [rel=next]", "Il ! 1902 הספן יומן"),
        (1440, "search?q=mayor", ".result-words", "the mayor said the ferry sank at Pier 17"),
        (1440, "search?q=הישנה", ".result-words", "He called her שלי הישנה הסירה 5 times the ferry"),
    ],
)
def test_words_stand_as_they_are_read(
    engine: Engine, scripts: str, width: int, page: str, element: str, words: str
) -> None:
    engine.resize(width, 900)
    name, _, query = page.partition("?")
    engine.go(f"{scripts}/{name}.html" + (f"?{query}" if query else ""))
    found = lines(soon(lambda: engine.run(PLACED, element)) or [])
    wanted = words.split()
    assert set(wanted) <= {word for line in found for word in line}, "all words are there"
    for line in found:
        seen, following = [word for word in line if word in wanted], iter(wanted)
        assert all(word in following for word in seen), f"out of order: {' '.join(line)}"


@pytest.mark.parametrize(("page", "words"), [("hebrew", "#p1_4 [lang=en]"), ("arabic", "#p2 [lang=en]")])
def test_latin_letters_come_from_the_face_of_the_book_in_every_source(
    engine: Engine, scripts: str, page: str, words: str
) -> None:
    engine.go(f"{scripts}/{page}.html")
    face = "return getComputedStyle(document.querySelector(arguments[0]))['font-family']"
    assert engine.run(face, words) == engine.run(face, "html")
    assert engine.run(face, ".words") != engine.run(face, "html")


def test_beside_another_source_a_title_is_slanted_only_in_a_script_that_has_italics(
    engine: Engine, scripts: str
) -> None:
    engine.go(f"{scripts}/compare.html?left=hebrew&right=log")
    styles = "return [...document.querySelectorAll('.column h2 > bdi')].map((e) => getComputedStyle(e).fontStyle)"
    assert soon(lambda: engine.run(styles) == ["normal", "italic"]), engine.run(styles)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "italic 400 none"),
        ("ru", "italic 400 none"),
        ("ar", "normal 600 none"),
        ("ar-Latn", "italic 400 none"),
        ("dv", "normal 600 none"),
        ("bn", "normal 600 none"),
        ("ta", "normal 600 none"),
        ("th", "normal 600 none"),
        ("am", "normal 600 none"),
        ("ka", "normal 600 none"),
        ("ko", "normal 600 none"),
        ("ja", "normal 400 dot"),
        ("yue", "normal 400 dot"),
    ],
)
def test_what_is_set_apart_slants_only_in_a_script_that_has_italics(
    engine: Engine, scripts: str, language: str, shown: str
) -> None:
    engine.go(f"{scripts}/log.html")
    told = engine.run(
        "const em = document.createElement('em');"
        "em.className = 'shown-emphasis'; em.lang = arguments[0]; em.textContent = 'a';"
        "document.querySelector('p.words').append(em);"
        "const { fontStyle, fontWeight, textEmphasisStyle } = getComputedStyle(em);"
        "return [fontStyle, fontWeight, /dot/.test(textEmphasisStyle) ? 'dot' : 'none'].join(' ');",
        language,
    )
    assert told == shown


# What is slanted or spaced of the words that no element says another language of, each by its class or name.
SLANTED_OR_SPACED = """
  const own = [...document.body.querySelectorAll("*")].filter(
    (e) => e.matches(arguments[0]) && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()));
  const off = own.filter((e) => ((s) => s.fontStyle !== "normal" || s.letterSpacing !== "normal")(getComputedStyle(e)));
  return [own.length, [...new Set(off.map((e) => e.className || e.localName))]];
"""


# Whether the last letter of an element stands right of its first.
ENDS_AT_RIGHT = """
  const words = document.querySelector(arguments[0]).firstChild, range = document.createRange();
  const left = (at) => (range.setStart(words, at), range.setEnd(words, at + 1), range.getBoundingClientRect().left);
  return left(words.data.trimEnd().length - 1) > left(0);
"""


@pytest.mark.parametrize("language", ["fa", "ne"])
def test_nothing_is_slanted_or_spaced_in_an_edition_whose_own_script_has_neither(browser, tmp_path, language) -> None:
    """Spaced, letters of Arabic would not join, nor the line above those of Devanagari."""
    built = build_edition(HERE / "editions" / "scripts", tmp_path / "html", language=language)
    with chromium(browser) as window, served(built.out) as address:
        for page in (
            "index",
            "log",
            "arabic",
            "parallels",
            "search.html?q=ferry",
            "compare.html?left=hebrew&right=log",
        ):
            window.go(f"{address}/{page if '?' in page else page + '.html'}")
            count, off = soon(lambda: window.run(SLANTED_OR_SPACED, f":lang({language})"))
            assert count > 5, page
            assert off == [], page
        window.go(f"{address}/parallels.html")
        assert window.run(ENDS_AT_RIGHT, ".tell-mistake button"), "English words of the interface run from the left"


@pytest.mark.parametrize("width", [1440, 1000, 390])
@pytest.mark.parametrize(("page", "passage", "side"), [("hebrew", "p1_1", "right"), ("log", "p1", "left")])
def test_a_number_stands_where_the_lines_of_its_passage_begin(
    engine: Engine, scripts: str, width: int, page: str, passage: str, side: str
) -> None:
    """Beside the words, and before the notes."""
    engine.resize(width, 900)
    engine.go(f"{scripts}/{page}.html")
    found = engine.run(
        "const box = (of) => document.querySelector(of)?.getBoundingClientRect();"
        "const [words, number] = ['.words', '.locus'].map((of) => box(`#${arguments[0]} > ${of}`));"
        "const note = innerWidth < 900 ? null : box('.notes > aside');"
        "return [number.left, number.right, words.left, words.right, note?.left ?? innerWidth, innerWidth];",
        passage,
    )
    left, right, begin, end, notes, edge = found
    assert (end <= left and right <= min(notes, edge)) if side == "right" else (left >= 0 and right <= begin)


@pytest.mark.parametrize(("page", "passage"), [("hebrew", "p1_4"), ("arabic", "p2"), ("log", "p5")])
def test_lines_stand_as_far_apart_with_calls_and_other_scripts_as_without(
    engine: Engine, scripts: str, page: str, passage: str
) -> None:
    engine.resize(390, 900)
    engine.go(f"{scripts}/{page}.html")
    height, line = engine.run(
        "const words = document.querySelector(`#${arguments[0]} > .words`);"
        "return [words.getBoundingClientRect().height, parseFloat(getComputedStyle(words).lineHeight)];",
        passage,
    )
    assert height == pytest.approx(round(height / line) * line, abs=0.5)
