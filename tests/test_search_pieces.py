"""The index of the search in pieces: where words stand, and what the page makes of what is packed."""

from __future__ import annotations

import json
import random
from functools import partial

import pytest

from node import called
from variorum.search.index import Index, Made, Section, Texts, changed_index
from variorum.search.packing import (
    dumped,
    packed_count,
    packed_numbers,
    packed_places,
    packed_texts,
    unpacked_places,
    unpacked_texts,
)
from variorum.search.pieces import LEAST_BYTES, MOST_BYTES, Item, Rows, changed_pieces
from variorum.search.word_places import ROW_BITS, WordPlaces, words_of

WORDS = [
    ("Ста́лин’s № 5", ["сталин", "s", "no", "5"]),
    ("to-day, sta\u00adlin", ["to", "day", "stalin"]),
    ("स्टालिनले १९०६ मा", ["स्टालिनले", "1906", "मा"]),
    ("בְּרֵאשִׁ֖ית בָּרָ֣א", ["בראשית", "ברא"]),
    ("小舟橫渡口", ["小", "舟", "橫", "渡", "口"]),
    ("Mao 毛泽东同志", ["mao", "毛", "泽", "东", "同", "志"]),
    ("ยังไม่ได้", ["ย", "ั", "ง", "ไ", "ม่", "ไ", "ด้"]),
    ("…", []),
]


@pytest.mark.parametrize(("text", "words"), [row for row in WORDS if "ไ" not in row[0]])
def test_a_text_is_cut_into_words_as_readers_type_them(text, words):
    assert list(words_of(text)) == words


@pytest.mark.parametrize("text", [text for text, _ in WORDS])
def test_words_have_their_places_in_the_order_of_the_text(text):
    places = WordPlaces()
    places.add(0, text)
    placed = sorted((place, word) for word, held in places.places.items() for place in held)
    assert [word for _, word in placed if not places.joined[word]] == list(words_of(text))
    assert [place for place, word in placed if not places.joined[word]] == list(range(len(words_of(text))))


# text → a word that others write as one, and where its first part stands
JOINED = [
    ("the U.S.S.R. sent", "ussr", 1),
    ("sent 10,000 men", "10000", 1),
    ("sent 10 000 000 men", "10000000", 1),
    ("please don’t ask", "dont", 1),
    ("Stalin's", "stalins", 0),
    ("in 10, 000", "10000", None),
    ("at 1,23", "123", None),
]


@pytest.mark.parametrize(("text", "word", "place"), JOINED)
def test_what_some_write_as_one_word_has_the_place_of_its_first_part(text, word, place):
    places = WordPlaces()
    places.add(0, text)
    assert list(places.places.get(word, ())) == ([] if place is None else [place])
    if place is not None:
        assert places.joined[word] == 1  # nobody is asked whether he means it


def test_words_of_two_rows_or_of_heading_and_text_never_stand_beside_one_another():
    places = WordPlaces()
    places.add(0, "The fair", "It rained")
    places.add(1, "")
    places.add(5, "It rained")
    assert (list(places.places["fair"]), list(places.places["it"])) == ([1], [3, 5 << ROW_BITS])


def test_the_page_unpacks_what_is_packed():
    numbers = [[], [0], [44, 45, 2024, 2025, 91_124, 91_125, 10**9]]
    texts = [[], ["mayor"], ["a", "mayor", "mayors", "𐎠𐎠", "𐎠𐎡", "小", "小舟", "é" * 60, "é" * 61]]
    places = [[7], [0, 1, 3, 100_000], [2 << ROW_BITS, 2 << ROW_BITS | 9, 90_000 << ROW_BITS | 5000]]
    both = [*zip(numbers, map(packed_numbers, numbers), strict=True)]
    unpack = "(name, packed) => Array.from(variorumIndex[name](packed))"
    rows = [("numbersOf", packed_numbers(n)) for n in numbers] + [("textsOf", packed_texts(t)) for t in texts]
    rows += [("placesOf", packed_places(p)) for p in places]
    assert called("static/search_index.js", unpack, rows) == [*numbers, *texts, *places]
    assert all(json.dumps(packed) == f'"{packed}"' for _, packed in both)  # nothing that JSON would write longer
    assert "".join(map(packed_count, [0, 1, 3, 10**9])) == "#$%A"
    assert [unpacked_places(packed_places(p)) for p in places] == places  # and so does the next build
    assert [[*unpacked_texts(packed_texts(t))] for t in texts] == texts


def cut(items, before=(), keys=None, read=None):
    held = dict(items)
    made = changed_pieces(
        Rows("rows"),
        before,
        held if keys is None else keys,
        lambda key, _: Item(key, held[key]) if key in held else None,
        read or (lambda kept: ""),
    )
    return [*made]


def test_pieces_hold_every_item_once_in_its_order():
    items = [(2 * n, json.dumps("x" * (n % 400))) for n in range(1000)]
    made = cut(items)
    found = [(kept.first + n, row) for kept, piece in made for n, row in enumerate(json.loads(piece.data)) if row != 0]
    assert found == [(number, json.loads(data)) for number, data in items]
    assert all(LEAST_BYTES <= len(piece.data) < MOST_BYTES + 2000 for _, piece in made[:-1])
    assert len({kept.digest for kept, _ in made}) == len(made) > 3


