"""The numbers that pages state are true of its texts; who adds a note learns what to mend."""

import re
from collections import Counter
from collections.abc import Sequence

import pytest

from conftest import REPOSITORY, real_edition
from variorum.finder.reuse import LEAST, Token, tokens_of
from variorum.model.edition import Edition
from variorum.text.words import spelling_key, words_of

FIRST_ARTICLE = 94  # the last passage of St that is from Wikipedia
NOTHING_FOUND = [
    ("stalinism-1", "norwegian"),
    ("stalinism-1", "nepali"),
    ("stalinism-1", "rise"),
    ("stalinism-1", "stalinism-2"),
    ("stalinism-2", "revolution"),
    ("stalinism-2", "norwegian"),
    ("stalinism-2", "nepali"),
    ("stalinism-2", "rise"),
    ("revolution", "nepali"),
    ("revolution", "rise"),
    ("norwegian", "nepali"),
    ("norwegian", "rise"),
    ("rise", "nepali"),
]  # the cells of the table on docs/borrowings.md in which nothing is found, and the one with Bukharin's saying


def page(name: str) -> str:
    """The text of a page, its lines joined."""
    return " ".join((REPOSITORY / "docs" / name).read_text(encoding="utf-8").split())


@pytest.fixture(scope="module")
def edition() -> Edition:
    return real_edition()


@pytest.fixture(scope="module")
def texts(edition) -> dict[str, list[Token]]:
    """The words of each text, in our English where it is not English; of St each article by itself."""
    found = {source.id: tokens_of(source) for source in edition.sources}
    number = {t.locus: int(t.locus) for t in found["stalinism"] if t.locus.isdigit()}
    found["stalinism-1"] = [t for t in found["stalinism"] if number.get(t.locus, 0) <= FIRST_ARTICLE]
    found["stalinism-2"] = [t for t in found["stalinism"] if number.get(t.locus, 0) > FIRST_ARTICLE]
    for source in edition.sources:
        if source.translation:
            english = source.translation.passages
            found[source.id] = [
                Token(locus, word.start, word.end, spelling_key(word.text))
                for locus, text in english.items()
                for word in words_of(text)
            ]
    return found


def shared(a: Sequence[Token], b: Sequence[Token]) -> list[tuple[Token, Token, int]]:
    """The runs of `LEAST` or more words of the first that stand in the second: their last words, and how long."""
    places: dict[tuple[str, ...], list[int]] = {}
    for k in range(len(b) - LEAST + 1):
        places.setdefault(tuple(t.word for t in b[k : k + LEAST]), []).append(k)
    runs, j = [], 0
    while j <= len(a) - LEAST:
        best = (0, 0)
        for k in places.get(tuple(t.word for t in a[j : j + LEAST]), ()):
            n = LEAST
            while j + n < len(a) and k + n < len(b) and a[j + n].word == b[k + n].word:
                n += 1
            best = max(best, (n, k))
        if best[0]:
            runs.append((a[j + best[0] - 1], b[best[1] + best[0] - 1], best[0]))
        j += best[0] or 1
    return runs


def test_what_re_and_st_share(texts):
    """Runs, words and the longest; all but two in the stretches that the page names."""
    runs = shared(texts["revolution"], texts["stalinism-1"])
    lengths = [n for _, _, n in runs]
    stated = f"{len(runs)} runs of eight words or more in common, {sum(lengths)} words in all"
    assert f"{stated}, the longest of {max(lengths)}; all but two" in page("borrowings.md")
    inside = [155 <= int(a.locus) <= 201 and 36 <= int(b.locus) <= 49 for a, b, _ in runs]
    assert inside.count(False) == 2


@pytest.mark.parametrize(("a", "b"), NOTHING_FOUND)
def test_nothing_found(texts, a, b):
    """No run longer than nine words."""
    assert "no run longer than nine words" in page("borrowings.md")
    assert max((n for _, _, n in shared(texts[a], texts[b])), default=0) <= 9


def test_passages_without_note_or_parallel(edition):
    """How many passages there are, and how many have nothing beside them, by source."""
    passages = [(s.siglum, s.id, p.locus) for s in edition.sources for p in s.citable if not p.is_heading]
    noted = {(s.id, a.passage) for s in edition.sources for a in s.annotations}
    noted |= {(q.source, q.passage) for p in edition.parallels for q in (*p.passages, *p.touches)}
    free = [p for p in passages if p[1:] not in noted]
    by_source = Counter(siglum for siglum, _, _ in free)
    text = page("principles.md")
    assert f"Of the {len(passages)} passages that are not headings, {len(free)} are knowingly in no parallel" in text
    references = f"{by_source['Ne']} in Ne and {by_source['No']} in No, all of them references"
    assert f"{references}, {by_source['Re']} in Re, {by_source['St']} in St, and none in Ri" in text
    assert not by_source["Ri"]
    assert all(locus.startswith("r") for siglum, _, locus in free if siglum in ("Ne", "No"))


def test_table_of_the_sources(edition):
    """The words of each source, as shown and to the hundred, and how often Ri cites its book."""
    text = page("introduction.md")
    for source in edition.sources:
        words = sum(len(p.text.split()) for p in source.citable)
        (stated,) = re.findall(rf"\{{doc\}}`{source.siglum} <[^|]*\|[^|]*\|[^|]*\| ([\d,]+) \|", text)
        assert stated == f"{round(words, -2):,}", source.siglum
    cited = sum(p.text.count("(Lee 1999)") for p in edition.source("rise").citable)
    assert cited == 9
    assert "“Lee 1999”, nine times" in text
