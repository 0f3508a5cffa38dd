"""What a source does in a parallel, in the words in which readers are told: one row for each, of a closed list.

A silence is an editor's judgement; what nobody judged is an open place and no silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from variorum.wording.messages import later


class Stance(StrEnum):
    """What a source does in a parallel; exactly one for each source of the edition."""

    SPEAKS = "speaks"  # it has a passage among those that are set side by side
    TOUCHES = "touches"  # it touches the matter, and the file says why it is not set beside the others
    SILENT = "silent"  # an editor has looked, and there is nothing
    OUTSIDE = "outside"  # the matter is the wording that others share, and it has no part in it
    OPEN = "open"  # nobody has judged yet: no silence


# In a word or two, as tables and drawings say it.
STANCE_LABELS: Mapping[Stance, str] = MappingProxyType(
    {
        Stance.SPEAKS: later("speaks"),
        Stance.TOUCHES: later("touches the matter"),
        Stance.SILENT: later("silent"),
        Stance.OUTSIDE: later("not part of the shared wording"),
        Stance.OPEN: later("not yet judged"),
    }
)
# All that a source can do other than speak, in the order in which it is told.
BESIDES = tuple(stance for stance in Stance if stance is not Stance.SPEAKS)
