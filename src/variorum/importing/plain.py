"""A text as somebody has it in, what a source's folder would say of it out. Everything is only proposed.

The text itself is never mended: it is kept as it is, only written in UTF-8. What is guessed here is for an editor to
confirm, so each guess comes with a sentence.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from variorum.model.edition import PassageKind
from variorum.model.hidden_characters import without_hidden_characters
from variorum.text.quoting import quoted


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding that it was in."""

    text: str
    encoding: str  # e.g. "utf-8", "cp1252"
    certain: bool  # False when the encoding is a guess


@dataclass(frozen=True, slots=True)
class Row:
    """A proposed row of outline.tsv."""

    line: int
    kind: PassageKind
    locus: str
    remark: str
    reason: str = ""  # why it is not simply a paragraph; "" when there is nothing to confirm


@dataclass(frozen=True, slots=True)
class Guess:
    """A language with how sure the guess is."""

    language: str  # BCP 47; "und" if nothing is known
    certain: bool
    reason: str


def decode(data: bytes) -> Decoded:
    """Return the bytes as text: UTF-8 if they are that, else what the marks at the start or the letters suggest."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return Decoded(data.decode(encoding, errors="replace"), encoding, True)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", True)
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data).best()
        encoding = best.encoding if best else "cp1252"
        return Decoded(data.decode(encoding, errors="replace"), encoding, False)


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
    "ru": "и в не на что с он как это по но его к из у был",
    "uk": "і в не на що з він як це по але його до у був та",
    "bg": "и в не на че с той как това по но го от за се да",
    "ne": "छ र को मा ले का पनि भएको थियो गर्ने यो हो छन् उनले गरेको",
    "hi": "है के में की और का से को ने पर यह नहीं थे था कि हैं",
    "mr": "आहे आणि च्या ला ने हे होते या की मध्ये",
}
_SCRIPT_LANGUAGES = {
    "GEORGIAN": "ka", "GREEK": "el", "ARMENIAN": "hy", "HEBREW": "he", "ARABIC": "ar", "BENGALI": "bn", "TAMIL": "ta",
    "THAI": "th", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "ETHIOPIC": "am",
}  # fmt: skip


def guess_language(text: str) -> Guess:
    """Guess the language of a text from its script, then from its commonest words."""
    scripts = Counter(unicodedata.name(c, "? ").split(" ")[0].split("-")[0] for c in text[:20_000] if c.isalpha())
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > scripts["CJK"] / 10 and scripts["CJK"]:
        return Guess("ja", True, "Japanese syllables")
    script = scripts.most_common(1)[0][0] if scripts else ""
    if script in _SCRIPT_LANGUAGES:
        return Guess(_SCRIPT_LANGUAGES[script], False, f"most letters are {script.title()}")
    words = re.findall(r"[^\W\d_][\w\u0900-\u097f]*", text[:200_000].lower())
    tails = [word[-2:] for word in words] if script == "DEVANAGARI" else []  # Nepali writes के, मा, ले with the noun
    counts = Counter(chain(words, tails))
    scores = {language: sum(counts[w] for w in set(stop.split())) for language, stop in _STOP_WORDS.items()}
    if "ø" in text or "æ" in text:
        scores["sv"] = scores["de"] = 0
    first, second = sorted(scores, key=lambda language: -scores[language])[:2]
    if scores[first] < 3:
        return Guess("und", False, "too few common words of any language that is known here")
    certain = scores[first] > 1.3 * scores[second] and scores[first] > 20
    return Guess(first, certain, f"{scores[first]} common words of {first}, {scores[second]} of {second}")


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
_ITEM = re.compile(r"^\s*(?:[-*•‣–]|\(?[a-z0-9]{1,3}[.)])\s+\S")
_END = re.compile(r"[.!?;:,…।。”\"»)\]]\s*$")


def propose_outline(text: str) -> list[Row]:
    """Propose what each line is. Loci are numbered through; headings get h1, h2 …, references r1, r2 …"""
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    filled = [(number, line.strip()) for number, line in enumerate(lines, start=1) if line.strip()]
    repeated = {line for line, times in Counter(line for _, line in filled if len(line) < 80).items() if times > 3}
    counters: Counter[str] = Counter()
    rows = []
    for place, (number, line) in enumerate(filled):
        kind, reason = _kind_of(line, place, filled, line in repeated)
        if kind is PassageKind.OMITTED:
            rows.append(Row(number, kind, "", "site furniture (to confirm)", reason))
            continue
        series = "h" if kind.depth else "r" if kind is PassageKind.REFERENCE else ""
        counters[series] += 1
        rows.append(Row(number, kind, f"{series}{counters[series]}", "", reason))
    return rows


def _kind_of(line: str, place: int, filled: list[tuple[int, str]], repeated: bool) -> tuple[PassageKind, str]:
    number = filled[place][0]
    if _FURNITURE.match(line):
        return PassageKind.OMITTED, "looks like the page around the text"
    if repeated and not _END.search(line):
        return PassageKind.OMITTED, "the same line stands there more than three times"
    if not any(c.isalnum() for c in line):
        return PassageKind.OMITTED, "has no letter or figure"
    if _REFERENCE.match(line) and len(line) < 600:
        return PassageKind.REFERENCE, "looks like an entry of a list of references"
    if _ITEM.match(line):
        return PassageKind.LIST_ITEM, "begins like an item of a list"
    alone = (place == 0 or filled[place - 1][0] < number - 1) or place == 0
    followed = place + 1 < len(filled) and len(filled[place + 1][1]) > len(line)
    if len(line) <= 90 and not _END.search(line) and followed and (alone or len(line) <= 60):
        first = not any(True for _ in filled[:place])
        if first:
            return PassageKind.TITLE, "the first line, short and without a full stop"
        return PassageKind.HEADING_2, "short, without a full stop, before longer lines"
    if line[0] in '“„«"' and line[-1] in '”“»"' and len(line) > 60:
        return PassageKind.QUOTATION, "wholly in quotation marks"
    return PassageKind.PARAGRAPH, ""


def outline_text(rows: list[Row]) -> str:
    """Return outline.tsv."""
    body = "".join(f"{r.line}\t{r.kind}\t{r.locus}\t{r.remark}\n" for r in rows)
    return f"lines\tkind\tlocus\tremark\n{body}"


def source_text(text: str, *, siglum: str, language: str, order: int, origin: str) -> str:
    """Return source.toml, with a sentence wherever the editor has to say more."""
    lines = (without_hidden_characters(line).strip() for line in text.split("\n"))
    first = next(filter(None, lines), "Untitled")
    digest = hashlib.sha256(text.encode()).hexdigest()
    title = first if len(first) <= 120 else first[:120].rsplit(" ", 1)[0]
    rows = (
        ("title", quoted(title)), ("label", quoted(title[:40].strip())), ("siglum", quoted(siglum)),
        ("order", str(order)),
        ("language", quoted(language)), ("origin", quoted(origin)), ("rights", quoted("To be said by the editors.")),
        ("sha256", quoted(digest)),
    )  # fmt: skip
    return "".join(f"{key} = {value}\n" for key, value in rows)


def to_confirm(decoded: Decoded, guess: Guess, rows: list[Row]) -> Iterator[str]:
    """Yield everything that an editor should look at, one sentence each."""
    if not decoded.certain:
        yield f"encoding: {decoded.encoding} is a guess; look at the letters with accents"
    if "\ufffd" in decoded.text:
        yield "encoding: some bytes could not be read and became \ufffd; give --encoding"
    if not guess.certain:
        yield f"language: {guess.language} is a guess ({guess.reason})"
    yield "source.toml: title, label, origin and rights are to be said by you"
    for row in rows:
        if row.reason:
            yield f"line {row.line}: {row.kind}; {row.reason}"
