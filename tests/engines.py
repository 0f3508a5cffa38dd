"""Three browsers' engines behind one small door: open, resize, run a script, go back. Nothing is installed for it.

Chromium is Playwright's (`browser.py`); Firefox listens to its own Marionette protocol, WebKitGTK to Debian's driver.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn, Protocol

import pytest

PATIENCE = 60  # s until a browser listens
WEBKIT_BROWSERS = ("/usr/lib/*/webkit2gtk-4.1/MiniBrowser", "/usr/lib/*/webkitgtk-6.0/MiniBrowser")
BARS = "return outerHeight - innerHeight"  # what the window's own bars take


class Engine(Protocol):
    """A browser's window; its size is that of the page in it."""

    def go(self, address: str) -> None: ...
    def back(self) -> None: ...
    def reload(self) -> None: ...
    def resize(self, width: int, height: int) -> None: ...
    def run(self, script: str, *arguments: Any) -> Any: ...


class Firefox:
    """Firefox, spoken to in Marionette: messages of JSON, each after its length."""

    def __init__(self, port: int) -> None:
        self.socket = _connected(port)
        self.file = self.socket.makefile("rb")
        self._message()
        self.number = 0
        self._send("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"pageLoadStrategy": "normal"}}})

    def _message(self) -> Any:
        length = b""
        while (byte := self.file.read(1)) != b":":
            length += byte
        return json.loads(self.file.read(int(length)))

    def _send(self, command: str, parameters: dict[str, Any]) -> Any:
        self.number += 1
        data = json.dumps([0, self.number, command, parameters]).encode()
        self.socket.sendall(f"{len(data)}:".encode() + data)
        _, _, error, result = self._message()
        assert error is None, error
        return result

    def go(self, address: str) -> None:
        self._send("WebDriver:Navigate", {"url": address})

    def back(self) -> None:
        self._send("WebDriver:Back", {})

    def reload(self) -> None:
        self._send("WebDriver:Refresh", {})

    def resize(self, width: int, height: int) -> None:
        bars = self.run(BARS)
        self._send("WebDriver:SetWindowRect", {"x": 0, "y": 0, "width": width, "height": height + bars})

    def run(self, script: str, *arguments: Any) -> Any:
        return self._send("WebDriver:ExecuteScript", {"script": script, "args": list(arguments)})["value"]


class WebKit:
    """WebKitGTK behind its WebDriver."""

    def __init__(self, port: int, browser: str) -> None:
        _connected(port).close()
        self.base = f"http://127.0.0.1:{port}/session"
        options = {"binary": browser, "args": ["--automation"]}
        wanted = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}
        self.base += "/" + self._post("", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

    def _post(self, path: str, data: dict[str, Any]) -> Any:
        request = urllib.request.Request(
            self.base + path, json.dumps(data).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)["value"]

    def go(self, address: str) -> None:
        self._post("/url", {"url": address})

    def back(self) -> None:
        self._post("/back", {})

    def reload(self) -> None:
        self._post("/refresh", {})

    def resize(self, width: int, height: int) -> None:
        bars = self.run(BARS)
        self._post("/window/rect", {"x": 0, "y": 0, "width": width, "height": height + bars})

    def run(self, script: str, *arguments: Any) -> Any:
        return self._post("/execute/sync", {"script": script, "args": list(arguments)})


class Chromium:
    """A page of Playwright's Chromium."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def go(self, address: str) -> None:
        self.page.goto(address)

    def back(self) -> None:
        self.page.go_back()

    def reload(self) -> None:
        self.page.reload()

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def run(self, script: str, *arguments: Any) -> Any:
        return self.page.evaluate(f"(args) => (function () {{ {script} }})(...args)", list(arguments))


@contextlib.contextmanager
def chromium(browser: Any) -> Iterator[Engine]:
    """Open a window of the Chromium that the tests have."""
    context = browser.new_context()
    yield Chromium(context.new_page())
    context.close()


@pytest.fixture(scope="session", params=["chromium", "firefox", "webkit"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The window of each browser in turn; whoever uses it says how wide it is."""
    if request.param == "chromium":
        with chromium(request.getfixturevalue("browser")) as started:
            yield started
    else:
        with {"firefox": firefox, "webkit": webkit}[request.param]() as started:
            yield started


@contextlib.contextmanager
def firefox() -> Iterator[Engine]:
    """Start Firefox with an empty profile."""
    program = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
    if program is None:
        _left_out("Firefox", "firefox-esr")
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="variorum-firefox-") as profile:
        Path(profile, "user.js").write_text(f'user_pref("marionette.port", {port});\n', "utf-8")
        command = [program, "--headless", "--marionette", "--no-remote", "--profile", profile, "about:blank"]
        with _running(command):
            yield Firefox(port)


@contextlib.contextmanager
def webkit() -> Iterator[Engine]:
    """Start WebKitGTK's browser on a screen that nobody sees."""
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("xvfb-run")
    browser = next((str(p) for pattern in WEBKIT_BROWSERS for p in Path("/").glob(pattern[1:])), None)
    if not (driver and screen and browser):
        _left_out("WebKitGTK", "webkit2gtk-driver xvfb")
    port = _free_port()
    with _running([screen, "-a", "-s", "-screen 0 1600x1200x24", driver, f"--port={port}"]):
        yield WebKit(port, browser)


def _left_out(name: str, packages: str) -> NoReturn:
    message = f"no {name} found: links are not tried in it (Debian: apt-get install {packages})"
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


@contextlib.contextmanager
def _running(command: list[Any]) -> Iterator[None]:
    """Run a program with all that it starts, and end all of it."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 15)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 9)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _connected(port: int) -> socket.socket:
    """Connect as soon as somebody listens."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def soon(ask: Callable[[], Any], patience: float = 10) -> Any:
    """Ask until the answer is true, or time is up; return the last answer."""
    until = time.monotonic() + patience
    while not (answer := ask()) and time.monotonic() < until:
        time.sleep(0.05)
    return answer
