"""How citeproc prints works and citations: a style, works and what is cited in, runs of text out.

Pandoc's citeproc is asked once for all of them. It is given pandoc's own JSON: first each work is cited alone, in the
order in which a style without an order of its own numbers them, then each group of works as a note has it. What comes
back is walked through by `csl_answer`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from variorum.model.body import CiteTarget
from variorum.model.limits import MAX_PRINT_SECONDS
from variorum.model.works import Work
from variorum.reading.pandoc_process import ask_pandoc
from variorum.wording.messages import Wording
from variorum.works.csl_answer import Cited, cited_words, entries_of
from variorum.works.csl_file import CslFile
from variorum.works.csl_items import printed_item
from variorum.works.runs import Run

Group = tuple[CiteTarget, ...]  # what one role cites
# A work that is cited between two others in a style of footnotes, so that no “ibid.” comes about.
_BETWEEN = "variorum-between"


class Asked(NamedTuple):
    """One citation that is to be printed."""

    group: Group
    in_sentence: bool = False  # `Lee (1999)` instead of `(Lee 1999)`


@dataclass(frozen=True, slots=True)
class Printed:
    """What citeproc has printed."""

    entries: Mapping[str, tuple[Run, ...]] = field(default_factory=dict)  # key → entry, in the order of the list
    marks: Mapping[str, str] = field(default_factory=dict)  # key → the number before its entry, e.g. "[12]"
    citations: Mapping[Asked, tuple[Cited, ...]] = field(default_factory=dict)  # without brackets in styles of notes


@dataclass(frozen=True)
class Question:
    """All that citeproc is asked at once."""

    style: CslFile
    works: Sequence[Work]  # in the order in which they are cited
    cited: Sequence[Group]  # as the notes have it
    wording: Wording

    @property
    def asked(self) -> list[Asked]:
        """The citations in the order in which they are printed: in a style of notes each work twice, first in full."""
        alone = [Asked((CiteTarget(work.key),)) for work in self.works]
        groups = dict.fromkeys(self.cited)
        named = dict.fromkeys(CiteTarget(t.key, "", t.after) for group in groups for t in group)
        return [
            *alone * (2 if self.style.is_of_notes else 1),
            *map(Asked, groups),
            *(Asked((target,), in_sentence=not self.style.is_of_notes) for target in named),
        ]

    def files(self) -> dict[str, str]:
        """Return the files that citeproc is given, by their names."""
        items = [printed_item(work, self.wording) for work in self.works]
        items += [{"id": _BETWEEN, "type": "book", "title": _BETWEEN}] if self.style.is_of_notes else []
        return {"style.csl": self.style.text, "works.json": json.dumps(items, ensure_ascii=False)}

    def document(self) -> str:
        """Return the document that holds the citations, one in a paragraph."""
        between = [_paragraph(Asked((CiteTarget(_BETWEEN),)))] if self.style.is_of_notes else []
        language = self.style.language or self.wording.language
        document = {
            "pandoc-api-version": [1, 23],
            "meta": {"link-citations": {"t": "MetaBool", "c": True}, "lang": {"t": "MetaString", "c": language}},
            "blocks": [block for asked in self.asked for block in (_paragraph(asked), *between)],
        }
        return json.dumps(document, ensure_ascii=False)

    def printed(self, answer: bytes) -> Printed:
        """Return what an answer of `ask` says."""
        blocks: list[Any] = json.loads(answer)["blocks"]
        each = 2 if self.style.is_of_notes else 1
        citations = {
            asked: cited_words(block) for asked, block in zip(self.asked, blocks[:-1:each], strict=True)
        }  # of two answers the second counts
        by_key = {work.key: work for work in self.works}
        entries = {key: entry for key, entry in entries_of(blocks[-1]) if key in by_key}
        return Printed(
            {key: entry for key, (_, entry) in entries.items()},
            {key: mark for key, (mark, _) in entries.items() if mark},
            citations,
        )


def ask(program: str, question: Question) -> bytes:
    """Return what pandoc (`program`) answers; raises `PandocError`."""
    arguments = ["-f", "json", "-t", "json", "--citeproc", "--bibliography=works.json", "--csl=style.csl"]
    document = question.document().encode()
    return ask_pandoc(program, arguments, document, max_seconds=MAX_PRINT_SECONDS, files=question.files())


def _paragraph(asked: Asked) -> dict[str, Any]:
    mode = "AuthorInText" if asked.in_sentence else "NormalCitation"
    return {"t": "Para", "c": [{"t": "Cite", "c": [[_target(target, mode) for target in asked.group], []]}]}


def _target(target: CiteTarget, mode: str) -> dict[str, Any]:
    return {
        "citationId": target.key,
        "citationPrefix": _inlines(target.before),
        "citationSuffix": _inlines(f", {target.after}" if target.after else ""),
        "citationMode": {"t": mode},
        "citationNoteNum": 1,
        "citationHash": 0,
    }


def _inlines(text: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for word in text.split():
        found += [{"t": "Space"}] if found else []
        found.append({"t": "Str", "c": word})
    return found
