"""How words look by the style of a page or of a word processor: names of styles in, features of the layer out.

Only what pandoc does not say itself: classes of CSS and their declarations, named styles of Word. Of blocks only small
capitals count: that a heading is bold says nothing of its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Features = tuple[str, ...]

SMALL_CAPS = "small-caps"
# Classes that are so called for what they are, where no style sheet says what they look like.
_BY_NAME: Mapping[str, Features] = dict.fromkeys(("smcap", "sc", "small-caps", "smallcap", "scaps"), (SMALL_CAPS,))
_ELEMENTS: Mapping[str, str] = {"b": "Strong", "strong": "Strong", "i": "Emph", "em": "Emph"}
_SELECTOR = re.compile(r"([a-z]\w*)?(?:\.([\w-]+))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Looks:
    """What the styles of a document say of the words in them."""

    words: Mapping[str, Features] = field(default_factory=dict)  # by class or name of a style, of words in a line
    blocks: Mapping[str, Features] = field(default_factory=dict)  # the same of paragraphs
    elements: Mapping[str, Features] = field(default_factory=dict)  # by pandoc's name of a mark, in place of its own

    def of_words(self, attributes: Any) -> Features:
        """Return the features that pandoc's attributes of words mean."""
        _, classes, pairs = attributes
        own = dict(pairs)
        names = [*classes, own.get("custom-style", "")]
        named = (f for name in names for f in self.words.get(name, _BY_NAME.get(name, ())))
        return tuple(dict.fromkeys([*named, *declared(own.get("style", ""))]))

    def of_block(self, attributes: Any) -> Features:
        """Return the features that pandoc's attributes of a paragraph or a heading mean for all of its words."""
        _, classes, pairs = attributes
        own = dict(pairs)
        named = (f for name in (*classes, own.get("custom-style", "")) for f in self.blocks.get(name, ()))
        return tuple(f for f in dict.fromkeys([*named, *declared(own.get("style", ""))]) if f == SMALL_CAPS)


def looks_of_css(sheets: Iterable[str]) -> Looks:
    """Return what style sheets say of classes and of marks."""
    words: dict[str, Features] = {}
    elements: dict[str, Features] = {}
    for selector, declarations in _rules(sheets):
        match = _SELECTOR.fullmatch(selector)
        features = declared(declarations)
        if match is None or not features:
            continue
        if match[2]:
            words[match[2]] = tuple(dict.fromkeys(words.get(match[2], ()) + features))
        elif match[1] and match[1].lower() in _ELEMENTS and SMALL_CAPS in features:
            elements[_ELEMENTS[match[1].lower()]] = features
    return Looks(words, words, elements)


def _rules(sheets: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each selector with its declarations; what stands in a rule of rules (@media) counts as well."""
    for sheet in sheets:
        for rule in re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL).split("}"):
            head, _, declarations = rule.rpartition("{")
            for selector in head.rpartition("{")[2].rpartition(";")[2].split(","):
                yield selector.strip(), declarations


def declared(declarations: str) -> Features:
    """Return the features that declarations of CSS mean, in the order of the table."""
    found = {}
    for declaration in declarations.lower().split(";"):
        name, _, value = declaration.partition(":")
        found[name.strip()] = value.replace("!important", "").strip()
    return tuple(
        feature for feature, names, values in _DECLARED if any(values & set(found.get(n, "").split()) for n in names)
    )


_HEAVY = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_DECLARED: tuple[tuple[str, Features, frozenset[str]], ...] = (
    ("emphasis", ("font-style",), frozenset({"italic", "oblique"})),
    ("strong", ("font-weight",), _HEAVY),
    (SMALL_CAPS, ("font-variant", "font-variant-caps"), frozenset({"small-caps", "all-small-caps"})),
    ("superscript", ("vertical-align",), frozenset({"super"})),
    ("subscript", ("vertical-align",), frozenset({"sub"})),
    ("underline", ("text-decoration", "text-decoration-line"), frozenset({"underline"})),
    ("strike", ("text-decoration", "text-decoration-line"), frozenset({"line-through"})),
)
