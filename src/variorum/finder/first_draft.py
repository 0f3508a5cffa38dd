"""The first draft of a parallel: a `Proposal` that an editor accepts in, what its file may say out.

`editing.new_parallel` writes the file.
"""

from __future__ import annotations

import re

from variorum.editing.new_parallel import ParallelDraft, QuotedPlace
from variorum.finder.finding import Proposal
from variorum.model.kinds import Evidence, relation_by
from variorum.text.transliteration import slug


def first_draft(
    proposal: Proposal,
    *,
    title: str = "",
    relation: str = "",
    date: str = "",
    comment: str = "",
) -> ParallelDraft:
    """Return what the parallel's file may say; what is not given is proposed from what the two windows share.

    Where they share no date and none is given, it has none: myth, law and scripture have none either.
    """
    return ParallelDraft(
        title or proposed_title(proposal),
        relation or proposal.guess.relation or relation_by(Evidence.FIGURES),
        date or proposed_date(proposal),
        (
            QuotedPlace(proposal.a.source, proposal.a.locus, proposal.words_a),
            QuotedPlace(proposal.b.source, proposal.b.locus, proposal.words_b),
        ),
        comment or _first_comment(proposal),
    )


def proposed_title(proposal: Proposal) -> str:
    """Return the names and terms that the windows share, or what else they do, as a first title."""
    told = [r.label for r in proposal.reasons if r.kind in {"name", "term"}] or [r.label for r in proposal.reasons]
    return ", ".join(told[:3]) or f"{proposal.a.label} and {proposal.b.label}"


def proposed_id(proposal: Proposal) -> str:
    """Return an id from the first title, in letters a–z, digits and hyphens."""
    return slug(proposed_title(proposal)) or slug(f"{proposal.a.label}-{proposal.b.label}")


def proposed_date(proposal: Proposal) -> str:
    """Return the most telling date that the windows share, in EDTF; "" if they share none."""
    for kind in ("month", "year"):
        dates = sorted({r.label for r in proposal.reasons if r.kind == kind})
        if dates:
            return dates[0] if len(dates) == 1 else f"{dates[0]}/{dates[-1]}"
    decades = [r.label for r in proposal.reasons if r.kind == "decade"]
    return f"{decades[0][:4]}/{int(decades[0][:4]) + 9}" if decades else ""


def _first_comment(proposal: Proposal) -> str:
    return (
        f"Proposed by the finder: {_plain(proposal.reason)}. "
        "Say here in 40 to 120 words what each source says and where they differ."
    )


def _plain(text: str) -> str:
    """Return words without what is markup in a commentary."""
    return re.sub(r"[\\`*_\[\]<>{}]", "", " ".join(text.split()))
