"""Run a command and measure what it costs: CPU time and peak memory of its whole process tree."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What one run cost."""

    cpu: float  # seconds, user + system
    memory: float  # MB, the largest process


def run(command: list[str], home: Path | None = None) -> Cost:
    """Run a command to its end, with another home than the user's; raises `CalledProcessError` if it fails.

    Our code is compiled to bytecode, as that of the others is, and as pip leaves what it installs.
    """
    own = {name: str(home) for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA")} if home else {}
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | own
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    _, errors = b"", process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=errors.decode()[-2000:])
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare(contestants: Mapping[str, Callable[[], Cost]], times: int = 5) -> dict[str, Cost]:
    """Run the contestants in turn, so that a busy machine hurts all alike; return the medians."""
    costs: dict[str, list[Cost]] = {name: [] for name in contestants}
    for _ in range(times):
        for name, contestant in contestants.items():
            costs[name].append(contestant())
    return {
        name: Cost(statistics.median(c.cpu for c in found), statistics.median(c.memory for c in found))
        for name, found in costs.items()
    }


def sphinx(root: str, out: str) -> list[str]:
    """Return the command that builds HTML."""
    return [sys.executable, "-m", "sphinx", "-q", "-c", root, "-d", f"{out}-doctrees", f"{root}/docs", out]
