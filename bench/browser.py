"""The system's Chromium, as a reader has it, for pictures and measurements of the pages."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
BOOK = Path(os.environ.get("VARIORUM_BOOK", ROOT / "build" / "html"))  # as for the tests
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium that $CHROMIUM names or that is on the path; exits with one line if there is none."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        sys.exit("No Chromium found (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        browser.close()


def built_book() -> Path:
    """Return the folder of the built pages; exits with one line if they are not built."""
    if not (BOOK / "index.html").exists():
        sys.exit("build/html is missing: run `make html` first")
    return BOOK
