"""What stands for letters in a Word file without being any, and where its letters stand: elements in, letters out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from variorum.importing.xml_reading import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS: Mapping[str, str] = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}  # elements that are a letter
# The letters of the font Symbol from its places 0x20 and 0xA0 on, as Adobe gives them.
_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
)
# Of the font Wingdings, the signs that stand in texts: boxes to tick, bullets, arrows, hands, faces.
_WINGDINGS: Mapping[int, str] = {
    0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x41: "✌", 0x45: "☜", 0x46: "☞", 0x47: "☝", 0x48: "☟", 0x4A: "☺", 0x4C: "☹",
    0x55: "✝", 0x58: "✠", 0x59: "✡", 0x5A: "☪", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x75: "◆", 0x76: "❖", 0xA7: "▪",
    0xA8: "◻", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
# What holds letters that are not those of the text, and what the account calls it.
_APART: Mapping[str, str] = {
    "del": "w:del", "moveFrom": "w:del", "Fallback": "mc:Fallback", "rt": "w:rt", "oMath": "m:oMath",
}  # fmt: skip


def word_sign(element: _Element) -> str:
    """Return the letter that an element stands for; "" if it stands for none that is known."""
    if local_name(element) != "sym":
        return _SIGNS.get(local_name(element), "")
    try:
        place = int(element.get(f"{_W}char", ""), 16) & 0xFF
    except ValueError:
        return ""
    font = element.get(f"{_W}font", "")
    if font == "Wingdings":
        return _WINGDINGS.get(place, "")
    starts = (0x20, 0xA0) if font == "Symbol" else ()
    return next((row[place - at] for at, row in zip(starts, _SYMBOL, strict=False) if 0 <= place - at < len(row)), "")


def join_drop_caps(tree: _Element) -> None:
    """Put a letter that is dropped into its paragraph: Word keeps it in a frame, as a paragraph before it."""
    for frame in list(tree.iter(f"{_W}framePr")):
        properties = frame.getparent()
        letter = properties.getparent() if properties is not None else None
        following = letter.getnext() if letter is not None else None
        if not frame.get(f"{_W}dropCap") or letter is None or following is None or local_name(following) != "p":
            continue
        at = 1 if len(following) and local_name(following[0]) == "pPr" else 0
        following[at:at] = [run for run in letter if run is not properties]
        holder = letter.getparent()
        if holder is not None:
            holder.remove(letter)


def word_letters(root: _Element, name: str) -> Iterator[tuple[str, str]]:
    """Yield the letters of a part of a Word file by where they stand: in the part itself, or apart from the text."""
    for element in root.iter():
        text = word_sign(element) or (str(element.text or "") if local_name(element) in {"t", "delText"} else "")
        if text:
            yield apart(element) or name, text


def apart(element: _Element) -> str:
    """Return what the account calls the place of letters that are not those of the text; "" for all others."""
    for holder in element.iterancestors():
        if found := _APART.get(local_name(holder)):
            return found
        if local_name(holder) == "footnote" and holder.get(f"{_W}type", "normal") != "normal":
            return "w:footnote"
    run = element.getparent()
    call = next(run.iter(f"{_W}footnoteReference", f"{_W}endnoteReference"), None) if run is not None else None
    return (
        "w:footnoteReference"
        if call is not None and call.get(f"{_W}customMarkFollows", "0") in {"1", "true", "on"}
        else ""
    )
