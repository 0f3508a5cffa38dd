"""The index of the search in pieces: where words stand, and what the page makes of what is packed."""

from __future__ import annotations

import json

import pytest

from node import called
from variorum.search.pieces import PIECE_BYTES, in_pieces, packed_counts, packed_numbers, packed_places, packed_texts
from variorum.search.word_places import WordPlaces, words_of

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
    places.add(text)
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
    places.add(text)
    assert list(places.places.get(word, ())) == ([] if place is None else [place])
    if place is not None:
        assert places.count(word) == 0  # nobody is asked whether he means it


def test_words_of_two_rows_or_of_heading_and_text_never_stand_beside_one_another():
    places = WordPlaces()
    places.add("The fair", "It rained")
    places.add("")
    places.add("It rained")
    assert places.lengths == [6, 1, 3]
    assert (list(places.places["fair"]), list(places.places["it"])) == ([1], [3, 7])
    assert places.count("it") == 2


def test_the_page_unpacks_what_is_packed():
    numbers = [[], [0], [44, 45, 2024, 2025, 91_124, 91_125, 10**9]]
    texts = [[], ["mayor"], ["a", "mayor", "mayors", "𐎠𐎠", "𐎠𐎡", "小", "小舟", "é" * 60, "é" * 61]]
    places = [[7], [0, 1, 3, 100_000]]
    both = [*zip(numbers, map(packed_numbers, numbers), strict=True)]
    unpack = "(name, packed) => Array.from(variorumIndex[name](packed))"
    rows = [("numbersOf", packed_numbers(n)) for n in numbers] + [("textsOf", packed_texts(t)) for t in texts]
    rows += [("placesOf", packed_places(p)) for p in places]
    assert called("static/search_index.js", unpack, rows) == [*numbers, *texts, *places]
    assert all(json.dumps(packed) == f'"{packed}"' for _, packed in both)  # nothing that JSON would write longer
    assert packed_counts([0, 1, 3, 10**9]) == "#$%A"


def test_pieces_hold_every_item_once_in_its_order():
    items = [(n, json.dumps("x" * (n % 400))) for n in range(1000)]
    cut = list(in_pieces("rows", items))
    assert [item for _, piece in cut for item in json.loads(piece.data)] == [json.loads(item) for _, item in items]
    assert [piece.name for _, piece in cut] == [f"rows-{n}" for n in range(len(cut))]
    assert all(len(piece.data) < PIECE_BYTES + 1000 for _, piece in cut)
    at = 0
    for kept, piece in cut:
        assert (kept.first, kept.digest) == (at, piece.digest)
        at += len(json.loads(piece.data))
    assert len({piece.digest for _, piece in cut}) == len(cut)
