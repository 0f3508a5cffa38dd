"""What divisions of a text are called in many languages: a line in, whether it names or numbers one out."""

from __future__ import annotations

import re

_FIRST = (  # the name, then the number
    "book|chapter|canto|part|act|scene|section|hymn|psalm|ode|sonnet|buch|kapitel|gesang|teil|akt|livre|chapitre|chant"
    "|libro|capitolo|capitolul|capítulo|capítol|parte|hoofdstuk|deel|bok|del|sang|sång|kapitola|kniha|část|rozdział|księga"
    "|pieśń|fejezet|ének|könyv|luku|runo|osa|bölüm|bölük|kısım|hồi|chương|quyển|bab|pasal|sura|књига|глава|книга|часть|песнь"
    "|песен|частина|розділ|κεφάλαιο|βιβλίο|ραψωδία|פרק|ספר|שער|الباب|باب|الفصل|فصل|الكتاب|کتاب|سورة|سوره|بخش|دفتر|گفتار"
    "|अध्याय|सर्ग|पर्व|खण्ड|खंड|भाग|परिच्छेद|কাণ্ড|অধ্যায়|অধ্যায়|সর্গ|பகுதி|அத்தியாயம்|காண்டம்|บทที่|თავი|գլուխ"
)
_LAST = (  # the number, then the name; only of two or three words
    "book|chapter|canto|part|kapitel|buch|gesang|teil|bok|sang|sång|kapitlet|luku|runo|laulu|fejezet|ének|rész|bölüm|kitap"
    "|kapitola|глава|часть|книга|песнь|अध्याय|अध्यायः|सर्ग|सर्गः|भाग|पर्व|பகுதி|অধ্যায়|অধ্যায়"
)
_NAMED = re.compile(rf"(?:{_FIRST})(?!\w)|[IVXLC]+\.?$", re.IGNORECASE)
_NUMBERED = re.compile(rf"(?:[^\s,;:]+\s){{1,2}}(?:{_LAST})\.?", re.IGNORECASE)
_EAST_ASIAN = re.compile(
    r"第\s?[\d〇零一二三四五六七八九十百千]+\s?[章回節节篇卷巻部折編编話话]|제\s?\d+\s?[장절편부권회]"
)


def names_division(words: str) -> bool:
    """Whether a line says that a book, a chapter or a song begins: “Chapter 2”, “Toinen runo”, “第二章”."""
    return bool(_NAMED.match(words) or _NUMBERED.fullmatch(words) or _EAST_ASIAN.match(words))
