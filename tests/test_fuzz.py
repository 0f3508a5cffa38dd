"""Random contributions: no traceback, no hang, no character that the file could not hold comes out of one."""

from __future__ import annotations

import shutil
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import MINI
from variorum.checking.edition import check
from variorum.model.body import parse_body
from variorum.model.hidden_characters import hidden_characters
from variorum.model.problems import PROBLEM_CODES
from variorum.reading import ParseCache, read_edition

NOTE = "sources/alpha/annotations/x.md"
MARKUP = [
    "---\n", "passage: ", '"4"', "kind: ", "context", "by: ", "me", "\n", "lemma: ", "before: ",
    "after: ", "|", ">", "&a ", "*a",
    "!!python/name:os ", "<<: ", "{", "}", "[", "]", ",", ": ", "- ", "? ",
    "#", '"', "'", "\\", "\\u202e", "%YAML 1.1\n", "...\n",
    "*", "**", "_", "`", "```", "~~~", "{cite:p}`", "{passage}`Al 1`", "{raw}`", "<script>", "</", "<!--",
    "&#x202e;", "&lt;", "![",
    "](", "javascript:", "https://a.b", ")", "> ", "1. ", "    ", "\t", "\r", "$$", "\\input{x}", "{{", "}}",
    "é", "स्ट", "\u200d", "\u202e",
    "\x00", "\ufeff", "\u2067", "\u2069", "😀",
]  # fmt: skip
TEXT = st.lists(st.one_of(st.sampled_from(MARKUP), st.text(max_size=8)), max_size=40).map("".join)
BYTES = st.one_of(TEXT.map(lambda t: t.encode("utf-8", "surrogatepass")), st.binary(max_size=200))


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    place = tmp_path_factory.mktemp("fuzz") / "mini"
    shutil.copytree(MINI, place)
    return place


@pytest.fixture(scope="module")
def cache():
    """What is known of the files that stay the same; a file that is new is known by its bytes alone."""
    return ParseCache()


def look(root, cache, path, data):
    (root / path).write_bytes(data)
    before = sorted(p for p in root.parent.rglob("*"))
    began = time.process_time()
    problems = check(read_edition(root, cache))
    assert time.process_time() - began < 2
    assert all(p.code in PROBLEM_CODES and p.line >= 1 for p in problems)
    assert sorted(p for p in root.parent.rglob("*")) == before
    (root / path).unlink()


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(BYTES)
def test_any_annotation_is_read_or_refused(root, cache, data):
    look(root, cache, NOTE, data)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXT)
def test_any_body_is_read_or_refused(root, cache, text):
    look(root, cache, NOTE, ('---\npassage: "4"\nkind: context\nby: me\n---\n' + text).encode("utf-8", "surrogatepass"))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(BYTES)
def test_any_parallel_is_read_or_refused(root, cache, data):
    look(root, cache, "parallels/x.md", data)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(["names.toml", "sources/alpha/citations.toml"]), BYTES)
def test_any_table_is_read_or_refused(root, cache, path, data):
    look(root, cache, path, data)


@pytest.mark.parametrize("text", ["`\u2067{cite:p}`\u2069", "a *\u2067b* c\u2069", "a **\u2067b** c\u2069"])
def test_an_isolate_is_closed_where_it_was_opened(text):
    assert {fault.code for fault in parse_body(text)[1]} == {"character-forbidden"}


def test_an_isolate_that_is_closed_is_no_fault():
    assert parse_body("a *\u2067b\u2069* c \u2067d\u2069")[1] == ()


@settings(max_examples=500, deadline=None)
@given(TEXT)
def test_what_comes_out_of_a_body_without_faults_deceives_nobody(text):
    if list(hidden_characters(text)) or "\r" in text:
        return
    body, faults = parse_body(text)
    if not faults:
        for inline in body.inlines():
            assert not list(hidden_characters(inline.name))
            assert inline.kind != "link" or inline.name.startswith(("http://", "https://"))
            assert not list(hidden_characters(inline.text))
