"""Stop a build in a certain state: when it is about to open, rename or start a certain thing for the n-th time.

The build runs in a forked process, which watches its own doings by an audit hook; no part of the software knows of it.
"""

from __future__ import annotations

import fnmatch
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class At:
    """The moment before something is done."""

    event: str  # an audit event: "open" (for writing), "os.rename", "os.symlink", "subprocess.Popen"
    pattern: str  # what the path, or one of the words of the command, looks like
    count: int = 1


def fork(work: Callable[[], object], at: At, stop: Callable[[], None]) -> int:
    """Run `work` in a process of its own, which calls `stop` at the moment; return its number."""
    pid = os.fork()
    if pid:
        return pid
    try:
        left = at.count

        def watch(event: str, arguments: tuple) -> None:
            nonlocal left
            if event == at.event and left and any(fnmatch.fnmatch(w, at.pattern) for w in _words(event, arguments)):
                left -= 1
                if not left:
                    stop()

        sys.addaudithook(watch)
        work()
    except BaseException as error:  # whatever it is, this process must not go on as a second pytest
        print(error, file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def _words(event: str, arguments: tuple) -> list[str]:
    if event == "open":
        path, _, flags = arguments
        writes = flags & (os.O_WRONLY | os.O_RDWR)
        return [os.fsdecode(path)] if writes and isinstance(path, str | bytes | os.PathLike) else []
    if event in {"os.rename", "os.symlink"}:
        return [os.fsdecode(arguments[1])]
    return [str(word) for word in arguments[1]] if event == "subprocess.Popen" else []


def kill(work: Callable[[], object], at: At) -> None:
    """Run `work` and kill it at the moment, as the machine would; it must get there."""
    pid = fork(work, at, lambda: os.kill(os.getpid(), signal.SIGKILL))
    assert ended(pid) == -signal.SIGKILL, f"{at} was never reached"


def ended(pid: int) -> int:
    """Wait for the end of a process and return its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def paths(folder: Path) -> set[str]:
    """Return all that is in a folder."""
    return {str(p.relative_to(folder)) for p in folder.rglob("*")}
