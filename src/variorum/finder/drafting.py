"""Drafting: a `Proposal` that an editor accepts in, the file of the parallel out, ready to be written on."""

from __future__ import annotations

import json
import re
from pathlib import Path

from variorum.disk.whole_file import write_new
from variorum.finder.finding import Proposal
from variorum.finder.windows import Window
from variorum.model.edition import RELATIONS, Edition, Span
from variorum.text.anchoring import Miss, locate
from variorum.text.dates import days_of

_CONTEXT = 40  # code points of the neighbouring words that tell two places apart
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


class NoDraftError(Exception):
    """What the editor asked for cannot be written; the message says why."""


def draft(
    edition: Edition,
    proposal: Proposal,
    *,
    title: str = "",
    relation: str = "",
    date: str = "",
    comment: str = "",
    dated: bool = True,
) -> str:
    """Return the text of the parallel's file; what is not given is proposed from what the two windows share.

    Where they share no date and none is given, raises `NoDraftError`, or leaves it open if `dated` is false.
    """
    relation = relation or ("reuses" if proposal.reused else "agrees")
    if relation not in RELATIONS:
        raise NoDraftError(f"there is no relation “{relation}”; it is one of {', '.join(RELATIONS)}")
    date = date or proposed_date(proposal)
    if days_of(date) is None and (dated or date):
        raise NoDraftError(f"“{date}” is no date in EDTF; give one with --date, e.g. 1906, 1906-07 or 1904/1906")
    passages = [_item(edition, proposal.a, proposal.words_a), _item(edition, proposal.b, proposal.words_b)]
    lines = [
        "---",
        f"relation: {relation}",
        f"date: {_quoted(date)}",
        "passages:",
        *(f"  - {{{item}}}" for item in passages),
        f"title: {_quoted(title or proposed_title(proposal))}",
        "---",
        comment or _first_comment(proposal),
    ]
    return "\n".join(lines) + "\n"


def proposed_title(proposal: Proposal) -> str:
    """Return the names and terms that the windows share, or what else they do, as a first title."""
    told = [r.label for r in proposal.reasons if r.kind in {"name", "term"}] or [r.label for r in proposal.reasons]
    return ", ".join(told[:3]) or f"{proposal.a.label} and {proposal.b.label}"


def proposed_id(proposal: Proposal) -> str:
    """Return an id from the first title, in letters a–z, digits and hyphens."""
    id_ = _NOT_IN_ID.sub("-", proposed_title(proposal).casefold()).strip("-")
    return id_ or _NOT_IN_ID.sub("-", f"{proposal.a.label}-{proposal.b.label}".casefold()).strip("-")


def proposed_date(proposal: Proposal) -> str:
    """Return the most telling date that the windows share, in EDTF; "" if they share none."""
    for kind in ("month", "year"):
        dates = sorted({r.label for r in proposal.reasons if r.kind == kind})
        if dates:
            return dates[0] if len(dates) == 1 else f"{dates[0]}/{dates[-1]}"
    decades = [r.label for r in proposal.reasons if r.kind == "decade"]
    return f"{decades[0][:4]}/{int(decades[0][:4]) + 9}" if decades else ""


def write_parallel(root: Path, id_: str, text: str) -> Path:
    """Write the file of a new parallel; raises `FileExistsError` rather than touch one that is there."""
    path = root / "parallels" / f"{id_}.md"
    write_new(path, text)
    return path


def _item(edition: Edition, window: Window, words: Span) -> str:
    source = edition.source(window.source)
    passage = source.passage(window.locus) if source else None
    text = passage.text if passage else window.text
    keys = {"source": window.source, "passage": _quoted(window.locus), "lemma": _quoted(text[words.start : words.end])}
    found = locate(text, text[words.start : words.end])
    if isinstance(found, Miss) and found.reason == "ambiguous":
        before, after = text[max(0, words.start - _CONTEXT) : words.start], text[words.end : words.end + _CONTEXT]
        keys |= {"before": _quoted(before)} if before.strip() else {"after": _quoted(after)}
    return ", ".join(f"{key}: {value}" for key, value in keys.items())


def _first_comment(proposal: Proposal) -> str:
    return (
        f"Proposed by the finder: {_plain(proposal.reason)}. "
        "Say here in 40 to 120 words what each source says and where they differ."
    )


def _plain(text: str) -> str:
    """Return words without what is markup in a commentary."""
    return re.sub(r"[\\`*_\[\]<>{}]", "", " ".join(text.split()))


def _quoted(words: str) -> str:
    """Return a YAML string in double quotes (JSON strings are such)."""
    return json.dumps(" ".join(words.split()), ensure_ascii=False)
