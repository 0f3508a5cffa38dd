"""Pages that are watched while they are read: from a folder and from a server, with nothing failing or leaving."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Request

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
        self.page.on("requestfailed", self._note_failure)
        self.page.on(
            "request",
            lambda r: None if r.url.split("/", 3)[2] == home else self.faults.append(f"external: {r.url}"),
        )
        self.page.goto(address)
        return self.page

    def _note_failure(self, request: Request) -> None:
        """Note what could not be loaded; what a page that is left had only begun to load is no fault of it."""
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url}")


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


# Marks, of all whose words look alike in the scheme of now, the first few of each make: element, classes, kind and
# language. The look is what contrast hangs on: colours and size of the words, and all that lies behind them.
MARK = """most => {
  const seen = new Map(), behind = new Map();
  const spoken = (e) => e.matches("input, select, textarea, button") ||
    [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  for (const e of [document.documentElement, ...document.querySelectorAll("body, body *")]) {
    const s = getComputedStyle(e);
    const own = `${s.backgroundColor} ${s.backgroundImage} ${s.opacity} ${s.filter} ${s.mixBlendMode}`;
    const around = behind.get(e.parentElement) ?? "";
    behind.set(e, own === "rgba(0, 0, 0, 0) none 1 none normal" ? around : `${around} on ${own}`);
    if (!spoken(e) || !e.checkVisibility({ visibilityProperty: true })) continue;
    const look = `${behind.get(e)}: ${s.color} ${s.fontSize} ${s.fontWeight} ${s.textShadow} ${s.position}`;
    const kind = `${e.tagName} ${e.getAttribute("class")} ${e.dataset.kind} ${e.lang} ${look}`;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    if (seen.get(kind) <= most) e.setAttribute("data-first", "");
  }
}"""
# Shortens long rows of elements of one make: leaves the first of each row, and all in which something is marked.
SHORTEN = """most => {
  const make = (e) => `${e.tagName} ${e.getAttribute("class")} ${e.dataset.kind}`;
  for (const parent of document.querySelectorAll("body *")) {
    if (parent.closest("a, button, summary, label")) continue; // these keep their words
    const seen = new Map();
    for (const e of [...parent.children]) {
      seen.set(make(e), (seen.get(make(e)) ?? 0) + 1);
      if (seen.get(make(e)) > most && !e.matches("[data-first]") && !e.querySelector("[data-first]")) e.remove();
    }
  }
}"""
AXE = """rules => {
  axe.configure({ rules: [{ id: "color-contrast", selector: "[data-first]" }] });
  return axe.run({ ...rules, resultTypes: ["violations"] });
}"""


def marked(page: Page) -> None:
    """Mark the first three of all whose words look alike: at their contrast axe looks, no look is left out."""
    page.evaluate(MARK, 3)


def violations(page: Page, rules: dict = EVERYTHING) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, in one line for each rule and place.

    The contrast of colours would be three quarters of axe's work, and it is the same for all that looks the same. It
    depends on the scheme and hardly on the width, all other rules on the width and not on the scheme: so who looks at a
    page in several ways asks each rule where it matters.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe_script())
    if rules is not STRUCTURE:
        marked(page)
    found = page.evaluate(AXE, rules)["violations"]
    return [f"{v['id']}: {node['html'][:300]} {node['failureSummary']}" for v in found for node in v["nodes"]]


def shortened(page: Page, most: int = 20) -> None:
    """Leave of each row of elements of one make the first few, and whatever holds another look, also in the dark."""
    schemes: tuple[Literal["dark", "light"], ...] = ("dark", "light")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        marked(page)
    page.evaluate(SHORTEN, most)
