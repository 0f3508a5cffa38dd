"""While a build is at work, Python looks for cycles among its objects less often; afterwards as often as before.

A build makes hundreds of thousands of nodes that stay, and by default they are looked through again and again: that
takes a seventh of the time after an edit. What is in a cycle and no longer used goes a little later.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_OBJECTS, _YOUNG, _MIDDLE = 10_000, 10, 10  # made before a look at the young ones; looks before one at all older ones

_before: WeakKeyDictionary[Sphinx, tuple[int, int, int]] = WeakKeyDictionary()  # what held when a build began


def register(app: Sphinx) -> None:
    """Tell Sphinx when a build is at work."""
    app.connect("config-inited", while_state_is_read, priority=950)  # the last thing before Sphinx reads its state
    app.connect("builder-inited", afterwards, priority=100)  # the first thing after it
    app.connect("env-get-outdated", seldom, priority=100)  # the first thing that every build does
    app.connect("build-finished", as_before, priority=950)  # whether it has failed or not


def while_state_is_read(app: Sphinx, config: Config) -> None:
    """Look seldom while Sphinx reads what it keeps, which is all pages of a long work at once."""
    _seldom(app)


def afterwards(app: Sphinx) -> None:
    """Look as often as before: it may be long until a build begins."""
    _as_before(app)


def seldom(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> Iterable[str]:
    """Look seldom."""
    _seldom(app)
    return ()


def as_before(app: Sphinx, exception: Exception | None) -> None:
    """Look as often as before the build."""
    _as_before(app)


def _seldom(app: Sphinx) -> None:
    """Look seldom, unless somebody has chosen that it be never or even less often."""
    now = gc.get_threshold()
    if 0 < now[0] < _OBJECTS:
        _before[app] = now
        gc.set_threshold(_OBJECTS, _YOUNG, _MIDDLE)


def _as_before(app: Sphinx) -> None:
    if app in _before:
        gc.set_threshold(*_before.pop(app))
