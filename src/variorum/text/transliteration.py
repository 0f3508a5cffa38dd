"""Words of other scripts in plain letters, for names of files: letters in, a to z out.

No scholar's transliteration: it only has to be read aloud and told apart. The page's script does the same, held equal
to this by tests/cases/slugs.toml.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import regex

# Each letter with how it is said; one that is not said stands alone.
_ALPHABETS = """
øo æae ßss đd łl ðd þth ıi œoe ŋng ħh
аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юiu яia
іi їi єe ґg ўu љlj њnj џdz ћc ђd јj ѕdz ѓg ќk
αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo
אa בb גg דd הh וv זz חh טt יy ךk כk לl םm מm ןn נn סs עa ףp פp ץts צts קk רr שsh תt
اa بb تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz عa غgh فf قq كk لl مm نn هh وw يy ىa ةa آa أa إi ؤw ئy ء
پp چch ژzh گg کk یy
აa ბb გg დd ეe ვv ზz თt იi კk ლl მm ნn ოo პp ჟzh რr სs ტt უu ფp ქk ღgh ყq შsh ჩch ცts ძdz წts ჭch ხkh ჯj ჰh
"""
# The scripts of India are laid out alike: what stands at a place of Devanagari stands at the same of the others.
_CONSONANTS_OF_INDIA = """
कk खkh गg घgh ङn चch छchh जj झjh ञn टt ठth डd ढdh णn तt थth दd धdh नn ऩn पp फph बb भbh मm यy रr ऱr लl ळl ऴl वv
शsh षsh सs हh
"""
_VOWELS_OF_INDIA = "अa आa इi ईi उu ऊu ऋri ऌli ऍe ऎe एe ऐai ऑo ऒo ओo औau ँn ंn ःh"
_SIGNS_OF_INDIA = "ाa िi ीi ुu ूu ृri ॄri ॅe ॆe ेe ैai ॉo ॊo ोo ौau"
_INDIA = range(0x0900, 0x0D80)
_BLOCK = 0x80
_VIRAMA, _NUKTA = 0x4D, 0x3C  # places: without a vowel; a dot that makes another letter
_FIGURES = range(0x66, 0x70)


def _table(pairs: str) -> dict[str, str]:
    return {pair[0]: pair[1:] for pair in pairs.split()}


def _places(pairs: str) -> dict[int, str]:
    return {ord(letter) % _BLOCK: said for letter, said in _table(pairs).items()}


_LETTERS = _table(_ALPHABETS)
_CONSONANTS = _places(_CONSONANTS_OF_INDIA)
_VOWELS = _places(_VOWELS_OF_INDIA)
_SIGNS = _places(_SIGNS_OF_INDIA)


def slug(words: str) -> str:
    """Return words as an id: lower-case letters a to z and figures, hyphens between; "" if none can be said so.

    >>> slug("18. desember på Øst"), slug("कुलकहरूले पुल"), slug("Сталин"), slug("史達林")
    ('18-desember-pa-ost', 'kulakaharule-pul', 'stalin', '')
    """
    letters = "".join(_said(unicodedata.normalize("NFC", words).lower()))
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in letters)
    return "-".join(filter(None, plain.split("-")))


def digest(*parts: str) -> str:
    """Return four figures and letters that tell apart what is written alike in plain letters (FNV-1a, 32 bits)."""
    number = 0x811C9DC5
    for byte in "\0".join(parts).encode():
        number = (number ^ byte) * 0x01000193 % 2**32
    return f"{number:08x}"[-4:]


def is_other_script(words: str) -> bool:
    """Whether words have letters that are not Latin, so that their plain letters may be those of other words too."""
    return _NOT_LATIN.search(words) is not None


def _said(words: str) -> Iterator[str]:
    """Yield letters as they are said, those of other scripts as blanks."""
    at = 0
    while at < len(words):
        letter = words[at]
        if _place(words, at) >= 0:
            said, at = _syllable(words, at)
            yield said
            continue
        at += 1
        if letter in _LETTERS:
            yield _LETTERS[letter]
        elif unicodedata.category(letter)[0] != "M" and letter not in _JOINERS:
            bare = unicodedata.normalize("NFKD", letter)[0]
            yield _LETTERS.get(bare, bare)


_NOT_LATIN = regex.compile(r"[\p{L}--\p{Script=Latin}]", regex.VERSION1)
_JOINERS = "\u200c\u200d\u00ad’'"  # what parts no word


def _syllable(words: str, at: int) -> tuple[str, int]:
    """Return a letter of a script of India with its vowel, and where the next begins."""
    place = _place(words, at)
    if place in _FIGURES:
        return str(place - _FIGURES.start), at + 1
    if place not in _CONSONANTS:
        unsaid = "" if place in {_VIRAMA, _NUKTA} else " "
        return _VOWELS.get(place) or _SIGNS.get(place) or unsaid, at + 1
    end = at + 2 if _place(words, at + 1) == _NUKTA else at + 1
    sign = _place(words, end)
    if sign == _VIRAMA or sign in _SIGNS:
        return _CONSONANTS[place] + _SIGNS.get(sign, ""), end + 1
    is_last = sign < 0 and _place(words, at - 1) >= 0  # the vowel that is not written is not said at the end of a word
    return _CONSONANTS[place] + ("" if is_last else "a"), end


def _place(words: str, at: int) -> int:
    """Return where a letter stands in its script, if that is one of India; -1 for all others."""
    return ord(words[at]) % _BLOCK if 0 <= at < len(words) and ord(words[at]) in _INDIA else -1
