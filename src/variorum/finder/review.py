"""The review page: proposals in, one HTML page out that needs nothing beside it: no script, no font, no network.

What a source says is escaped and shown verbatim, with its language; the evidence is lit. “Accept” opens the file of the
parallel, “reject” the row for rejected.tsv; an editor copies them, or takes the command below.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from variorum.editing.new_parallel import text_of_parallel
from variorum.finder.features import KINDS
from variorum.finder.finding import Proposal
from variorum.finder.first_draft import first_draft, proposed_id
from variorum.finder.rejections import rejection_of
from variorum.finder.windows import Window
from variorum.model.edition import Edition
from variorum.model.kinds import RELATIONS
from variorum.model.span import Span


def review_page(edition: Edition, proposals: Sequence[Proposal]) -> str:
    """Return the page."""
    style = files("variorum.finder").joinpath("review.css").read_text(encoding="utf-8")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    body = "\n".join(part for n, proposal in enumerate(proposals, start=1) for part in _article(edition, n, proposal))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{digest}'">
<title>Proposed parallels</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>Proposed parallels</h1>
<p>{len(proposals)} pairs of passages that no parallel holds together yet, the likeliest first. A machine proposes,
an editor decides: nothing here is published.</p>
<ul class="legend">{"".join(_legend())}</ul>
</header>
<main>
{body}
</main>
</body>
</html>
"""


def _article(edition: Edition, number: int, proposal: Proposal) -> Iterator[str]:
    a, b = proposal.a, proposal.b
    yield f'<article id="n{number}" aria-labelledby="h{number}">'
    score = f"<small>{proposal.score:.2f}</small>"
    yield f'<h2 id="h{number}">{number}. {escape(a.label)} and {escape(b.label)} {score}</h2>'
    yield f"<p>{escape(proposal.reason)}</p>"
    if proposal.guess.relation:
        label = RELATIONS[proposal.guess.relation].label
        yield f"<p>A guess: {escape(label.lower())} ({escape(proposal.guess.reason)})</p>"
    yield '<div class="pair">'
    yield _passage(a, [(s, r.kind) for r in proposal.reasons for s in r.spans_a])
    yield _passage(b, [(s, r.kind) for r in proposal.reasons for s in r.spans_b])
    yield "</div>"
    name = proposed_id(proposal)
    yield f"<details><summary>Accept</summary><p>parallels/{escape(name)}.md</p>"
    yield f"<pre>{escape(text_of_parallel(edition, first_draft(proposal)))}</pre>"
    command = f"variorum parallels accept {a.key} {b.key} --id {name}"
    yield f"<p>or <code>{escape(command)}</code></p></details>"
    row = rejection_of(a, b, reason="not the same matter", by="The editors").row
    yield "<details><summary>Reject</summary><p>a row of parallels/rejected.tsv</p>"
    yield f"<pre>{escape(row)}</pre>"
    command = f"variorum parallels reject {a.key} {b.key} --by … --reason …"
    yield f"<p>or <code>{escape(command)}</code></p></details>"
    yield "</article>"


def _passage(window: Window, evidence: Sequence[tuple[Span, str]]) -> str:
    shown = f'<blockquote lang="{escape(window.language)}">{"".join(_lit(window, evidence))}</blockquote>'
    if window.pivot:
        shown += f'<p class="facing" lang="{escape(window.pivot_language)}">{escape(window.pivot)}</p>'
    return f"<section><h3>{escape(window.label)}</h3>{shown}</section>"


def _lit(window: Window, evidence: Sequence[tuple[Span, str]]) -> Iterator[str]:
    """Yield the words of a window as HTML with each piece of evidence in a mark; of two that overlap the first wins."""
    at = window.span.start
    for span, kind in sorted(evidence):
        if span.start < at or span.end > window.span.end:
            continue
        yield escape(window.words(Span(at, span.start)))
        yield f'<mark class="{kind}">{escape(window.words(span))}</mark>'
        at = span.end
    yield escape(window.words(Span(at, window.span.end)))


def _legend() -> Iterator[str]:
    return (f'<li><mark class="{kind.id}">{escape(kind.label)}</mark></li>' for kind in KINDS.values())