def test_few_pieces_are_cut_anew_where_one_item_changes():
    items = {n: json.dumps("x" * (n % 400 + 1)) for n in range(4000)}
    before = cut(items)
    held = {kept: piece.data for kept, piece in before}
    read = []
    for number, data in ((2000, '"other"'), (2000, json.dumps("x" * 3000)), (0, None), (3999, None), (9000, '"new"')):
        other = {n: d for n, d in ({**items, number: data}).items() if d}
        made = cut(other, [*held], [number], lambda kept: read.append(kept) or held[kept])
        assert [kept for kept, _ in made] == [kept for kept, _ in cut(other)]
        assert len([piece for _, piece in made if piece]) <= 3
        assert len(read) <= 3
        read.clear()


def sections(rows):
    """Sections of an index from the words of their rows: the number of a row is that of its words in the list."""

    def made(kind, source, texts):
        for number, words in enumerate(texts):
            if words is not None:
                label = f"{source} {number}"
                data = dumped([0, f"p{number}", label, "en", words])
                yield Made(number, Texts(kind, label, words, data), 0, (int(source),))

    for (kind, source), texts in rows.items():
        yield Section(kind, source, len(texts), repr(texts), partial(made, kind, source, texts))


def reading(pieces):
    """How the next index reads the pieces of the last, which are held by their names."""
    return lambda kind, kept: pieces[kind.name(kept)]


def test_an_index_that_follows_changes_is_the_one_that_is_made_at_once():
    random_ = random.Random(1878)
    known = [f"w{n}" for n in range(300)] + ["U.S.S.R.", "10,000", "don’t", "сталин", "小舟"]
    rows: dict[tuple[str, str], list[str | None]] = {
        (kind, str(source)): [" ".join(random_.choices(known, k=30)) for _ in range(40)]
        for kind in ("passage", "annotation", "parallel")
        for source in range(6)
    }
    index = Index()
    pieces: dict[str, str] = {}
    for step in range(25):
        texts = rows[random_.choice([*rows])]
        at = random_.randrange(len(texts))
        match step % 5:
            case 0:
                texts[at] = f"{texts[at]} edited 20,000 times"
            case 1:
                texts.insert(at, "a new one, it’s said")
            case 2:
                texts.pop(at)
            case 3:
                texts[at] = None  # it is set on no page
            case 4:
                texts += ["more of them"] * 9  # beyond the room that the section had
        texts[:] = [text and text.strip() for text in texts]
        made = changed_index(index, "", [*sections(rows)], reading(pieces))
        index = made.known
        pieces |= {kind.name(piece.kept): piece.data for kind, piece in made.new}
        at_once = changed_index(Index(), "", [*sections(rows)], lambda kind, kept: "")
        assert index == at_once.known
        assert {kind.name(piece.kept): piece.data for kind, piece in at_once.new}.items() <= pieces.items()


def test_an_edited_row_asks_for_no_rows_of_other_sections():
    rows = {("annotation", str(source)): ["some words of a note"] * 20 for source in range(9)}
    index, pieces = changed_index(Index(), "", [*sections(rows)], lambda kind, kept: "")
    held = {kind.name(piece.kept): piece.data for kind, piece in pieces}
    rows["annotation", "4"][7] = "other words of a note"
    asked = [
        section if section.source == "4" else Section(*section_without_rows(section)) for section in sections(rows)
    ]
    changed = changed_index(index, "", asked, reading(held))
    assert changed.known == changed_index(Index(), "", [*sections(rows)], lambda kind, kept: "").known


def test_a_verse_leads_to_the_passage_that_holds_it_with_others():
    """Readers look for Gn 1:7 and have not seen that the edition has 1:6-7."""
    labels = ("Gn 1:5", "Gn 1:6-7", "Gn 1:30-2:1")
    rows = [
        Made(n, Texts("passage", label, "words", dumped([0, f"p{n}", label, "en", "words"])), 0, (0,))
        for n, label in enumerate(labels)
    ]
    _, pieces = changed_index(Index(), "", [Section("passage", "gn", 3, "", lambda: rows)], lambda kind, kept: "")
    (data,) = (piece.data for kind, piece in pieces if kind.name(piece.kept).startswith("labels"))
    held = {label: numbers for label, *numbers in json.loads(data[data.index("[") : data.rindex("]") + 1])}
    assert held == {
        f"{siglum}{locus}": [n]
        for siglum in ("gn ", "")
        for n, loci in enumerate((("1 5",), ("1 6 7", "1 6", "1 7"), ("1 30 2 1", "1 30", "2 1")))
        for locus in loci
    }


def test_a_locus_without_its_siglum_leads_to_all_that_bear_it_and_a_number_alone_to_none():
    labels = ("Gn 1:5", "Ex 1:5", "Il 1.5", "Gn 5", "Pl 17a", "Gn h1")
    rows = [
        Made(n, Texts("passage", label, "x", dumped([0, f"p{n}", label])), 0, (0,)) for n, label in enumerate(labels)
    ]
    _, pieces = changed_index(Index(), "", [Section("passage", "gn", 6, "", lambda: rows)], lambda kind, kept: "")
    (data,) = (piece.data for kind, piece in pieces if kind.name(piece.kept).startswith("labels"))
    held = {label: numbers for label, *numbers in json.loads(data[data.index("[") : data.rindex("]") + 1])}
    assert {label: numbers for label, numbers in held.items() if not label.startswith(("gn", "ex", "il", "pl"))} == {
        "1 5": [0, 1, 2],
        "17a": [4],
    }


def section_without_rows(section):
    return section.kind, section.source, section.length, section.made_from, lambda: pytest.fail("its rows are made")
