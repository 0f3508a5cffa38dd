"""A plain text in, what a source's outline would say of it out. Everything is only proposed.

The text itself is never mended: it is kept as it is, only written in UTF-8 with plain ends of lines; a paragraph that
was wrapped stays on its lines, and its row of the outline names them all. What is guessed here is for an editor to
confirm, so each guess comes with a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise

from variorum.importing.division_names import names_division
from variorum.importing.encodings import is_utf8, likely_encoding
from variorum.importing.line_shapes import Run, Shape, runs_of, shape_of
from variorum.importing.refusal import NotImportable
from variorum.model.passages import PassageKind
from variorum.text.scripts import SCRIPT_LANGUAGES


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding that it was in."""

    text: str
    encoding: str  # e.g. "utf-8", "cp1252"
    certain: bool  # False when the encoding is a guess
    mixed: int = 0  # line that is in another encoding than others; 0 = none


@dataclass(frozen=True, slots=True)
class Row:
    """A proposed row of outline.tsv."""

    line: int
    last: int  # the same for a passage on one line
    kind: PassageKind
    locus: str
    remark: str
    reason: str = ""  # why it is not simply a paragraph; "" when there is nothing to confirm


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """A language with how sure the guess is."""

    language: str  # BCP 47; "und" if nothing is known
    certain: bool
    reason: str


