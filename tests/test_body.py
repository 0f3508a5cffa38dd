"""What a note may contain, and that the quick way through plain notes gives what the parser gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.myst_role import myst_role_plugin

from variorum.model import body as module
from variorum.model.body import Body, parse_body

PIECES = st.sampled_from(
    [
        "a",
        "Stalin",
        " ",
        "  ",
        "\n",
        "\n\n",
        "*",
        "**",
        "_",
        "`",
        "{cite:p}`Key`",
        "{passage}`Ne 4`",
        "{ru-Latn}`kulak`",
        "*Pravda*",
        "*What is to be done?*",
        "*Pravda, etc.*",
        "(",
        ")",
        ".",
        ",",
        "“",
        "”",
        '"',
        "'",
        "1.",
        "1)",
        "?",
        "-",
        "- ",
        "#",
        "# ",
        "> ",
        "+",
        "=",
        "~",
        "~~~",
        "|",
        "!",
        "[",
        "]",
        "<",
        ">",
        "&",
        "&amp;",
        "\\",
        "{",
        "}",
        ":",
        ";",
        "é",
        "स्टालिन",
        "Сталин",
        "\u00a0",
        "\u3000",
        "www.a.b",
        "http://a.b",
    ]
)


SHOWN = {  # a note → the words of its paragraphs, and the codes of what is wrong with it
    "one\n\n\ntwo": (["one", "two"], []),
    "*see {nosuch}`words` there*": (["see words there"], ["role-unknown"]),
    "**\\{bold}** words": (["{bold} words"], []),
    "**\\{x}`bold`**": (["{x}bold"], []),
    "word " * 2_001: ([], ["body-too-long"]),
    " \n": ([], ["body-empty"]),
}


@pytest.mark.parametrize("text", SHOWN, ids=lambda text: text[:30])
def test_a_note_is_the_words_of_its_paragraphs(text):
    body, faults = parse_body(text)
    words = [Body((block,)).plain for block in body.blocks]
    assert (words, [fault.code for fault in faults]) == SHOWN[text]


def test_what_a_newer_parser_finds_in_a_note_is_refused_and_not_dropped(monkeypatch):
    parser = MarkdownIt("commonmark").use(myst_role_plugin).enable("table")
    monkeypatch.setattr(module, "_markdown", lambda: parser)
    _, faults = parse_body("| a |\n|---|\n| b |\n")
    assert ("body-markup", "a note cannot contain this markup (table_open)") in {(f.code, f.message) for f in faults}


@settings(max_examples=1000, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_plain_notes_read_the_same_with_and_without_the_parser(text):
    if not text.strip():
        return
    quick = module._parse_plain(text, 1)
    if quick is not None:
        slow, _ = module._Converter(1).convert(text)
        assert merged(quick) == merged(slow)


def merged(body: Body):
    """The tree without line numbers, neighbouring texts joined (the parser splits text where it looked for markup)."""

    def inlines(items) -> list[tuple]:
        out: list[tuple] = []
        for i in items:
            if i.kind == "text" and out and out[-1][0] == "text":
                out[-1] = ("text", out[-1][1] + i.text)
            elif i.kind == "text":
                out.append(("text", i.text))
            else:
                out.append((i.kind, i.text, i.name, inlines(i.children)))
        return out

    def blocks(items):
        return [(b.kind, inlines(b.inlines), blocks(b.blocks)) for b in items]

    return blocks(body.blocks)


@settings(max_examples=300, deadline=2000)
@given(st.text(max_size=300))
def test_any_text_is_parsed_without_an_exception(text):
    body, faults = parse_body(text)
    assert isinstance(body, Body)
    assert all(fault.line >= 1 for fault in faults)
