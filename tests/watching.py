"""Pages that are watched while they are read: from a folder and from a server, with nothing failing or leaving."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser import axe_script, served

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass
class Watched:
    """A page together with all that it should not do."""

    page: Page
    faults: list[str] = field(default_factory=list)  # console errors, exceptions, failed and external requests

    def open(self, address: str) -> Page:
        """Go to an address; requests that leave the place it is at are faults."""
        home = address.split("/", 3)[2]
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type in {"error", "warning"} else None)
        self.page.on("pageerror", lambda e: self.faults.append(str(e)))
        self.page.on("requestfailed", lambda r: self.faults.append(f"failed: {r.url}"))
        self.page.on(
            "request",
            lambda r: None if r.url.split("/", 3)[2] == home else self.faults.append(f"external: {r.url}"),
        )
        self.page.goto(address)
        return self.page


@pytest.fixture(scope="session")
def edition_folder(request: pytest.FixtureRequest) -> Path:
    """The pages of the whole edition; VARIORUM_HTML names a folder that is built already."""
    given = os.environ.get("VARIORUM_HTML")
    return Path(given) if given else request.getfixturevalue("book")


@pytest.fixture(scope="session")
def edition_server(edition_folder: Path) -> Iterator[str]:
    """The address of a server of the edition."""
    with served(edition_folder) as address:
        yield address


@pytest.fixture(params=["file", "http"])
def edition_address(request: pytest.FixtureRequest) -> str:
    """Where the edition is: in a folder, then on a server."""
    if request.param == "file":
        return f"file://{request.getfixturevalue('edition_folder')}"
    return str(request.getfixturevalue("edition_server"))


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A fresh page of 1440 × 900 that moves nothing; at the end it must have no fault."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    watched = Watched(context.new_page())
    yield watched
    context.close()
    assert not watched.faults


COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
STRUCTURE = {"runOnly": {"type": "tag", "values": WCAG}, "rules": {"color-contrast": {"enabled": False}}}
EVERYTHING = {"runOnly": {"type": "tag", "values": WCAG}}


def violations(page: Page, rules: dict = EVERYTHING) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, in one line for each rule and place.

    The contrast of colours is three quarters of axe's work. It depends on the scheme and hardly on the width, all other
    rules on the width and not on the scheme: so who looks at a page in several ways asks each rule where it matters.
    """
    page.evaluate(axe_script())
    found = page.evaluate("rules => axe.run({ ...rules, resultTypes: ['violations'] })", rules)["violations"]
    return [f"{v['id']}: {node['html'][:300]} {node['failureSummary']}" for v in found for node in v["nodes"]]


def faults_of(page: Page) -> list[str]:
    """What axe finds on a page: its structure as a whole, and the contrast of what looks different from all before it.

    The page is shortened by it.
    """
    found = violations(page, STRUCTURE)
    shortened(page)
    return found + violations(page, COLOURS)


def shortened(page: Page, most: int = 20) -> None:
    """Leave of all that is of one make (element, classes, kind and place) the first few: the others look the same.

    Links keep their words.
    """
    page.evaluate(
        """most => { const seen = {};
        const make = (e) => `${e.tagName} ${e.className} ${e.dataset.kind ?? ""} ${e.lang}`;
        for (const e of [...document.querySelectorAll("body *")]) {
          if (!e.isConnected || e.parentElement.closest("a, button, summary, label")) continue;
          const kind = [e, e.parentElement, e.parentElement.parentElement].map(make).join(" in ");
          if ((seen[kind] = (seen[kind] ?? 0) + 1) > most) e.remove();
        } }""",
        most,
    )
