"""Fixtures of the browser tests: the real edition built once, served and as a folder, and Chromium to read it with."""

from __future__ import annotations

import functools
import http.server
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from variorum.disk.folder_lock import FolderLock

REPOSITORY = Path(__file__).parent.parent
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
NO_BROWSER = "no Chromium found: the browser tests are left out (Debian: apt-get install chromium)"

Opened = Callable[..., "Page"]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next((p for p in map(shutil.which, NAMES) if p), None)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NO_BROWSER, pytrace=False)
        pytest.skip(NO_BROWSER)
    launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the real edition's pages, built once (or one that stands already: VARIORUM_BOOK=build/html)."""
    standing = os.environ.get("VARIORUM_BOOK")
    if standing:
        return Path(standing).absolute()
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return built(REPOSITORY, place / "book")
    # The processes of one run share it: whoever is first builds, the others wait.
    place = place.parent / "book"
    place.mkdir(exist_ok=True)
    lock = FolderLock(place, before_waiting=lambda: None)
    try:
        return place / "html" if (place / "whole").exists() else built(REPOSITORY, place)
    finally:
        lock.release()


def built(root: Path, place: Path) -> Path:
    """Build an edition in a process of its own (the tests' process may have built others) and return its pages."""
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-j",
        "2",
        "-c",
        root,
        "-d",
        place / "doctrees",
        root / "docs",
        place / "html",
    ]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    (place / "whole").touch()
    return place / "html"


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Open a page of a folder; keyword arguments go to the browser's context."""
    contexts = []

    def open_(address: Path | str, anchor: str = "", **context) -> Page:
        context.setdefault("viewport", {"width": 1440, "height": 900})
        contexts.append(browser.new_context(**context))
        page = contexts[-1].new_page()
        page.goto((address.as_uri() if isinstance(address, Path) else address) + anchor)
        return page

    yield open_
    for context in contexts:
        context.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine and yield its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def axe_script() -> str:
    """Return axe-core as the package axe-playwright-python brings it."""
    spec = importlib.util.find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return (Path(spec.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")
