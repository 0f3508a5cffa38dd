"""The strict head of a contribution."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.reading import frontmatter as module
from variorum.reading.files import Refused

PIECES = st.sampled_from(
    [
        "a",
        "key",
        ": ",
        ":",
        " ",
        "#",
        " #",
        '"',
        "'",
        "\\",
        "-",
        "- ",
        "?",
        "!",
        "&a",
        "*a",
        "{",
        "}",
        "[",
        "]",
        ",",
        "|",
        ">",
        "%",
        "@",
        "`",
        "1.10",
        "no",
        "null",
        "~",
        "स्टालिन",
        "é",
        "\t",
        "\u00a0",
        "”",
        "...",
    ]
)


def test_a_character_that_yaml_refuses_is_told_also_where_no_file_was_read():
    with pytest.raises(Refused, match="holds a character that YAML does not allow"):
        module.read_front_matter("x.md", "---\nlemma: [\x07]\n---\nx\n", keys=("lemma",))


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=7).map("".join).map("lemma: ".__add__), min_size=1, max_size=2))
def test_plain_heads_read_the_same_with_and_without_the_parser(lines):
    quick = module._plain_mapping(lines)
    if quick is not None:
        try:
            slow = module.read_mapping("x.md", "\n".join(lines))
        except Refused as refused:
            raise AssertionError(f"{lines}: {refused.problem}") from refused
        assert quick == dict(slow)
