"""What a window is about: numbers, dates, names, words, in four languages, as tables."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from variorum.finder.features import Feature, bag, features, weights, years
from variorum.finder.finding import explain
from variorum.finder.reuse import LEAST, Aligned, align, runs
from variorum.finder.windows import WIDTH, Window, cut, sentence_spans, spans
from variorum.model.edition import Name
from variorum.model.span import Span
from variorum.reading import read_edition
from variorum.text.concepts import concepts
from variorum.text.figures import figures
from variorum.text.language_vocabularies import vocabulary_of
from variorum.text.names import Namer
from variorum.text.words import sound, stem, words_of


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "In 1907 he took 250,000 roubles.", ["year 1907", "number 250,000"]),
        (
            "en",
            "4 to 5 million died; 2.2 million survived",
            ["number 4 million", "number 5 million", "number 2.2 million"],
        ),
        ("en", "six million, two hundred thousand, twenty-five", ["number 6 million", "number 200,000", "number 25"]),
        ("en", "on December 18, 1879", ["day 12-18", "month 1879-12", "year 1879"]),
        ("en", "on 5 March 1953 at once", ["day 03-05", "month 1953-03", "year 1953"]),
        ("en", "from 26 June 1907–08 on", ["day 06-26", "month 1907-06", "year 1907", "number 8"]),
        ("en", "in 1932–33 and in the 1930s", ["year 1932", "year 1933", "decade 1930s"]),
        ("en", "70% good, 98 per cent", ["percent 70 %", "percent 98 %"]),
        ("en", "he may march; thousands and millions died", []),
        ("en", "five people came in May 1945", ["number 5", "month 1945-05", "year 1945"]),
        (
            "nb",
            "seks millioner, 3,9 millioner, 250 000 rubler",
            ["number 6 million", "number 3.9 million", "number 250,000"],
        ),
        ("nb", "Den 18. april 1902", ["day 04-18", "month 1902-04", "year 1902"]),
        ("nb", "en marskalk i 1930-årene, 70 prosent, femtito", ["decade 1930s", "percent 70 %", "number 52"]),
        ("ne", "सन् १९०६ मा ३४२१००० रूबल", ["year 1906", "number 3.421 million"]),
        ("ne", "२ करोड; एक करोड २० लाख; ५ लाख", ["number 20 million", "number 12 million", "number 500,000"]),
        ("ne", "१८ डिसेम्बर १८७९ मा", ["day 12-18", "month 1879-12", "year 1879"]),
        ("ne", "७० प्रतिशत, १९३० को दशकमा", ["percent 70 %", "decade 1930s"]),
        ("ne", "यो ठूलो काम छ", []),
        ("ka", "1921", ["year 1921"]),
        ("tr", "İ 1921", ["year 1921"]),
    ],
)
def test_figures_in_any_digits_and_in_words(language: str, text: str, expected: list[str]) -> None:
    assert [f"{f.kind} {f.label}" for f in figures(text, language)] == expected


def name(id_: str, kind: str = "person", **spellings: str) -> Name:
    held = {language: tuple(words.split("|")) for language, words in spellings.items()}
    return Name(id_, kind, id_.title(), "", "", "", "", held, "names.toml", 1)


NAMES = [
    name("stalin", en="Stalin|Joseph Stalin", nb="Stalin", ne="स्टालिन"),
    name("zinoviev", en="Zinoviev", ne="जिनोभिएव|जिनोभियव|जिनोभियएव"),
    name("stalinism", "term", en="stalinism", nb="stalinisme"),
    name("five-year plan", "term", en="five-year plan", nb="femårsplan", ne="पंचवर्षीय योजना"),
    name("soviet union", "place", en="Soviet Union", nb="Sovjetunionen", ne="सोभियत संघ"),
]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ne", "स्टालिनले र स्टालिनको", ["stalin", "stalin"]),
        ("ne", "जिनोभियवलाई, जिनोभिएवहरूसँग", ["zinoviev", "zinoviev"]),
        ("ne", "सोभियत संघमा पंचवर्षीय योजनाको", ["soviet union", "five-year plan"]),
        ("en", "Stalin's, Stalin’s and STALIN", ["stalin", "stalin", "stalin"]),
        ("en", "Joseph Stalin spoke", ["stalin"]),
        ("en", "stalinism is no Stalinism", ["stalinism", "stalinism"]),
        ("en", "Five-Year Plans of the Soviet Union", ["five-year plan", "soviet union"]),
        ("nb", "Stalins femårsplaner i Sovjetunionen", ["stalin", "five-year plan", "soviet union"]),
        ("en", "stalin without a capital, Stalingrad", ["stalinism"]),
        ("en", "", []),
    ],
)
def test_names_with_what_is_written_on_to_them(language: str, text: str, expected: list[str]) -> None:
    assert [m.name.id for m in Namer(NAMES).mentions(text, language)] == expected


def test_a_mention_spans_its_words() -> None:
    text = "१९२२ मा सोभियत संघले"
    (mention,) = Namer(NAMES).mentions(text, "ne")
    assert text[mention.span.start : mention.span.end] == "सोभियत संघले"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("propaganda", "en"), ("propagandaen", "nb")),
        (("Trotsky", "en"), ("Trotskij", "nb")),
        (("Kremlin", "en"), ("क्रेमलिन", "ne")),
        (("bolsheviks", "en"), ("बोल्शेभिक", "ne")),
        (("Kollektivisering", "nb"), ("collectivisation", "en")),
    ],
)
def test_words_that_sound_alike(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert sound(*one)[:4] == sound(*other)[:4] != ""


MEANT = {"nb": "hæren", "ne": "सेनाले", "xx": "army"}


def test_stems_concepts_and_words() -> None:
    assert stem("किसानहरूलाई", "ne") == stem("किसान", "ne")
    assert stem("word", "xx") == "word"
    assert sound("no", "en") == sound("1907", "en") == ""
    meant = {lang: concepts(stem(w, lang), vocabulary_of(lang)) for lang, w in MEANT.items()}
    assert meant == {"nb": ("army",), "ne": ("army",), "xx": ()}
    assert [w.text for w in words_of("Stalin’s well-known “act”, क्षमता १")] == [
        "Stalin’s",
        "well",
        "known",
        "act",
        "क्षमता",
        "१",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("J. Stalin came. He saw.", ["J. Stalin came.", "He saw."]),
        ("Hun skjøt seg.Da sønnen kom", ["Hun skjøt seg.", "Da sønnen kom"]),
        ("Den 18. april 1902 kom han.", ["Den 18. april 1902 kom han."]),
        ("पहिलो भयो। दोस्रो भयो ।", ["पहिलो भयो।", "दोस्रो भयो ।"]),
        ("He said “no.”[12] She left.", ["He said “no.”[12]", "She left."]),
        ("a list\n\nof lines\n", ["a list", "of lines"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentence_spans(text)] == expected


def test_windows_are_even_and_lose_nothing() -> None:
    text = " ".join(f"This is sentence number {n} of a paragraph that goes on for long." for n in range(40))
    pieces = spans(text)
    assert " ".join(text[s.start : s.end] for s in pieces) == text
    assert all(WIDTH / 2 < s.end - s.start < WIDTH * 1.5 for s in pieces)
    unbroken = "word, " * 300
    assert all(s.end - s.start <= WIDTH * 1.5 for s in spans(unbroken))
    assert spans("x" * 3 * WIDTH) == [Span(0, 3 * WIDTH)], "a word is not torn"
    assert spans(" ") == []


def test_windows_of_an_edition_have_their_translation_and_headings(mini: Path) -> None:
    windows = cut(read_edition(mini))
    assert [w.key for w in windows][:2] == ["Al1.1", "Al2.1"]
    assert next(w for w in windows if w.siglum == "Be" and w.pivot).pivot_language == "en"
    assert all(not w.pivot for w in cut(read_edition(mini), translations=False))
    opening = next(w for w in windows if "1903" in w.text)
    assert "Opening" in opening.headings


def window(text: str, **more: Any) -> Window:
    return Window(0, "a", "A", "1", Span(0, len(text)), text, more.pop("language", "en"), 1, **more)


def test_features_come_from_words_translation_and_headings() -> None:
    held = features(
        window("Stalin i 1907", language="nb", pivot="Stalin in 1907", pivot_language="en", headings="1922"),
        Namer(NAMES),
    )
    own = {(f.kind, f.key) for f in held if f.span}
    assert {("name", "stalin"), ("year", "1907"), ("word", "nb:stalin")} <= own
    assert ("word", "en:stalin") in {f.id for f in held} - own
    held_in = bag(held)
    assert held_in["name", "stalin"] == 1.0
    assert held_in["year", "1922"] == 0.5
    assert years(held) == (1907, 1907)


def test_a_large_corpus_is_read_by_the_same_weights_and_years() -> None:
    told = window(
        "Stalin, Stalin og Stalin i 1907 og mai 1913", language="nb", headings="Stalin i 1922", pivot_language="en",
        pivot="Stalin, Stalin in 1907 and May 1913, in the 1930s, in the bank, in the bank",
    )  # fmt: skip
    for one in (told, window("Nothing"), window("", headings="1907")):
        held = features(one, Namer(NAMES))
        assert weights(one, Namer(NAMES)) == (bag(held), years(held))


def test_reasons_are_the_rare_things_that_both_hold() -> None:
    a = [Feature("year", "1907", "1907", Span(0, 4)), Feature("word", "en:the", "the", Span(5, 8))]
    b = [Feature("year", "1907", "1907", Span(9, 13)), Feature("word", "en:the", "the", Span(1, 4))]
    (reason,) = explain(a, b, {("year", "1907"): 3, ("word", "en:the"): 90}, 100, across=False)
    assert (reason.label, reason.spans_a, reason.spans_b) == ("1907", (Span(0, 4),), (Span(9, 13),))


def every_run(a: list[str], b: list[str]) -> set[tuple[int, int, int]]:
    """All maximal runs by looking everywhere."""
    found = set()
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] == b[j] and (i == 0 or j == 0 or a[i - 1] != b[j - 1]):
                length = 0
                while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
                    length += 1
                if length >= LEAST:
                    found.add((i, j, length))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_every_run_of_equal_words_is_found(seed: int) -> None:
    random_ = random.Random(seed)
    common = random_.choices("abc", k=60)
    a = random_.choices("abcdefg", k=80) + common[:40] + random_.choices("ab", k=40)
    b = common[10:] + random_.choices("abcdefg", k=50) + common[:30] + random_.choices("ab", k=30)
    found = {(r.first_a, r.first_b, r.length) for r in align([a, b])}
    assert found == every_run(a, b)


def test_runs_need_eight_words_and_two_sources() -> None:
    words = list("abcdefgh")
    assert align([words, words]) == [Aligned(0, 0, 1, 0, 8)]
    assert align([words[:7], words[:7]]) == align([words + words]) == align([[], []]) == []


def test_a_run_crosses_borders_of_passages(mini: Path) -> None:
    text = (mini / "sources/alpha/text.txt").read_text(encoding="utf-8")
    assert runs(read_edition(mini)) == []
    assert "The bridge" in text
