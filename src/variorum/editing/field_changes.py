"""What changed in a thing, field by field: two versions in, lines of Markdown out, each `field: old → new`.

Whatever a file of the edition says can be told as names with words (`Fields`), so all files are compared alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from variorum.editing.safe_markdown import changed_words, escaped
from variorum.model.body import Body, Inline
from variorum.model.edition import Name, Parallel, ParallelPassage
from variorum.model.limits import MAX_CHANGES_SHOWN
from variorum.model.passages import Translation
from variorum.model.source import Annotation, Source
from variorum.model.works import Work

Fields = Mapping[str, str]  # name of a field → what it says; "" is as if it were not there
_SHORT = 60  # characters of values that are shown one after the other, not word by word


def changes(old: Fields, new: Fields) -> Iterator[str]:
    """Yield a line for each field that says something else, in the order in which the new version has them."""
    names = [*new, *(name for name in old if name not in new)]
    changed = [name for name in names if old.get(name, "") != new.get(name, "")]
    for name in changed[:MAX_CHANGES_SHOWN]:
        yield f"- **{escaped(name)}**: {_change(old.get(name, ''), new.get(name, ''))}"
    if len(changed) > MAX_CHANGES_SHOWN:
        yield f"- and {len(changed) - MAX_CHANGES_SHOWN:,} more"


def _change(old: str, new: str) -> str:
    if old and new and max(len(old), len(new)) > _SHORT:
        return changed_words(old, new)
    if not old:
        return f"nothing → <ins>{escaped(new)}</ins>"
    return f"<del>{escaped(old)}</del> → " + (f"<ins>{escaped(new)}</ins>" if new else "nothing")


def of_annotation(note: Annotation) -> Fields:
    """Return what an annotation says."""
    passage = note.range or note.passage
    return {
        "passage": passage,
        "lemma": note.lemma,
        "before": note.before,
        "after": note.after,
        "kind": note.kind,
        "by": note.by,
        "lang": note.lang,
        "formerly": ", ".join(note.formerly),
        "text": _words(note.body),
    }


def of_parallel(parallel: Parallel, siglum: Callable[[str], str]) -> Fields:
    """Return what a parallel says; `siglum` names a source by its id or siglum."""
    found = {"title": parallel.title, "relation": parallel.relation, "date": parallel.date}
    found |= {"by": parallel.by, "lang": parallel.lang, "formerly": ", ".join(parallel.formerly)}
    for role, items in (("", parallel.passages), ("touches: ", parallel.touches)):
        for item in items:
            where = f"{role}{siglum(item.source)} {item.range or item.passage}"
            number = sum(name == where or name.startswith(f"{where} (") for name in found)
            found[f"{where} ({number + 1})" if number else where] = _item(item)
    for silence in parallel.silent:
        found[f"silent: {siglum(silence.source)}"] = silence.why or "silent"
    return found | {"text": _words(parallel.body)}


def of_work(work: Work) -> Fields:
    """Return what an entry of references.bib says, as it is written."""
    return {"type": work.type} | {name: field.value for name, field in work.written.items()}


def of_name(name: Name) -> Fields:
    """Return what an entry of names.toml says."""
    found = {key: getattr(name, key) for key in ("kind", "name", "sort", "description", "years", "wikidata")}
    for key in ("spellings", "phrases"):
        found |= {f"{key} in {language}": ", ".join(words) for language, words in getattr(name, key).items()}
    return found


def of_translation(translation: Translation) -> Fields:
    """Return what a translation says, passage by passage."""
    head = {"language": translation.language, "by": translation.by, "date": translation.date}
    made_from = {f"{locus} is made from": digest for locus, digest in translation.digests.items()}
    state = {"state": "partial" if translation.partial else ""}
    return head | state | dict(translation.passages) | made_from


def of_text(source: Source) -> Fields:
    """Return the words of each passage of a source."""
    return {p.locus or f"omitted, line {p.first_line}": p.text for p in source.passages}


def of_outline(source: Source) -> Fields:
    """Return what the outline of a source says of each passage."""
    found = {}
    for p in source.passages:
        number = p.last_line - p.first_line + 1  # where they stand changes with every line above them
        lines = f", {number} lines" if number > 1 else ""
        remark = f", {p.remark}" if p.remark else ""
        found[p.locus or f"omitted, line {p.first_line}"] = f"{p.kind}{lines}{remark}"
    return found


def line_changes(old: str, new: str) -> Iterator[str]:
    """Yield the lines that went and came."""
    before, after = (Counter(line.strip() for line in text.split("\n") if line.strip()) for text in (old, new))
    changed = [("<del>", "</del>", line) for line in (before - after).elements()]
    changed += [("<ins>", "</ins>", line) for line in (after - before).elements()]
    for begin, end, line in changed[:MAX_CHANGES_SHOWN]:
        yield f"- {begin}{escaped(line)}{end}"
    if len(changed) > MAX_CHANGES_SHOWN:
        yield f"- and {len(changed) - MAX_CHANGES_SHOWN:,} more lines"


def _item(item: ParallelPassage) -> str:
    beside = (
        ("before", item.before),
        ("after", item.after),
        ("gloss", item.gloss),
        ("gloss of", item.gloss_of),
        ("why", item.why),
    )
    more = "".join(f" · {name}: {words}" for name, words in beside if words)
    return (f"“{item.lemma}”" if item.lemma else "the whole passage") + more


def _words(body: Body) -> str:
    def role(inline: Inline) -> str:
        return f"{{{inline.name}}}`{inline.text}`"

    return body.words(role)
