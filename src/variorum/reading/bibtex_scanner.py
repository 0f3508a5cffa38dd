"""The entries of a BibTeX or biblatex file: its text in; entries with the lines of their fields, and the faults, out.

It reads entry by entry. What is wrong with one is named with its key and its own line, as much of it as can be read
stays, and the others are as if it were not there. `@string` is put in, `@comment` and `@preamble` are passed over. The
time it takes grows with the length of the text, whatever stands in it.

Kept by hand because what there is does not serve: pybtex ends at the first fault and takes four times as long;
bibtexparser 2 goes on in silence, after a missing comma takes the next field into the value before it, does not join
what `#` joins, passes over `@book(…)`, and counts `\\{` otherwise than BibTeX and biber do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from variorum.model.limits import MAX_EXPANDED_CHARS, MAX_FAULTS, MAX_FIELDS, MAX_STRING_CHARS, MAX_WORKS
from variorum.reading.files import line_counter

MONTHS: tuple[str, ...] = tuple(
    """
    january february march april may june july august september october november december
    """.split()  # noqa: SIM905 -- reads better so
)

_START = re.compile(r"@[ \t]*([A-Za-z][\w-]*)\s*([{(])")
_KEY = re.compile(r"\s*([^\s,{}]+?)\s*(?=[,}]|\)\s*(?:@|$)|$)")
_KEY_OR_NONE = re.compile(r"\s*([^\s,{}]*?)\s*(?=[,}]|\)\s*(?:@|$)|$)")
_KEY_WITHOUT_COMMA = re.compile(r"\s*([^\s,{}=]+)\s+(?=[A-Za-z_][\w-]*\s*=)")
_KEY_WITH_BLANKS = re.compile(r"\s*([^\s,{}=]+(?:[ \t]+[^\s,{}=]+)+)[ \t]*(?=,)")
_FIELD = re.compile(r"\s*([A-Za-z_@][^\s=,{}()\"#%']*)\s*=\s*")
# a value, or a part of one, without braces in it: the most of all
_SIMPLE = re.compile(r'\{([^{}]*)\}|"([^"{}]*)"|(\d+)|([A-Za-z_][^\s=,{}()"#%\']*)')
# a comma, and a field without braces in its value: nearly all of them, read in one step
_WHOLE = re.compile(r'\s*,\s*([A-Za-z_][\w-]*)\s*=\s*(?:\{([^{}]*)\}|"([^"{}]*)"|(\d+))(?=\s*[,})])')
_JOIN = re.compile(r"\s*#\s*")
_SPACE = re.compile(r"\s*")
# within braces: a brace, or an entry that begins on a line of its own, by which a brace is missing before it
_BRACE = re.compile(r"[{}]|\n[ \t]*@[A-Za-z]+[ \t]*\{[ \t]*[^\s,{}=]+[ \t]*,")
_BRACE_OR_QUOTE = re.compile(r'["{}]|\n[ \t]*@[A-Za-z]+[ \t]*\{[ \t]*[^\s,{}=]+[ \t]*,')
_STRAY = re.compile(r"^[ \t,]*([A-Za-z][\w-]*)[ \t]*=[ \t]*[{\"]", re.MULTILINE)


class Field(NamedTuple):
    """A field as it is written."""

    value: str  # TeX; without its outer braces, blanks and line ends as single blanks
    line: int


@dataclass(slots=True)
class Entry:
    """An entry as it is written."""

    type: str  # lower case, e.g. "book"
    key: str
    line: int
    fields: dict[str, Field]  # by name in lower case
    text: str = ""  # all of it
    torn: bool = False  # it is not read to its end


class Fault(NamedTuple):
    """What is wrong, for a person."""

    line: int
    message: str


@dataclass(slots=True)
class Scanned:
    """What stands in a file."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class _Torn(Exception):  # noqa: N818 -- it carries what to tell the person
    """An entry ends where it should not; reading goes on at `at`."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at = at


def scan(text: str, *, keyless: bool = False) -> Scanned:
    """Return the entries of a file, in its order, and what is wrong in it; also those with no key, if they may be."""
    return _Scanner(text, keyless).scan()


class _Scanner:
    def __init__(self, text: str, keyless: bool) -> None:
        self.text = text
        self.key = _KEY_OR_NONE if keyless else _KEY
        self.found = Scanned()
        self.strings = {month[:3]: month.capitalize() for month in MONTHS} | {"sept": "September"}
        self.fields = 0  # met in all entries
        self.expanded = 0  # characters that @string has put in
        self.keys: dict[str, Entry] = {}  # in small letters → the entry that has it
        self.line = line_counter(text)
        self.comments_end = True  # whether the last @comment{ was closed

    def fault(self, at: int, message: str) -> None:
        self.found.faults.append(Fault(self.line(at), message))

    def scan(self) -> Scanned:
        at = 0
        while len(self.found.entries) <= MAX_WORKS and (match := _START.search(self.text, at)):
            self._say_stray(at, match.start())
            if len(self.found.faults) >= MAX_FAULTS:
                message = f"more than {MAX_FAULTS:,} things are wrong above; from here on nothing is read"
                self.fault(match.start(), message)
                return self.found
            at = self._command(match)
        self._say_stray(at, len(self.text))
        if self.text.strip() and not self.found.entries and not self.found.faults:
            self.fault(0, "there is no entry in it; an entry begins with @book{Key2001,")
        return self.found

    def _say_stray(self, start: int, end: int) -> None:
        """Say of a field that stands in no entry: the entry before it has a closing brace too many."""
        stray = _STRAY.search(self.text, start, end) if self.found.entries else None
        if stray:
            key = self.found.entries[-1].key
            self.fault(
                stray.start(1), f"“{stray[1]}” stands in no entry; a closing brace is too much in {key} before it"
            )

    def _command(self, match: re.Match[str]) -> int:
        """Read what an @ begins, and return where to go on."""
        type_, opening = match[1].lower(), match[2]
        try:
            if type_ == "comment":
                return self._past_comment(match)
            if type_ == "preamble":
                return self._close(self._value(_past(match.end(), self.text), "@preamble")[1], opening, "@preamble")
            if type_ == "string":
                return self._string(match, opening)
            return self._entry(match, type_, opening)
        except _Torn as torn:
            self.fault(match.start(), str(torn))
            return torn.at

    def _past_comment(self, match: re.Match[str]) -> int:
        if not self.comments_end or match[2] == "(":
            return match.end()
        try:
            return self._balanced(match.end(), f"@{match[1]}")
        except _Torn:
            self.comments_end = False
            return match.end()

    def _string(self, match: re.Match[str], opening: str) -> int:
        name = _FIELD.match(self.text, match.end())
        if not name:
            raise _Torn(match.end(), '@string is not read; write @string{name = "words"}')
        value, at = self._value(name.end(), f"@string {name[1]}")
        if len(value) > MAX_STRING_CHARS:
            message = f"{len(value):,} characters in @string {name[1]}; at most {MAX_STRING_CHARS:,} are read"
            self.fault(match.start(), message)
            value = ""
        self.strings[name[1].lower()] = value
        return self._close(at, opening, f"@string {name[1]}")

    def _entry(self, match: re.Match[str], type_: str, opening: str) -> int:
        key = self.key.match(self.text, match.end()) or self._mended_key(match, type_)
        if not key:
            raise _Torn(match.end(), f"an entry (@{type_}) without a key; write @{type_}{{Key2001,")
        entry = Entry(type_, "".join(key[1].split()), self.line(match.start()), {})
        at, torn, begun = self._fields(entry, key.end(), opening)
        entry.torn = torn is not None
        end = at if torn is None else self.text.rfind("}", match.end(), at) + 1
        entry.text = self.text[match.start() : max(end, key.end())].strip()
        first = self.keys.setdefault(entry.key.casefold(), entry) if entry.key else entry
        if first is entry:
            self.found.entries.append(entry)
        else:
            again = "upper and lower case count as the same; " if entry.key != first.key else ""
            message = f"{entry.key} is there already (line {first.line}); {again}each key must stand only once"
            self.fault(match.start(), message)
        if torn is not None:
            message = f"{entry.key} is not read to its end: {torn}"
            self.fault(begun, message)
        return at

    def _mended_key(self, match: re.Match[str], type_: str) -> re.Match[str] | None:
        """Return a key that is not written as it should, and say so, so that nobody who cites it is told of it too."""
        if key := _KEY_WITHOUT_COMMA.match(self.text, match.end()):
            self.fault(match.start(), f"a comma is missing after the key {key[1]}; write @{type_}{{{key[1]},")
        elif key := _KEY_WITH_BLANKS.match(self.text, match.end()):
            joined = "".join(key[1].split())
            self.fault(match.start(), f"the key “{key[1]}” holds blanks; write @{type_}{{{joined},")
        return key

    def _fields(self, entry: Entry, at: int, opening: str) -> tuple[int, str | None, int]:
        """Read the fields of an entry; return where it ends, why it ends too early, if it does, and the last field."""
        closing = "}" if opening == "{" else ")"
        begun = at
        try:
            while True:
                while whole := _WHOLE.match(self.text, at):
                    at, begun = whole.end(), whole.start(1)
                    self._take(entry, whole[1], " ".join(whole[whole.lastindex or 0].split()), begun)
                at = _past(at, self.text)
                comma = self.text.startswith(",", at) or not entry.fields  # of the key it is said already
                while self.text.startswith(",", at):
                    at = _past(at + 1, self.text)
                if self.text.startswith(closing, at):
                    return at + 1, None, begun
                name = _FIELD.match(self.text, at)
                if not name:
                    said = f"{self._shown(at)} is no field; write name = {{value}}, and look for a brace or comma"
                    raise _Torn(at, "a brace is missing before the next entry" if _START.match(self.text, at) else said)
                start = begun = name.start(1)
                if not comma:
                    self.fault(start, f"a comma is missing before “{name[1]}” of {entry.key}")
                value, at = self._value(name.end(), f"“{name[1]}”")
                self._take(entry, name[1], value, start)
        except _Torn as torn:
            return torn.at, str(torn), begun

    def _take(self, entry: Entry, name: str, value: str, start: int) -> None:
        self.fields += 1
        if self.fields > MAX_FIELDS:
            raise _Torn(len(self.text), f"there are more than {MAX_FIELDS:,} fields in the file")
        small = name.lower()
        if small in entry.fields:
            self.fault(start, f"“{name}” stands twice in {entry.key}; the first is taken, remove one of them")
        else:
            entry.fields[small] = Field(value, self.line(start))

    def _shown(self, at: int) -> str:
        words = " ".join(self.text[at : at + 30].split())
        return f"“{words}”" if words else "the end of the file"

    def _value(self, at: int, whose: str) -> tuple[str, int]:
        """Read a value with all its parts; return it, blanks and line ends as single blanks, and where it ends."""
        parts = []
        while True:
            part, at = self._part(at, whose)
            parts.append(part)
            join = _JOIN.match(self.text, at)
            if not join:
                return " ".join("".join(parts).split()), at
            at = join.end()

    def _part(self, at: int, whose: str) -> tuple[str, int]:
        match = _SIMPLE.match(self.text, at)
        if match:
            kind = match.lastindex or 1
            return (self._of_string(match, whose) if kind == 4 else match[kind]), match.end()
        if self.text.startswith("{", at):
            end = self._balanced(at + 1, whose)
            return self.text[at + 1 : end - 1], end
        if self.text.startswith('"', at):
            end = self._quoted(at + 1, whose)
            return self.text[at + 1 : end - 1], end
        raise _Torn(at, f"{whose} has no value")

    def _of_string(self, match: re.Match[str], whose: str) -> str:
        value = self.strings.get(match[4].lower())
        if value is None:
            message = f"there is no @string {match[4]} for {whose}; put the words in braces"
            self.fault(match.start(), message)
            self.strings[match[4].lower()] = value = match[4]  # said once
        self.expanded += len(value)
        if self.expanded > MAX_EXPANDED_CHARS:
            if self.expanded - len(value) <= MAX_EXPANDED_CHARS:
                message = f"@string has put in more than {MAX_EXPANDED_CHARS:,} characters; from here on it is not read"
                self.fault(match.start(), message)
            return ""
        return value

    def _balanced(self, at: int, whose: str) -> int:
        """Return the place after the brace that closes the one before `at`."""
        depth = 1
        for match in _BRACE.finditer(self.text, at):
            if match[0] == "{":
                depth += 1
            elif match[0] == "}":
                depth -= 1
                if not depth:
                    return match.end()
            else:
                raise _Torn(match.start(), f"a brace is missing in {whose}, before the next entry")
        raise _Torn(len(self.text), f"a brace is missing in {whose}")

    def _quoted(self, at: int, whose: str) -> int:
        """Return the place after the quotation mark that closes the one before `at`; those in braces count not."""
        depth = 0
        for match in _BRACE_OR_QUOTE.finditer(self.text, at):
            if match[0] == '"':
                if not depth:
                    return match.end()
            elif match[0] in "{}":
                depth += 1 if match[0] == "{" else -1
                if depth < 0:
                    raise _Torn(match.start(), f"a quotation mark is missing in {whose}")
            else:
                raise _Torn(match.start(), f"a quotation mark or brace is missing in {whose}, before the next entry")
        raise _Torn(len(self.text), f"a quotation mark or brace is missing in {whose}")

    def _close(self, at: int, opening: str, whose: str) -> int:
        at = _past(at, self.text)
        if not self.text.startswith("}" if opening == "{" else ")", at):
            raise _Torn(at, f"a brace is missing after {whose}")
        return at + 1


def _past(at: int, text: str) -> int:
    """Return the place after the blanks and line ends that stand there."""
    match = _SPACE.match(text, at)
    return match.end() if match else at
