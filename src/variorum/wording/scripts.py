"""The words of a page's scripts: the scripts in, what `theme/js/words.js` reads as `variorumSaid` out.

A script names its messages as the rest of the software does, in English, as string literals in double quotes:
`say("Copied")`, `counted("{number} result", "{number} results", n)`, `weave("Did you mean {words}?", …)`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from variorum.wording.messages import Wording, locale_of

_LITERAL = r'\s*("(?:[^"\\\n]|\\.)*")'
_CALL = re.compile(rf"\b(?:(?:say|weave)\({_LITERAL}|counted\({_LITERAL},{_LITERAL})")
_SAMPLES = range(200)  # numbers among which every plural form of a language occurs


class Message(NamedTuple):
    """A message as a script or the code names it."""

    one: str  # the message; where a number goes with it, for one
    many: str = ""  # for other numbers than one


def messages_of(script: str) -> Iterator[Message]:
    """Yield the messages of a script, in their order."""
    for match in _CALL.finditer(script):
        alone, one, many = (json.loads(literal) if literal else "" for literal in match.groups())
        yield Message(alone or one, many)


def words_of_scripts(wording: Wording, scripts: Iterable[str]) -> str:
    """Return what the scripts say in the reader's language, as JSON; what is said in English is left out."""
    found = sorted({message for script in scripts for message in messages_of(script)})
    said = {message.one: _said(wording, message) for message in found}
    other = {one: words for (one, words), message in zip(said.items(), found, strict=True) if words != _own(message)}
    return json.dumps({"locale": wording.locale, "said": other}, ensure_ascii=False, separators=(",", ":"))


def _said(wording: Wording, message: Message) -> str | dict[str, str]:
    """Return a message in the reader's language; its plural forms by their names in CLDR ("one", "few", "other")."""
    if not message.many:
        return wording.say(message.one)
    rule = locale_of(wording.language).plural_form
    sample = {rule(number): number for number in reversed(_SAMPLES)}
    forms = {name: wording.form(message.one, message.many, number) for name, number in sorted(sample.items())}
    return forms | {"other": forms.get("other", wording.form(message.one, message.many, _SAMPLES[-1]))}


def _own(message: Message) -> str | dict[str, str]:
    return {"one": message.one, "other": message.many} if message.many else message.one
