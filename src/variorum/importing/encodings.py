"""In which encoding a text is that is not UTF-8: its bytes and its language in, the likeliest of the common ones out.

Such texts are mostly short and of one language, so what decides is whether each letter beyond ASCII is one that a
language really uses. The encodings of the west come first, as they are by far the commonest; a language that is told
comes before all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

# The letters beyond ASCII of each language that was written in a byte for each letter, and the encodings it was in.
_WESTERN = ("cp1252", "cp850", "mac_roman")
_LETTERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "nb": ("æøåéèêòóôäöü", _WESTERN), "nn": ("æøåéèêòóôäöü", _WESTERN), "no": ("æøåéèêòóôäöü", _WESTERN),
    "da": ("æøåéäöü", _WESTERN), "sv": ("åäöéàü", _WESTERN), "de": ("äöüßéèàáç", _WESTERN),
    "fr": ("àâæçèéêëîïôùûüÿœ", _WESTERN), "es": ("áéíóúñüç", _WESTERN), "it": ("àèéìíîòóùú", _WESTERN),
    "pt": ("áâãàçéêíóôõúü", _WESTERN), "nl": ("éèëêïíöóüúáàç", _WESTERN), "en": ("éèêëïôöæœçàâñü", _WESTERN),
    "fi": ("åäöšž", _WESTERN), "is": ("áðéíóúýþæö", _WESTERN), "ca": ("àçèéíïòóúü", _WESTERN),
    "la": ("æœëïāēīōūäöü", _WESTERN),
    "pl": ("ąćęłńóśźż", ("cp1250", "iso8859_2", "cp852")), "cs": ("áčďéěíňóřšťúůýž", ("cp1250", "iso8859_2", "cp852")),
    "sk": ("áäčďéíĺľňóôŕšťúýž", ("cp1250", "iso8859_2", "cp852")),
    "hu": ("áéíóöőúüű", ("cp1250", "iso8859_2", "cp852")),
    "hr": ("čćđšž", ("cp1250", "iso8859_2", "cp852")), "sl": ("čšžćđ", ("cp1250", "iso8859_2", "cp852")),
    "ro": ("ăâîșțşţ", ("cp1250", "iso8859_16", "iso8859_2")), "tr": ("çğıöşüâîûi̇", ("cp1254", "cp857")),
    "lt": ("ąčęėįšųūž", ("cp1257", "iso8859_13")), "lv": ("āčēģīķļņšūž", ("cp1257", "iso8859_13")),
    "et": ("äöõüšž", ("cp1257", "cp1252", "iso8859_15")),
}  # fmt: skip
# Languages in another script, whose letters are told from others by their script.
_SCRIPTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "ru": ("CYRILLIC", ("cp1251", "koi8_r", "cp866", "iso8859_5")), "bg": ("CYRILLIC", ("cp1251", "koi8_r", "cp866")),
    "uk": ("CYRILLIC", ("cp1251", "koi8_u", "cp1125")), "sr": ("CYRILLIC", ("cp1251", "iso8859_5")),
    "mk": ("CYRILLIC", ("cp1251", "iso8859_5")), "be": ("CYRILLIC", ("cp1251", "koi8_u")),
    "el": ("GREEK", ("cp1253", "iso8859_7")), "he": ("HEBREW", ("cp1255", "iso8859_8")), "ar": ("ARABIC", ("cp1256",)),
    "fa": ("ARABIC", ("cp1256",)), "th": ("THAI", ("cp874",)),
}  # fmt: skip
_COMMON = ("nb", "de", "fr", "es", "sv", "it", "pt", "nl", "is", "en")  # looked at in this order if none is told
_SURE = 0.9  # share of the letters beyond ASCII that a language must use: a name or two may be foreign
# between two letters of a word these stand in no language: here a letter was meant
_TORN = re.compile(
    r"(?<=[^\W\d_])[^\w\s'’‘´·.,:;!?()\[\]\"„“”«»\u00ad–—-](?=[^\W\d_])|[\x80-\x9f\ufffd]|[¼½¾¹²³ªº](?=[a-zß-ÿ])|[─-▟](?=[^\W\d_])"
)
# capitals within a word, or before one in small letters, are the mark of a wrong encoding of small letters or of signs
_ODD = re.compile(r"(?<=[a-zß-ÿа-я])[À-ÞŒŸŠŽА-Я]|[À-ÞŒŸŠŽ](?=[A-Z][a-z])")


def is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 from the first to the last."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def likely_encoding(data: bytes, language: str = "", likely: str = "") -> str:
    """Return the likeliest encoding of a text that is no UTF-8; "" if no common one fits.

    `language` is that of the text if somebody has told it, `likely` the one that its words suggest; BCP 47 tags. Where
    neither decides, the encoding wins in which the letters are best those of any common language.
    """
    told = language.partition("-")[0]
    if told in _SCRIPTS or told in _LETTERS:
        share, encoding = max(_rated(data, told), key=lambda rated: rated[0])
        return encoding if share > 0 else ""
    for languages in ((likely,), _COMMON):
        rated = [one for known in languages if known in _SCRIPTS or known in _LETTERS for one in _rated(data, known)]
        best: dict[str, float] = {}
        for share, encoding in rated:
            best[encoding] = max(share, best.get(encoding, 0))
        order = sorted(best, key=lambda encoding: (-best[encoding], list(best).index(encoding)))
        if order and best[order[0]] >= _SURE:
            return order[0]
    return ""


def _rated(data: bytes, language: str) -> Iterator[tuple[float, str]]:
    """Yield how well each encoding of a language gives its letters."""
    alphabet, encodings = _LETTERS.get(language) or _SCRIPTS[language]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            text = data.decode(encoding, errors="replace")
        yield _share(text, alphabet, by_script=language in _SCRIPTS), encoding


def _share(text: str, alphabet: str, *, by_script: bool) -> float:
    """Return the share of the letters beyond ASCII that an alphabet knows; signs that tear words count against it."""
    letters = [c for c in text if not c.isascii() and c.isalpha()]
    known = sum(_is_of(c, alphabet, by_script=by_script) for c in letters)
    torn = len(_TORN.findall(text))
    if not letters:
        return 0.0 if torn else 1.0
    return (known - len(_ODD.findall(text))) / (len(letters) + torn)


def _is_of(letter: str, alphabet: str, *, by_script: bool) -> bool:
    if by_script:
        return unicodedata.name(letter, "").startswith(alphabet)
    return letter.lower() in alphabet
