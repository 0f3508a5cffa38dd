"""What a change adds to the edition, for the person who looks it over: two versions in, Markdown out.

The words come from strangers and the page that shows the summary is somebody else's. So nothing is copied as Markdown:
a body is written anew from its parsed tree, every sign of markup escaped, addresses shown as code and never as links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from variorum.editing.git_version import Version
from variorum.model.body import Block, Body, Inline
from variorum.model.edition import Annotation, Edition, Parallel, ParallelPassage
from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS
from variorum.model.problems import Problem
from variorum.model.span import Span
from variorum.reading.contributions import parse_annotation, parse_parallel
from variorum.reading.files import Refused
from variorum.text.excerpt import around, beginning

AROUND = 200  # characters of a passage shown on each side of a lemma
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$@:&^=\"'])")
_CONTRIBUTION = re.compile(r"sources/[^/]+/annotations/[^/]+\.md|parallels/[^/]+\.md")
_STATES = {"A": "New", "M": "Changed", "D": "Deleted"}


def summary(edition: Edition, problems: Iterable[Problem], base: Version) -> Iterator[str]:
    """Yield the lines of the summary; one heading for each annotation and parallel, other files in a list."""
    faults: dict[str, list[Problem]] = {}
    for problem in problems:
        faults.setdefault(problem.path, []).append(problem)
    things = {a.path: a for s in edition.sources for a in s.annotations} | {p.path: p for p in edition.parallels}
    changed = sorted(set(base.changed(".")), key=lambda c: c[1])
    notes = [(state, path) for state, path in changed if _CONTRIBUTION.fullmatch(path)]
    others = [(state, path) for state, path in changed if (state, path) not in notes]
    yield f"## {_count(notes)} beside {escaped(base.name)}"
    for state, path in notes:
        yield ""
        thing = things.get(path)
        yield f"### {_STATES.get(state, 'Changed')}: {_title(edition, thing) if thing else code(path)}"
        yield ""
        yield code(path)
        for problem in faults.get(path, ()):
            yield ""
            yield f"**Problem** in line {problem.line}: {escaped(problem.message)}"
        if thing is not None and state != "D":
            yield ""
            yield from _annotation(edition, thing) if isinstance(thing, Annotation) else _parallel(edition, thing)
        if state in "MD":
            yield from _before(path, base)
    if others:
        yield ""
        yield "### Other files"
        yield ""
        yield from (f"- {_STATES.get(state, 'Changed').lower()}: {code(path)}" for state, path in others)


def _count(notes: list[tuple[str, str]]) -> str:
    number = len(notes)
    return f"Annotations and parallels changed: {number}"


def _title(edition: Edition, thing: Annotation | Parallel) -> str:
    if isinstance(thing, Parallel):
        return f"parallel “{escaped(thing.title)}”"
    return f"{escaped(edition.quoted(thing).reference)} · {ANNOTATION_KINDS[thing.kind].label}"


def _annotation(edition: Edition, note: Annotation) -> Iterator[str]:
    yield f"> {_excerpt(edition.quoted(note).passage.text, note.span)}"
    yield ""
    yield from markdown(note.body)
    yield ""
    yield f"— {escaped(note.by)}"


def _parallel(edition: Edition, parallel: Parallel) -> Iterator[str]:
    yield f"{RELATIONS[parallel.relation].label}, {escaped(parallel.date)}"
    for item in parallel.passages:
        yield ""
        yield from _item(edition, item)
    yield ""
    yield from markdown(parallel.body)


def _item(edition: Edition, item: ParallelPassage) -> Iterator[str]:
    quoted = edition.quoted(item)
    yield f"> **{escaped(quoted.reference)}** {_excerpt(quoted.passage.text, item.span)}"
    if item.gloss:
        yield ">"
        yield f"> ({escaped(item.gloss)})"


def _before(path: str, base: Version) -> Iterator[str]:
    """Yield the body as it was."""
    data = base.read(path)
    if data is None:
        return
    try:
        old = parse_parallel(path, data) if path.startswith("parallels/") else parse_annotation(path, data)
    except Refused:
        return
    yield ""
    yield "<details><summary>Before</summary>"
    yield ""
    yield from markdown(old.body)
    yield ""
    yield "</details>"


def _excerpt(text: str, span: Span | None) -> str:
    if span is None:
        return escaped(beginning(text, 2 * AROUND))
    shown = around(text, span, AROUND)
    return f"{escaped(shown.before)}**{escaped(shown.words)}**{escaped(shown.after)}"


def markdown(body: Body) -> Iterator[str]:
    """Yield a body as Markdown that shows what it says and does nothing else."""
    for number, block in enumerate(body.blocks):
        if number:
            yield ""
        yield from _block(block, "")


def _block(block: Block, indent: str) -> Iterator[str]:
    if block.kind == "paragraph":
        yield indent + "".join(_inline(i) for i in block.inlines)
        return
    for inner in block.blocks:
        lines = list(_block(inner, ""))
        if block.kind == "quotation":
            yield from (f"{indent}> {line}" for line in lines)
        elif inner.kind == "list-item":
            mark = "-" if block.kind == "bullet-list" else "1."
            yield from (
                f"{indent}{mark if number == 0 else ' ' * len(mark)} {line}" for number, line in enumerate(lines)
            )
        else:
            yield from (indent + line for line in lines)


def _inline(inline: Inline) -> str:
    inner = "".join(_inline(child) for child in inline.children)
    match inline.kind:
        case "text":
            return escaped(inline.text)
        case "break":
            return " "
        case "emphasis":
            return f"*{inner}*"
        case "strong":
            return f"**{inner}**"
        case "link":
            return f"{inner} ({code(inline.name)})"
        case "role":
            return code(f"{inline.name}: {inline.text}")
        case _:
            return code(inline.text)


def escaped(text: str) -> str:
    """Return words of a stranger as Markdown that shows them: no markup, no mention of people, no line of its own."""
    flat = re.sub(r"\s+", " ", text)
    return _MARKUP.sub(lambda m: f"&#{ord(m[0])};", "".join(c if c.isprintable() else "\ufffd" for c in flat))


def code(text: str) -> str:
    """Return words as a code span, whatever they hold."""
    flat = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))
    longest = max((len(run) for run in re.findall(r"`+", flat)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if flat[:1] == "`" or flat[-1:] == "`" else ""
    return f"{fence}{pad}{flat}{pad}{fence}"
