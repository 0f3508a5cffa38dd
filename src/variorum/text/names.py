"""Naming: the spellings of names.toml in, every place of a text that means one of them out.

One walk through a trie of words finds all names at once, the longest first. A name stands as written, in any of its
spellings, with the endings that its vocabulary has for the last word: Nepali cases (स्टालिनले, स्टालिनहरूको), English
and Norwegian genitives (Stalin’s, Stalins). A term (`kind = "term"`) stands in any case and any inflection: its
words are compared by their stems. Its `phrases` are found in the same way and are no spellings: “the resulting famine”.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from variorum.model.edition import Name
from variorum.model.span import Span
from variorum.model.vocabulary import Vocabulary
from variorum.text.language_vocabularies import NO_OWN, vocabulary_of
from variorum.text.words import Word, spelling_key, stem, words_of

TERM = "term"
_SHORTEST_STEM = 2  # code points that an ending must leave


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a text names somebody or something."""

    name: Name
    span: Span


@dataclass(slots=True)
class _Node:
    following: dict[str, _Node] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)


class Namer:
    """Finds the names of an edition in texts; made once, used for all."""

    def __init__(self, names: Iterable[Name], vocabularies: Mapping[str, Vocabulary] = NO_OWN) -> None:
        self._names = tuple(names)
        self.vocabularies = dict(vocabularies)  # those of the edition, which go before ours
        self._tries: dict[str, _Node] = {}
        self._beginnings: dict[str, dict[str, bool]] = {}  # language → word → whether any name may begin with it

    def mentions(self, text: str, language: str, words: Sequence[Word] | None = None) -> Iterator[Mention]:
        """Yield the names in the order of the text; where spellings overlap the longest wins, then the first.

        `words` are those of the text, if the caller has them already.
        """
        words = tuple(words_of(text)) if words is None else words
        language = language.split("-")[0]
        root = self._trie(language)
        vocabulary = vocabulary_of(language, self.vocabularies)
        begins = self._beginnings.setdefault(language, {})
        at = 0
        while at < len(words):
            word = words[at].text
            begin = begins.get(word)
            if begin is None:
                begin = begins[word] = any(key in root.following for key in _keys(word, vocabulary))
            if not begin:
                at += 1
                continue
            length, names = _longest(root, words, at, vocabulary)
            for name in names:
                yield Mention(name, Span(words[at].start, words[at + length - 1].end))
            at += length or 1

    def _trie(self, language: str) -> _Node:
        """Return the spellings that a text in this language can hold: its own, and those of all others as well.

        A Norwegian text names a Russian newspaper as it is called; only terms are kept to their language.
        """
        if language not in self._tries:
            root = _Node()
            for name in self._names:
                written = chain(name.spellings.items(), name.phrases.items())
                spellings = {(s, lang.split("-")[0]) for lang, group in written for s in group}
                if name.kind != TERM:
                    spellings.add((name.name, language))
                for spelling, spoken in sorted(spellings):
                    if name.kind != TERM or spoken == language:
                        _plant(root, name, spelling, language)
            self._tries[language] = root
        return self._tries[language]


def _plant(root: _Node, name: Name, spelling: str, language: str) -> None:
    node = root
    for word in words_of(spelling):
        key = f"~{stem(word.text, language)}" if name.kind == TERM else _written(word.text)
        node = node.following.setdefault(key, _Node())
    if node is not root and name not in node.names:
        node.names.append(name)


def _longest(root: _Node, words: Sequence[Word], at: int, vocabulary: Vocabulary) -> tuple[int, list[Name]]:
    best: tuple[int, list[Name]] = (0, [])
    nodes = [root]
    for length, word in enumerate(words[at:], start=1):
        onward: list[_Node] = []
        ends: list[list[Name]] = []
        for node in nodes:
            for number, key in enumerate(_keys(word.text, vocabulary)):
                reached = node.following.get(key)
                if reached is None:
                    continue
                if number < 2:  # as written, or as a term: the name may go on; after an ending it may not
                    onward.append(reached)
                if reached.names:
                    ends.append(reached.names)
        if ends:  # “Stalin’s” is Stalin with an ending, though its stem is that of the term “Stalinism”
            best = (length, min(ends, key=lambda names: names[0].kind == TERM))
        if not onward:
            break
        nodes = onward
    return best


@lru_cache(maxsize=1 << 18)
def _keys(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what a word may stand under in the trie: as written, its stem as a term, then without its endings."""
    plain = _written(word)
    bare = dict.fromkeys(s for once in _without_ending(plain, vocabulary) for s in (once, *_again(once, vocabulary)))
    return (plain, f"~{stem(word, vocabulary.language)}", *bare)


def _again(word: str, vocabulary: Vocabulary) -> Iterator[str]:
    return _without_ending(word, vocabulary) if vocabulary.two_name_endings else iter(())


def _without_ending(word: str, vocabulary: Vocabulary) -> Iterator[str]:
    for ending in vocabulary.name_endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            bare = word.removesuffix(ending)
            yield bare + "s" if ending == "s'" else bare


def _written(word: str) -> str:
    """Return a word as names are compared: what spellers vary folded, but a capital stays a capital."""
    return ("^" if word[:1].isupper() else "") + spelling_key(word)