def decode(data: bytes, language: str = "") -> Decoded:
    """Return the bytes as text: UTF-8 if they are that, else what they say themselves, or what the letters suggest.

    `language` is that of the text, if somebody has told it. Raises `NotImportable` for a text that is not what its own
    mark says.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _marked(data, encoding)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", True)
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and not (whole := data[: error.start]).isascii():
            message = "it is UTF-8 but for its end, which is cut off within a letter; is the whole file there?"
            raise NotImportable(message, whole.count(b"\n") + 1) from None
        said = _DECLARED.search(data[:2048])
        if said and (text := _as_said(data, said[1].decode("ascii"))) is not None:
            return Decoded(text, said[1].decode("ascii").lower(), True, _mixed(data))
        words = guess_language(data.decode("ascii", errors="ignore"))  # most words of a language have no accents
        likely = words.language if words.certain else ""
        encoding = likely_encoding(data, language, likely) or _statistical(data)
        return Decoded(data.decode(encoding, errors="replace"), encoding, False, _mixed(data))


_DECLARED = re.compile(rb"<meta\s[^>]*charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


def _as_said(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return None


def _statistical(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return best.encoding if best else "cp1252"


def _marked(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding, True)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].decode(encoding, errors="replace").count("\n") + 1
        name = encoding.removesuffix("-sig").upper()
        raise NotImportable(
            f"its first bytes say {name}, and here it is not; it may be cut off or damaged", line
        ) from None


def _mixed(data: bytes) -> int:
    """Return the first line that is not UTF-8 if others with letters beyond ASCII are: no one encoding reads them all.

    0 if there is none; a few lines of another encoding may look like UTF-8 by chance.
    """
    lines = [(number, line) for number, line in enumerate(data.split(b"\n"), start=1) if not line.isascii()]
    wrong = [number for number, line in lines if not is_utf8(line)]
    return wrong[0] if len(lines) - len(wrong) > len(wrong) // 10 else 0


# Words that stand in nearly every page of a language and seldom in another.
_STOP_WORDS: Mapping[str, str] = {
    "en": "the of and to in was that his with from by which were had he is",
    "nb": "og det som av til ble ikke på for med han var i en seg å",
    "nn": "og det som av til vart ikkje på for med han var i ein seg å",
    "da": "og det som af til blev ikke på for med han var i en sig at",
    "sv": "och det som av till blev inte på för med han var i en sig att",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht",
    "nl": "de en van het een in is dat op te zijn met voor niet die",
    "fr": "le la les de des et en un une du que qui dans pour est par il",
    "es": "el la los las de y en que un una por con del se no su para",
    "it": "il la di che e un una per del della in con non si i le gli",
    "pt": "o a os as de e em que um uma do da não para com por se",
    "ro": "și şi în din nu că să mai este pentru sunt care prin",
    "pl": "się że jest nie był ale jako jego są przez które od dla",
    "cs": "že jsem jako ale byl jeho jsou při také být který až už",
    "sk": "že som ako ale bol jeho sú pri tiež byť ktorý až už",
    "hu": "és hogy nem egy volt meg ezt azt csak van ha már még",
    "fi": "ja on ei että oli hän niin kuin mutta ole joka myös sen",
    "tr": "ve bir bu için ile çok gibi daha var olan değil ama onu",
    "la": "et est non ut ad cum quod sed qui ex ab enim esse atque",
    "vi": "và của là có được cho không người trong đã một với những",
    "id": "yang dan di dari ini itu dengan untuk tidak pada adalah akan",
    "sw": "na ya wa kwa ni katika la za yake hiyo kama hii alikuwa",
    "ru": "и в не на что с он как это по но его к из у был",
    "uk": "і в не на що з він як це по але його до у був та",
    "bg": "и в не на че с той как това по но го от за се да",
    "ne": "छ र को मा ले का पनि भएको थियो गर्ने यो हो छन् उनले गरेको",
    "hi": "है के में की और का से को ने पर यह नहीं थे था कि हैं",
    "mr": "आहे आणि च्या ला ने हे होते या की मध्ये",
}
# Scripts that tell the language, by the first word of their letters' names; of the others the words have to.
_SCRIPT_LANGUAGES = {
    "CJK" if script == "Han" else script.upper(): language
    for script, language in SCRIPT_LANGUAGES.items()
    if script not in {"Latin", "Cyrillic", "Devanagari"}
} | {"SYRIAC": "syc"}
# letters of a script that only some of its languages write, and from which share on they tell
_OWN_LETTERS = {
    "ARABIC": (("ur", "ٹڈڑںےہ", 0.01), ("fa", "پچژگکی", 0.01)),
    "GREEK": (("grc", "".join(map(chr, range(0x1F00, 0x2000))), 0.05),),
}


def guess_language(text: str) -> LanguageGuess:
    """Guess the language of a text from its script, then from its commonest words."""
    scripts = Counter(unicodedata.name(c, "? ").split(" ")[0].split("-")[0] for c in text[:20_000] if c.isalpha())
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > scripts["CJK"] / 10 and scripts["CJK"]:
        return LanguageGuess("ja", True, "Japanese syllables")
    script = scripts.most_common(1)[0][0] if scripts else ""
    if script in _SCRIPT_LANGUAGES:
        letters = [c for c in text[:20_000] if c.isalpha()]
        for language, own, least in _OWN_LETTERS.get(script, ()):
            if sum(c in own for c in letters) >= least * len(letters):
                return LanguageGuess(
                    language, False, f"letters that other languages of its script, {script.title()}, have not"
                )
        return LanguageGuess(_SCRIPT_LANGUAGES[script], False, f"most letters are {script.title()}")
    words = re.findall(r"[^\W\d_][\w\u0900-\u097f]*", text[:200_000].lower())
    tails = [word[-2:] for word in words] if script == "DEVANAGARI" else []  # Nepali writes के, मा, ले with the noun
    if script == "DEVANAGARI" and (said := _sanskrit(words)):
        return said
    counts = Counter(chain(words, tails))
    scores = {language: sum(counts[w] for w in set(stop.split())) for language, stop in _STOP_WORDS.items()}
    if "ø" in text or "æ" in text:
        scores["sv"] = scores["de"] = 0
    first, second = sorted(scores, key=lambda language: -scores[language])[:2]
    if scores[first] < 3:
        told = "too few common words of any language that is known here"
        if script == "DEVANAGARI":
            told = (
                "its letters are Devanagari, its words are too few to tell sa, hi, ne and mr apart; write the right one"
            )
        return LanguageGuess("und", False, told)
    certain = scores[first] > max(20, 1.3 * scores[second], _SHARE_OF_COMMON * len(words))
    certain = certain and sum(counts[word] > 0 for word in _STOP_WORDS[first].split()) >= _FEWEST_COMMON
    return LanguageGuess(first, certain, f"{scores[first]} common words of {first}, {scores[second]} of {second}")


def _sanskrit(words: list[str]) -> LanguageGuess | None:
    """Return the guess that a text in Devanagari is Sanskrit: many words end in ः or म्."""
    ends = sum(word.endswith(_ENDS_OF_SANSKRIT) for word in words)
    if ends < _FEWEST_ENDS or ends < _SHARE_OF_ENDS * len(words):
        return None
    return LanguageGuess("sa", False, f"{ends} of {len(words)} words end in ः or म्, as in Sanskrit")


_ENDS_OF_SANSKRIT = ("ः", "म्")
_FEWEST_ENDS, _SHARE_OF_ENDS = 2, 0.08
_SHARE_OF_COMMON, _FEWEST_COMMON = 0.06, 5  # below which a text may be in a language that is not known here


# What stands around a text on a web page, in the languages of the web.
_FURNITURE_LINES = (
    r"\[?(?:edit|rediger|redigér|bearbeiten|modifier|править|सम्पादन)(?: source| \| .*)?\]?",
    r"(?:jump|skip) to (?:content|navigation|search).*",
    r"share(?: this)?(?: on)?.{0,40}|tweet|print(?: this)?|email(?: this)?|like(?: this)?(?:: ?loading.*)?",
    r"pin it|facebook|twitter|whatsapp|telegram",
    r"home|menu|search|contact(?: us)?|about(?: us)?|log ?in|sign (?:in|up)|register|subscribe.{0,60}",
    r"newsletter|advertisement|read more.{0,40}|see also:?|previous|next|(?:back to )?top",
    r"all rights reserved.*|copyright (?:©|\(c\)).*|©.*|privacy policy.*|terms of (?:use|service).*|cookie.{0,80}",
    r"\d+ (?:comments?|replies|responses?|likes?|shares?|views?)",
    r"leave a (?:reply|comment).*|post a comment.*|reply|posted (?:by|on|in) .{0,80}",
    r"filed under.*|tags?: .*|categor(?:y|ies|ia): .*",
    r"retrieved from .*|this page was last (?:edited|modified).*",
)
_FURNITURE = re.compile(rf"^\W*(?:{'|'.join(_FURNITURE_LINES)})\W*$", re.IGNORECASE)
_REFERENCE = re.compile(
    r"^\s*(?:\[\d{1,3}\]|\^|\d{1,3}\.\s|↑)\s*\S.*(?:\b(?:1[5-9]|20)\d\d\b|https?://|\bpp?\.|ISBN)", re.UNICODE
)
_ITEM = re.compile(r"^\s*(?:[-*•‣–]|\(?[a-z\d]{1,3}[.)])\s+\S")
_END = re.compile(r"[.!?;:,…।॥。，、；：！？؟۔،؛׃܀։።”\"»)\]]\s*$")


def propose_outline(text: str) -> list[Row]:
    """Propose what the lines are. Loci are numbered through; headings get h1, h2 …, references r1, pages p.1 …"""
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    shape = shape_of(lines)
    runs = runs_of(lines, shape)
    repeated = _running_heads(runs, shape)
    numbers = _page_numbers(runs) if shape is not Shape.LINES else frozenset()
    numbers |= _last_page(runs, numbers)
    counters: Counter[str] = Counter()
    rows = []
    for place, run in enumerate(runs):
        if run.first in numbers:
            rows.append(Row(run.first, run.last, PassageKind.PAGE, f"p.{_FIGURES.sub('', run.text)}", "", _PAGE))
            continue
        kind, reason = _kind_of(place, runs, shape, run.text in repeated)
        if kind is PassageKind.OMITTED:
            rows.append(Row(run.first, run.last, kind, "", "site furniture (to confirm)", reason))
            continue
        series = "h" if kind.depth else "r" if kind is PassageKind.REFERENCE else ""
        counters[series] += 1
        rows.append(Row(run.first, run.last, kind, f"{series}{counters[series]}", "", reason))
    return rows


LOST = "\ufffd"  # what stands for bytes that could not be read
_PAGE = "a number alone on its line, one higher than the last or at the end: the number of a page"
_FIGURES = re.compile(r"\D")  # all that is no figure
_MANY = 3  # times that a line must stand to be more than a refrain or a coincidence
_FAR = 5  # passages that stand between the numbers of two pages at least


def _running_heads(runs: list[Run], shape: Shape) -> frozenset[str]:
    """Return the words that stand again and again and are no text: of verse, which has refrains, only alone."""
    short = [run for run in runs if len(run.text) < 80 and (shape is not Shape.VERSE or run.alone)]
    times = Counter(run.text for run in short)
    bare = Counter(_without_number(run.text) for run in short)
    heads = {run.text for run in short if bare[_without_number(run.text)] > _MANY and _is_head(run.text)}
    return frozenset({words for words, n in times.items() if n > _MANY} | heads)


def _without_number(words: str) -> str:
    return re.sub(r"\d+", "", words).strip(" .|–-")


def _is_head(words: str) -> bool:
    """Whether a line is a running head by its looks: capitals with the number of a page beside them."""
    bare = _without_number(words)
    return len(bare) >= 6 and bare.isupper() and bare != words and not names_division(bare)


def _page_numbers(runs: list[Run]) -> frozenset[int]:
    """Return the lines that hold nothing but the number of a page: they rise by one, far from one another."""
    found = [(n, run) for n, run in enumerate(runs) if _NUMBER_ALONE.fullmatch(run.text)]
    rising = [
        {run.first, next_run.first}
        for (n, run), (m, next_run) in pairwise(found)
        if int(_FIGURES.sub("", next_run.text)) == int(_FIGURES.sub("", run.text)) + 1 and m - n > _FAR
    ]
    return frozenset(chain(*rising))


def _last_page(runs: list[Run], numbers: frozenset[int]) -> frozenset[int]:
    """Return the line of a number alone at the end: that of the last page, unless it may be a year."""
    if len(runs) < _PASSAGES_OF_PAGE or not _NUMBER_ALONE.fullmatch(runs[-1].text):
        return frozenset()
    known = [int(_FIGURES.sub("", run.text)) for run in runs if run.first in numbers]
    number = int(_FIGURES.sub("", runs[-1].text))
    is_page = number > max(known) if known else number < _FIRST_YEAR and not _has_numbers(runs[:-1])
    return frozenset({runs[-1].first} if is_page else ())


def _has_numbers(runs: list[Run]) -> bool:
    return any(_NUMBER_ALONE.fullmatch(run.text) for run in runs)


_PASSAGES_OF_PAGE = 2
_FIRST_YEAR = 1000
_NUMBER_ALONE = re.compile(r"[\[(–-]?\s*\d{1,4}\s*[\])–-]?")


def _kind_of(place: int, runs: list[Run], shape: Shape, repeated: bool) -> tuple[PassageKind, str]:
    run = runs[place]
    words = run.text
    if _FURNITURE.match(words):
        return PassageKind.OMITTED, "looks like the page around the text"
    if repeated and not _END.search(words):
        return PassageKind.OMITTED, "the same line stands there more than three times"
    if not any(c.isalnum() for c in words):
        return PassageKind.OMITTED, "has no letter or figure"
    if shape is Shape.VERSE:
        return _kind_among_verse(place, runs)
    if _REFERENCE.match(words) and len(words) < 600:
        return PassageKind.REFERENCE, "looks like an entry of a list of references"
    if _ITEM.match(words):
        return PassageKind.LIST_ITEM, "begins like an item of a list"
    if run.first == run.last and _heads(place, runs):
        if place == 0 and not names_division(words):
            return PassageKind.TITLE, "the first line, short and without a full stop"
        return PassageKind.HEADING_2, "short, without a full stop, before longer lines"
    if words[0] in '“„«"' and words[-1] in '”“»"' and len(words) > 60:
        return PassageKind.QUOTATION, "wholly in quotation marks"
    return PassageKind.PARAGRAPH, ""


def _heads(place: int, runs: list[Run]) -> bool:
    """Whether a line is a heading by its looks."""
    words = runs[place].text
    alone = place == 0 or runs[place - 1].last < runs[place].first - 1
    then = runs[place + 1].text if place + 1 < len(runs) else ""
    followed = len(then) > len(words) or (place == 0 and names_division(then))
    return len(words) <= 90 and not _END.search(words) and followed and (alone or len(words) <= 60)


def _kind_among_verse(place: int, runs: list[Run]) -> tuple[PassageKind, str]:
    """Return what a line of a poem is: a heading stands alone, at the beginning or with the name of a division."""
    run = runs[place]
    if run.alone and run.in_block == 1:
        if place == 0 and not names_division(run.text):
            return PassageKind.TITLE, "the first line of a poem, alone"
        if names_division(run.text) or run.text.isdecimal() or (run.text.isupper() and len(run.text) > 1):
            return PassageKind.HEADING_2, "stands alone and is named or numbered like a division"
    return PassageKind.VERSE, ""


def shape_said(text: str) -> str:
    """Return how the lines of a text were taken, for the editor to confirm; "" where each is a paragraph."""
    shape = shape_of([line.removesuffix("\r") for line in text.split("\n")])
    return (
        ""
        if shape is Shape.LINES
        else f"outline.tsv line 2: layout taken for {shape}; if it is not, change kind and lines"
    )


def of_encoding(encoding: str) -> str:
    """Return what is to be confirmed of an encoding that nobody has told."""
    said = f"encoding: {encoding} is a guess; look at the letters with accents"
    return f"{said}. If they are wrong, import it anew with --encoding, or with --language"


def where_encoded(text: str) -> str:
    """Return the first line whose letters an encoding decides."""
    lines = enumerate(text.split("\n"), start=1)
    return f"text.txt line {next((number for number, line in lines if not line.isascii()), 1)}"


def to_confirm(decoded: Decoded, rows: list[Row]) -> Iterator[str]:
    """Yield everything that an editor should look at, one sentence each."""
    if not decoded.certain:
        yield f"{where_encoded(decoded.text)}: {of_encoding(decoded.encoding)}"
    if LOST in decoded.text:
        line = decoded.text[: decoded.text.index(LOST)].count("\n") + 1
        yield f"text.txt line {line}: some bytes could not be read and became {LOST}; give --encoding"
    shape = shape_said(decoded.text)
    if shape:
        yield shape
    for number, row in enumerate(rows, start=2):
        if row.reason:
            yield f"outline.tsv line {number}: {row.kind}; {row.reason}"
