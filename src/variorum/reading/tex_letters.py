"""TeX in a field to letters: `{\\O}str{\\"o}m` in, `Øström` out, with the words that TeX sets in italics.

Braces go, accents and dashes become letters, `\\url` and `\\href` their address or words, `\\enquote` quotation marks,
figures raised or lowered those of Unicode. A command that nobody knows stays as it is written, for `check` to name it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from variorum.model.limits import MAX_TEX_LEVELS
from variorum.model.span import Span

_TEX = re.compile(r"[\\{}$~%]|--|``|''")
_MORE_THAN_BRACES = re.compile(r"[\\$~%`]|''")
_TOKEN = re.compile(r"\\([A-Za-z]+)\*?[ \t]*|\\(.?)|([{}~$%])|(-{2,3}|``|'')|([\^_])|[^\\{}~$%\-`'^_]+|.", re.DOTALL)
_ARGUMENT = re.compile(r"[ \t]*(?:\{([^{}]*)\}|\\([ij])(?![A-Za-z])[ \t]*|([^\\{}\s]))")
_ADDRESS = re.compile(r"[ \t]*\{((?:[^{}]|\{[^{}]*\})*)\}")
_MARKS: Mapping[str, str] = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331", "t": "\u0361", "h": "\u0309", "G": "\u030f", "U": "\u030e",
}  # fmt: skip
_LETTERS: Mapping[str, str] = {
    "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł",
    "ss": "ß", "SS": "SS", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "th": "þ", "TH": "Þ",
    "ng": "ŋ", "NG": "Ŋ", "ij": "ĳ", "IJ": "Ĳ", "P": "¶", "S": "§", "copyright": "©", "pounds": "£",
    "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘", "textquotesingle": "'",
    "textquotedblleft": "“", "textquotedblright": "”", "quotedblbase": "„", "quotesinglbase": "‚", "lq": "‘",
    "rq": "’", "guillemotleft": "«", "guillemotright": "»", "flqq": "«", "frqq": "»", "ldots": "…", "dots": "…",
    "textellipsis": "…", "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textbar": "|",
    "textunderscore": "_", "textless": "<", "textgreater": ">", "textdegree": "°", "degree": "°", "euro": "€",
    "texteuro": "€", "textsterling": "£", "textregistered": "®", "texttrademark": "™", "textperiodcentered": "·",
    "cdot": "·", "times": "×", "pm": "±", "TeX": "TeX", "LaTeX": "LaTeX", "slash": "/", "space": " ",
    "textordmasculine": "º", "textordfeminine": "ª", "textexclamdown": "¡", "textquestiondown": "¿", "infty": "∞",
    "to": "→", "rightarrow": "→", "leq": "≤", "geq": "≥", "quad": " ", "autocap": "", "par": " ", "newline": " ",
    "bibstring": "", "hyphen": "-", "bibrangedash": "–", "isdot": "", "adddot": ".", "addcomma": ",", "addspace": " ",
}  # fmt: skip
_DOTTED = str.maketrans("ıȷ", "ij")
_SIGNS: Mapping[str, str] = {
    "\\": " ", ",": " ", " ": " ", "": "", "/": "", "-": "", ":": " ", ";": " ", "!": "", "@": "", "\n": " ", "(": "",
    ")": "", "[": "", "]": "",
}  # fmt: skip
_ITALIC = frozenset({"emph", "textit", "textsl", "mkbibemph", "mkbibitalic", "em", "it", "itshape", "sl"})
_QUOTING = frozenset({"enquote", "mkbibquote", "textquote"})
# commands of which only the words in their braces are shown
_AS_THEY_ARE = frozenset(
    """
    textbf textsc textrm textnormal textup textsf texttt textmd mbox hbox text mathrm mathit mathbf mathsf
    mathcal ensuremath nocase NoCaseChange MakeUppercase MakeLowercase bf sc rm tt sf scshape bfseries upshape
    normalfont mkbibbold mkbibparens mkbibbrackets relax protect noopsort singleletter small large left right
    bibinitperiod lowercase uppercase
    """.split()  # noqa: SIM905 -- a list of so many words reads better so
)
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


class Letters(NamedTuple):
    """A field as it is read."""

    text: str
    emphasis: tuple[Span, ...] = ()  # the words in italics


def has_more_than_braces(raw: str) -> bool:
    """Whether a field has to be read sign by sign, which takes a second for 2 MB."""
    return bool(_TEX.search(raw) and _MORE_THAN_BRACES.search(raw))


def letters_of(raw: str) -> str:
    """Return a field without TeX; most have none and stay."""
    return raw if not _TEX.search(raw) else letters_and_emphasis(raw).text


def letters_and_emphasis(raw: str) -> Letters:
    """Return a field without TeX, and where it is in italics."""
    if not _TEX.search(raw):
        return Letters(raw)
    if not _MORE_THAN_BRACES.search(raw):
        bare = raw.replace("{", "").replace("}", "")
        return Letters(bare.replace("---", "—").replace("--", "–") if "--" in bare else bare)
    reader = _Reader(raw)
    reader.read(0)
    text = "".join(reader.said)
    shown = text.strip()
    shift = len(text) - len(text.lstrip())
    spans = (Span(max(s.start - shift, 0), min(s.end - shift, len(shown))) for s in reader.emphasis)
    return Letters(shown, tuple(span for span in spans if span.start < span.end))


class _Reader:
    """Reads a field from left to right; a group in braces is read by the same function again."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.at = 0
        self.said: list[str] = []
        self.length = 0
        self.emphasis: list[Span] = []
        self.in_formula = False

    def write(self, words: str) -> None:
        if words[:1] == " " and self.said and self.said[-1].endswith(" "):
            words = words.lstrip(" ")
        if words:
            self.said.append(words)
            self.length += len(words)

    def read(self, level: int) -> None:
        """Read to the closing brace of this level, or to the end."""
        declared = -1  # where an \\em or \\it of this group began
        while match := _TOKEN.match(self.raw, self.at):
            self.at = match.end()
            command, sign, single, run, raised = match.group(1, 2, 3, 4, 5)
            if command is not None:
                if command in {"em", "it", "itshape", "sl"}:
                    declared = self.length
                else:
                    self.command(command, match[0], level)
            elif sign is not None:
                self.sign(sign)
            elif single == "{":
                if level < MAX_TEX_LEVELS:
                    self.read(level + 1)
            elif single == "}":
                if 0 < level < MAX_TEX_LEVELS:
                    break
            elif single == "$":
                self.in_formula = not self.in_formula
            elif single:
                self.write("\u00a0" if single == "~" else single)
            elif run:
                self.write({"--": "–", "---": "—", "``": "“", "''": "”"}[run])
            elif raised and self.in_formula:
                self.write(_moved(self.argument(), _RAISED if raised == "^" else _LOWERED))
            else:
                self.write(match[0])
        if declared >= 0:
            self.emphasis.append(Span(declared, self.length))

    def argument(self) -> str:
        """Read what a command or accent stands before: a group without groups in it, or a letter."""
        match = _ARGUMENT.match(self.raw, self.at)
        if not match:
            return ""
        self.at = match.end()
        return next((words for words in match.groups() if words is not None), "")

    def group(self, level: int) -> None:
        """Read the group that stands here, if there is one."""
        if self.raw.startswith("{", self.at) and level < MAX_TEX_LEVELS:
            self.at += 1
            self.read(level + 1)

    def address(self) -> str:
        """Read the group that stands here as it is written."""
        match = _ADDRESS.match(self.raw, self.at)
        if not match:
            return ""
        self.at = match.end()
        return re.sub(r"\\([%#&_~$])(?:\{\})?", r"\1", match[1])

    def sign(self, sign: str) -> None:
        if not sign:  # at the end of the field; `check` names it
            self.write("\\")
        elif sign in _MARKS:
            self.accent(_MARKS[sign])
        else:
            self.write(_SIGNS.get(sign, sign))

    def accent(self, mark: str) -> None:
        letter = letters_of(self.argument()).translate(_DOTTED) or " "  # \\'\\i is í
        self.write(unicodedata.normalize("NFC", letter[0] + mark) + letter[1:] if letter[0] != " " else mark)

    def command(self, name: str, written: str, level: int) -> None:
        """Say what a command stands for."""
        if name in _MARKS:
            self.accent(_MARKS[name])
        elif name in _LETTERS:
            self.write(_LETTERS[name])
            if self.raw.startswith("{}", self.at):
                self.at += 2
        elif name in _ITALIC:
            start = self.length
            self.group(level)
            self.emphasis.append(Span(start, self.length))
        elif name in _QUOTING:
            self.write("“")
            self.group(level)
            self.write("”")
        elif name in {"url", "path", "nolinkurl"}:
            self.write(self.address())
        elif name == "href":
            self.address()
            self.group(level)
        elif name in {"foreignlanguage", "textcolor"}:
            self.argument()
            self.group(level)
        elif name in {"textsuperscript", "mkbibsuperscript", "up"}:
            self.write(_moved(letters_of(self.argument()), _RAISED))
        elif name in {"textsubscript", "mkbibsubscript"}:
            self.write(_moved(letters_of(self.argument()), _LOWERED))
        elif name not in _AS_THEY_ARE:
            self.write(_symbol(name) or written)


def _moved(words: str, letters: Mapping[int, int]) -> str:
    """Return words in raised or lowered letters; as they are if one of them has no such letter."""
    return words.translate(letters) if all(ord(c) in letters for c in words) else words


@lru_cache(maxsize=1024)
def _symbol(name: str) -> str:
    """Return the letter of Unicode for a command that the package latexcodec knows, else ""."""
    import latexcodec  # noqa: F401 -- it registers the codec

    decoded = f"$\\{name}$".encode("ascii").decode("latex+utf-8")
    return "" if "\\" in decoded else decoded
