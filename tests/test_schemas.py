"""The schemas in schemas/ are those of the model, and the edition's own files keep to them."""

from __future__ import annotations

import tomllib

import pytest

from conftest import REPOSITORY
from variorum.reading.contributions import ANNOTATION_KEYS, PARALLEL_KEYS
from variorum.reading.frontmatter import read_front_matter
from variorum.reading.schemas import files, schemas

SCHEMAS = schemas()


@pytest.mark.parametrize("path", files(REPOSITORY))
def test_what_follows_from_the_tables_is_current(path):
    written = (REPOSITORY / path).read_text(encoding="utf-8")
    assert written == files(REPOSITORY)[path], "run python -m variorum.reading.schemas"


def plain(value):
    content = value.content
    if isinstance(content, str):
        return content
    if isinstance(content, tuple):
        return [plain(v) for v in content]
    return {k: plain(v) for k, v in content.items()}


def head(path):
    keys = (*ANNOTATION_KEYS, *PARALLEL_KEYS)
    read = read_front_matter(str(path), path.read_text(encoding="utf-8"), keys=keys)
    return {key: plain(value) for key, value in read.values.items()}


def faults(schema, value, where=""):
    """Check the little of JSON Schema that our schemas use."""
    import re

    kinds = {"object": dict, "array": list, "string": str, "integer": int}
    if "type" in schema and not isinstance(value, kinds[schema["type"]]):
        yield f"{where}: {value!r} is no {schema['type']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r}"
    if "const" in schema and value != schema["const"]:
        yield f"{where}: {value!r}"
    if "oneOf" in schema and sum(not [*faults(one, value)] for one in schema["oneOf"]) != 1:
        yield f"{where}: {value!r} is not one of {len(schema['oneOf'])}"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{where}: {value!r} is not {schema['pattern']}"
    if isinstance(value, str) and not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 10**9):
        yield f"{where}: {len(value)} characters"
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from faults(schema.get("items", {}), item, f"{where}[{number}]")
    if isinstance(value, dict):
        properties, others = schema.get("properties", {}), schema.get("additionalProperties", {})
        yield from (f"{where}: {key} is missing" for key in schema.get("required", ()) if key not in value)
        for key, item in value.items():
            inner = properties.get(key, others)
            if inner is False:
                yield f"{where}: unknown key {key}"
            else:
                yield from faults(inner, item, f"{where}.{key}")


FILES = [
    *(("annotation.json", p, head) for p in sorted(REPOSITORY.glob("sources/*/annotations/*.md"))),
    *(("parallel.json", p, head) for p in sorted(REPOSITORY.glob("parallels/*.md"))),
    *(
        (schema, p, lambda p: tomllib.loads(p.read_text(encoding="utf-8")))
        for schema, pattern in (
            ("source", "sources/*/source"),
            ("citations", "sources/*/citations"),
            ("names", "names"),
        )
        for schema in (f"{schema}.json",)
        for p in sorted(REPOSITORY.glob(f"{pattern}.toml"))
    ),
]


def test_a_list_that_has_lost_its_place_in_a_file_is_said(monkeypatch):
    """Else the next kind or relation would not come to stand there."""
    monkeypatch.setattr("variorum.reading.schemas._LISTS", (("CONTRIBUTING.md", "no such place", "a, b"),))
    with pytest.raises(ValueError, match=r"CONTRIBUTING\.md has 0 places for a, b, not one"):
        files(REPOSITORY)


def test_every_file_of_the_edition_keeps_to_its_schema():
    found = [
        f"{path.relative_to(REPOSITORY)} {fault}"
        for name, path, read in FILES
        for fault in faults(SCHEMAS[name], read(path))
    ]
    assert found == []
    assert len(FILES) > 900
