"""The lines of a TEI file: elements that stand among letters in, words and marks for the scribe out.

What walks through blocks (`tei`) adds `children`, as an element in a line may hold blocks.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from variorum.importing.scribe import Gap, Scribe
from variorum.importing.tei_attributes import is_within_word, language_tag, point_of, readings_of, rendition
from variorum.importing.tei_elements import MARKS, NO_VALUE
from variorum.importing.xml_reading import all_text, local_name
from variorum.text.line_joining import in_one_line

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(slots=True)
class TeiLines:
    """A walk through the lines of a text."""

    root: _Element
    scribe: Scribe = field(default_factory=Scribe)
    languages: list[str] = field(default_factory=list)  # of what we are in, the innermost last

    def children(self, element: _Element) -> None:
        """Read what is in an element, in its order."""
        raise NotImplementedError

    # --- readings -----------------------------------------------------------------------------------------------------

    def choice(self, element: _Element) -> None:
        """Read what is given in two forms: the letters of the witness are shown."""
        shown = next((c for c in element if local_name(c) in {"sic", "orig", "abbr"}), None)
        self._readings(element, shown if shown is not None else next(iter(element), None), "what the witness has")

    def apparatus(self, element: _Element) -> None:
        """Read a place with readings: its lemma is shown, else the first reading."""
        readings = list(element.iter("{*}lem", "{*}rdg"))
        shown = next((r for r in readings if local_name(r) == "lem"), readings[0] if readings else None)
        self._readings(element, shown, "<lem>, or the first <rdg>,")

    def _readings(self, element: _Element, shown: _Element | None, what: str) -> None:
        name = local_name(element)
        self.scribe.guess(f"<{name}>: {what} stands in the text, the other here as a variant", "variant")
        others = [e for e in readings_of(element) if e is not shown]
        with ExitStack() as marks:
            for other in others:
                words = in_one_line(all_text(other))
                witness = str(other.get("wit") or other.get("resp") or local_name(other))
                self.scribe.keep(all_text(other), local_name(other))
                marks.enter_context(self.scribe.marked("variant", f"{words or 'omitted'} ({witness})"))
            if shown is not None:
                self.language_mark(shown)
        for other in element:
            self.scribe.omit(str(other.tail or ""), local_name(element), "stray letters between two readings")

    # --- marks --------------------------------------------------------------------------------------------------------

    def mark(self, element: _Element, name: str) -> None:
        """Read words with a mark of the layer."""
        feature = MARKS[name] or rendition(element)
        value = str(element.get("reason") or element.get("rend") or "") if feature not in NO_VALUE else ""
        if feature == "foreign":
            value = language_tag(element) or ""
            if not value:
                self.scribe.guess("<foreign> without xml:lang: its words are shown as emphasis", "emphasis")
                feature = "emphasis"
        with self.scribe.marked(feature, value):
            self.children(element) if feature == "foreign" else self.language_mark(element)

    def language_mark(self, element: _Element) -> None:
        """Read words that may be in another language than those around them."""
        with self.in_language(element):
            self.children(element)

    def in_language(self, element: _Element) -> ExitStack:
        """Mark what is written inside as words of the language that an element names, if it is another."""
        stack = ExitStack()
        tag = language_tag(element)
        if tag and tag != (self.languages or [""])[-1]:
            stack.enter_context(self.scribe.marked("foreign", tag))
        if tag:
            self.languages.append(tag)
            stack.callback(self.languages.pop)
        return stack

    def point(self, element: _Element, name: str) -> None:
        """Say what an empty element means between two letters."""
        if name == "gap":
            self.scribe.keep(all_text(element), "gap")
        feature, value = point_of(element)
        if feature:
            self.scribe.point(feature, value)
        if is_within_word(element):
            self.scribe.join()
        elif name in {"lb", "pb", "cb", "gb"}:
            self.scribe.blank(Gap.BREAK)
