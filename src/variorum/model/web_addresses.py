"""The one gate for addresses: only what passes here becomes a link, in whatever format and wherever it was written."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import regex

from variorum.model.hidden_characters import hidden_characters
from variorum.model.limits import MAX_ADDRESS_CHARS

# What to tell who wrote another address.
ONLY_WEB = "write http://… or https://… with a host's name, and neither blanks, backslashes nor a name before an @"

_HOST = re.compile(r"\w(?:[\w-]*\w)?(?:\.\w(?:[\w-]*\w)?)+\.?")
_NO_ADDRESS = re.compile(r"[\s\\<>\"`{}|^\x00-\x20\x7f-\xa0]")
# Letters that look like Latin ones: a label that mixes them pretends to be another.
_DISGUISE = regex.compile(r"(?=.*\p{Latin}).*[\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}\p{Lisu}]", regex.DOTALL)


def is_web_address(address: str) -> bool:
    """Whether an address leads where it seems to.

    It does if it is http or https, has the name of a host that is written as it is meant (no look-alikes of letters,
    dots or slashes, nothing percent-encoded), nobody's name or password before it, and no character that is invisible
    or that some program reads as another.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:  # also for a host that another way of writing its letters would change
        return False
    return (
        parts.scheme in {"http", "https"}
        and address.lower().startswith(f"{parts.scheme}://")  # "http:/x" and "http:x" are read as a host by browsers
        and "@" not in parts.netloc
        and port != 0
        and _is_plain_host(parts.hostname or "")
        and len(address) <= MAX_ADDRESS_CHARS
        and not _NO_ADDRESS.search(address)
        and not any(hidden_characters(address))
    )


def _is_plain_host(host: str) -> bool:
    """Whether a host's name can be read in one way only."""
    try:
        labels = [_letters(label) for label in host.split(".")]
    except UnicodeError:
        return False
    return bool(_HOST.fullmatch(host)) and not any(_DISGUISE.match(label) for label in labels)


def _letters(label: str) -> str:
    """Return what a label of a host's name shows: `xn--80ak6aa92e` is written in Cyrillic letters."""
    return label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label
