"""From saving an annotation to seeing it in the preview of this edition: `python -m bench.live [TIMES]`.

The preview runs as `make serve` begins it, on a copy of the edition; Chromium has the page of a source open. Printed
are the seconds by the clock until the new words stand in the page, and by how much what one was reading has moved.
A busy machine stretches them: the turns of an empty loop, which are printed beside them, tell by how much.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page

from bench.browser import ROOT, chromium

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 5
MOST_SECONDS = 1.0
PORT = 8765
PAGE, PASSAGE = "sources/norwegian.html", "p6"
NOTE = "sources/norwegian/annotations/no-adelkhanov.md"
_PLACE = f"document.getElementById('{PASSAGE}').getBoundingClientRect().top"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "edition"
        ours = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for name in ours.splitlines():
            if not name.startswith(("src/", "tests/", "bench/", "guide/")):
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, root / name)
        watched = ["--watch", str(root / "sources"), "--watch", str(root / "parallels")]
        places = ["-c", str(root), "-d", f"{folder}/doctrees", *watched, str(root / "docs"), f"{folder}/out"]
        command = [sys.executable, "-m", "variorum.sphinx_ext.live", "--port", str(PORT), *places]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as preview, chromium() as browser:
            assert preview.stdout is not None
            next(line for line in preview.stdout if line.startswith("Open "))
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"http://127.0.0.1:{PORT}/{PAGE}")
            page.evaluate(f"document.getElementById('{PASSAGE}').scrollIntoView()")
            seen = []
            for number in range(TIMES):
                seen.append(until_seen(page, root / NOTE, f"Seen{number}"))
                next(line for line in preview.stdout if "all pages" in line)
            preview.terminate()
        print(f"from saving to seeing: {statistics.median(seen):.2f} s (at most {MOST_SECONDS})")


def until_seen(page: Page, note: Path, word: str) -> float:
    """Return how long it takes until a word that is added to a note is in the page."""
    page.wait_for_timeout(500)
    before = page.evaluate(_PLACE)
    began = time.monotonic()
    for _ in range(10_000_000):
        pass
    turns = time.monotonic() - began
    began = time.monotonic()
    note.write_text(f"{note.read_text(encoding='utf-8').rstrip()} {word}\n", encoding="utf-8")
    page.wait_for_function("word => document.body?.textContent.includes(word)", arg=word, polling=10, timeout=300_000)
    seen = time.monotonic() - began
    page.wait_for_load_state()
    page.wait_for_timeout(500)
    print(
        f"  {seen:.2f} s (empty loop {turns:.2f} s), moved by {abs(page.evaluate(_PLACE) - before):.0f} px", flush=True
    )
    return seen


if __name__ == "__main__":
    main()
