"""The model as JSON Schemas, so that an editor's program names a wrong key while it is typed.

In: the tables of keys and kinds that the readers use. Out: `schemas/*.json`, and the lists in the snippets, the issue
form and CONTRIBUTING; `python -m variorum.reading.schemas` writes them, a test holds them to the tables. The checks
of `variorum check` are stricter; nothing is checked by these alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from variorum.model.edition import NAME_KINDS
from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS
from variorum.model.limits import MAX_VALUE_CHARS
from variorum.model.works import CERTAINTIES
from variorum.reading.citations import KEYS as CITATION_KEYS
from variorum.reading.contributions import (
    ANNOTATION_KEYS,
    PARALLEL_KEYS,
    PARALLEL_PASSAGE_KEYS,
    SILENCE_KEYS,
)
from variorum.reading.language_tags import LANGUAGE_TAG
from variorum.reading.names import KEYS as NAME_KEYS
from variorum.reading.names import REQUIRED as NAME_REQUIRED
from variorum.reading.sources import KEYS as SOURCE_KEYS
from variorum.reading.sources import OPTIONAL_KEYS as OPTIONAL_SOURCE_KEYS
from variorum.text.excerpt import beginning
from variorum.text.language_vocabularies import KEYS, LIKE, LISTS, TABLES, TWO_ENDINGS, shipped

Schema = dict[str, Any]

_WORDS: Schema = {"type": "string", "minLength": 1}
_LINE: Schema = {"type": "string", "minLength": 1, "maxLength": MAX_VALUE_CHARS}
_LANGUAGE: Schema = {"type": "string", "pattern": f"^{LANGUAGE_TAG}$"}
_LOCUS: Schema = {"type": "string", "pattern": "^[^\\s/#\"'<>&]+( ?[-–] ?[^\\s/#\"'<>&]+)?$"}
# What is said of keys that are not simply words.
_SAID: Mapping[str, Schema] = {
    "passage": _LOCUS | {"description": "Number of the passage, in quotation marks"},
    "lemma": _WORDS | {"description": "Words of the passage, exactly as they stand there"},
    "before": _WORDS | {"description": "Words that stand just before the lemma"},
    "after": _WORDS | {"description": "Words that stand just after the lemma"},
    "gloss": _WORDS | {"description": "Our translation of the lemma"},
    "gloss_of": _WORDS | {"description": "The words that the gloss translates, if the source has others now"},
    "why": _LINE | {"description": "Why it only touches the matter, is silent all the same, or has its own gloss"},
    "by": _LINE | {"description": "Who wrote it; names of several are parted by ;"},
    "lang": _LANGUAGE | {"description": "Language of the note, if it is not that of the edition"},
    "formerly": {
        "oneOf": [_WORDS, {"type": "array", "items": _WORDS}],
        "description": "Names that the file had before, without .md",
    },
    "date": _LINE | {"description": "EDTF: 1906, 1906-07-16, 1904/1906, 1932?"},
    "language": _LANGUAGE,
    "siglum": {"type": "string", "pattern": r"^[^\W_][\w.-]{0,9}$"},
    "order": {"type": "integer"},
    "direction": {"enum": ["ltr", "rtl"]},
    "original": {"type": "string", "pattern": r"^original\.[a-z0-9]{1,9}$"},
    "original_sha256": {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"},
    "sha256": {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"},
    "wikidata": {"type": "string", "pattern": "^(Q[1-9][0-9]*)?$"},
    "works": {"type": "array", "items": _WORDS, "minItems": 1},
    "certainty": {"enum": list(CERTAINTIES)},
}


def schemas() -> dict[str, Schema]:
    """Return each schema by the name of its file."""
    kinds = {"oneOf": [{"const": k.id, "description": k.meaning} for k in ANNOTATION_KINDS.values()]}
    relations = {"oneOf": [{"const": r.id, "description": r.meaning} for r in RELATIONS.values()]}
    passage = _table(PARALLEL_PASSAGE_KEYS, ("source", "passage"))
    passages = {"type": "array", "items": passage, "minItems": 2}
    touches = {"type": "array", "items": _table(PARALLEL_PASSAGE_KEYS, ("source", "passage", "why"))}
    silent = {"type": "array", "items": {"oneOf": [_table(SILENCE_KEYS, ("source",)), _WORDS]}}
    spellings = {"type": "object", "additionalProperties": {"type": "array", "items": _WORDS}}
    phrases = spellings | {"description": "Words that mean it in the sources and are no spelling of its name"}
    name = _table(NAME_KEYS, NAME_REQUIRED, kind={"enum": list(NAME_KINDS)}, spellings=spellings, phrases=phrases)
    by_number = {"type": "object", "additionalProperties": _SAID["works"]}
    citations = {
        "citation": _table(CITATION_KEYS["citation"], ("passage", "works")),
        "series": _table(CITATION_KEYS["series"], ("pattern",), works=by_number, passages=_WORDS),
        "marker": _table(CITATION_KEYS["marker"], ("words", "meaning")),
    }
    return {
        "annotation.json": _file(
            "Head of an annotation", _table(ANNOTATION_KEYS, ("passage", "kind", "by"), kind=kinds)
        ),
        "parallel.json": _file(
            "Head of a parallel",
            _table(
                PARALLEL_KEYS,
                ("title", "relation", "passages"),
                relation=relations,
                passages=passages,
                touches=touches,
                silent=silent,
            ),
        ),
        "source.json": _file("source.toml", _table((*SOURCE_KEYS, *OPTIONAL_SOURCE_KEYS), SOURCE_KEYS)),
        "names.json": _file("names.toml", _lists({"name": name})),
        "citations.json": _file("citations.toml", _lists(citations)),
        "vocabulary.json": _file("vocabularies/<language>.toml", _vocabulary()),
    }


def _table(keys: tuple[str, ...], required: tuple[str, ...], **said: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {key: said.get(key) or _SAID.get(key, _WORDS) for key in keys},
        "required": [key for key in keys if key in required],
        "additionalProperties": False,
    }


def _vocabulary() -> Schema:
    words = {"type": "array", "items": _WORDS}
    table = {"type": "object", "additionalProperties": words}
    like = {"enum": [*shipped()], "description": "The language whose vocabulary it takes over where it says nothing"}
    said: dict[str, Schema] = {LIKE: like, TWO_ENDINGS: {"type": "boolean"}}
    return _table(KEYS, (), **said, **dict.fromkeys(LISTS, words), **dict.fromkeys(TABLES, table))


def _lists(tables: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": {name: {"type": "array", "items": table} for name, table in tables.items()},
        "additionalProperties": False,
    }


def _file(title: str, schema: Schema) -> Schema:
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": title, **schema}


# Files of the repository that name the kinds and relations in a place where nothing can be computed: where, and what.
_LISTS: tuple[tuple[str, str, str], ...] = (
    (".vscode/variorum.code-snippets", r"(?<=kind: \$\{3\|)[^|]*", ",".join(ANNOTATION_KINDS)),
    (".vscode/variorum.code-snippets", r"(?<=relation: \$\{1\|)[^|]*", ",".join(RELATIONS)),
    (".github/ISSUE_TEMPLATE/annotation.yml", r"(?<=options: \[)[^\]]*", ", ".join(ANNOTATION_KINDS)),
    (
        "CONTRIBUTING.md",
        r"(?<=^\| `kind` \| ).*(?= \|$)",
        " · ".join(f"`{k.id}` {k.meaning[:1].lower()}{k.meaning[1:]}" for k in ANNOTATION_KINDS.values()),
    ),
    ("CONTRIBUTING.md", r"(?<=`relation` is )[^.]*?(?=, `date`)", ", ".join(f"`{id_}`" for id_ in RELATIONS)),
    ("guide/your-edition.md", r"(?<=`kind` is one of )[^.]*", ", ".join(f"`{id_}`" for id_ in ANNOTATION_KINDS)),
    ("guide/your-edition.md", r"(?<=`relation` is one of )[^.]*", ", ".join(f"`{id_}`" for id_ in RELATIONS)),
)


def files(root: Path) -> dict[str, str]:
    """Return all that follows from the tables, by path in the repository: the schemas, and files with their lists."""
    found = {
        f"schemas/{name}": json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in schemas().items()
    }
    for path, pattern, words in _LISTS:
        text = found.get(path) or (root / path).read_text(encoding="utf-8")
        found[path], times = re.subn(pattern, lambda _, w=words: w, text, flags=re.MULTILINE)  # type: ignore[misc]
        if times != 1:
            raise ValueError(f"{path} has {times} places for {beginning(words, 40)}, not one")
    return found


if __name__ == "__main__":
    for path, text in files(Path()).items():
        Path(path).write_text(text, encoding="utf-8", newline="\n")
