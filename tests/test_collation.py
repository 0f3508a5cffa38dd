"""Words in the order of each language: what is put in order, as its dictionaries do."""

from __future__ import annotations

import pytest

from variorum.text.collation import order_key

ORDERS = {
    "en": "Æ apple Ås Zola",
    "de": "Mann Muller Müller Mzab",
    "nb": "Berg Zola Ærø Øst Aas Ås",
    "sv": "Apa Zeta Åkes Ärla Ödla",
    "cs": "Cibule Čech Hora Chlum Ivan",
    "pl": "Lublin Łódź Zamość Źdźbło Żary",
    "es": "nz ñu oca",
    "et": "Summa Šiš Zoo Tartu Võru",
    "tr": "Hasan Işık İnci Jale",
    "ru": "Иван Ижевск Йод Каин",
    "uk": "Гора Гурт Ґава Дім Ева Єва",
    "ne": "अमर कमल",
}


@pytest.mark.parametrize("language", ORDERS)
def test_words_stand_in_the_order_of_their_language(language):
    words = ORDERS[language].split()
    assert sorted(sorted(words), key=lambda word: order_key(word, language)) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["d’Alger", "Van Å", "Van Dyke", "Vandal"]), ("nb", ["d’Alger", "Van Dyke", "Van Å", "Vandal"])],
)
def test_blanks_part_words_in_every_order(language, words):
    assert sorted(sorted(words), key=lambda word: order_key(word, language)) == words
    assert order_key("— Å —", language).strip() == order_key("Å", language)
