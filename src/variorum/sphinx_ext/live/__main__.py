"""Serve the pages of an edition on this machine, and keep them as the files are: `make serve`.

When a file is saved, the pages that are open in a browser are written and shown first, in the place where one was
reading; then everything else is brought up to date.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import socket
import time
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount, Route, WebSocketRoute
from watchfiles import Change, DefaultFilter, awatch

from variorum.sphinx_ext.live.open_pages import SCRIPT_ADDRESS, SOCKET_ADDRESS, OpenPages, Pages, script
from variorum.sphinx_ext.live.resident_build import Site, serve

# Files beside conf.py that are read anew at each build, and those for which a build in memory is begun afresh.
_READ_ANEW = {"names.toml", "CITATION.cff"}
_READ_AT_THE_BEGINNING = {"conf.py", "references.bib"}
_STEP_MS = 20  # in which files that are saved together arrive


class Preview:
    """The process that builds, and the pages that are told."""

    def __init__(self, site: Site, pages: OpenPages) -> None:
        self._site = site
        self._pages = pages
        self._turn = asyncio.Lock()  # one build at a time
        self._begin()

    def _begin(self) -> None:
        spawning = multiprocessing.get_context("spawn")
        self._orders, theirs = spawning.Pipe()
        self._process = spawning.Process(target=serve, args=(self._site, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def end(self) -> None:
        """End the process, whatever it is at; the next build finds out."""
        self._process.terminate()
        self._process.join()

    def order(self, files: list[Path] | None) -> bool:
        """Let the files be written, or everything; say what went wrong, and begin afresh after it."""
        try:
            self._orders.send(files)
            failure, warned = self._orders.recv()
        except (EOFError, OSError):
            failure, warned = "the build has ended", None
        if warned is not None or failure:
            self._pages.wrong = [failure] if failure else warned
        if failure:
            print(f"{failure}\nThe pages stay as they were; they are built again at the next change.", flush=True)
            self.end()
            self._begin()
        return not failure

    async def follow(self, folders: Iterable[Path]) -> None:
        """Build again at every change in the folders, and of what lies beside conf.py."""
        beside, wanted = self._site.conf, _READ_ANEW | _READ_AT_THE_BEGINNING
        await asyncio.gather(
            self._follow(Unwritten(self._site), *folders),
            self._follow(lambda _, path: Path(path).name in wanted, beside, recursive=False),
        )

    async def _follow(self, fits: Callable[[Change, str], bool], *places: Path, recursive: bool = True) -> None:
        async for changes in awatch(*places, watch_filter=fits, step=_STEP_MS, recursive=recursive):
            async with self._turn:
                await self._build({Path(path).name for _, path in changes})

    async def _build(self, names: set[str]) -> None:
        began = time.monotonic()
        if names & _READ_AT_THE_BEGINNING:
            await asyncio.to_thread(self.end)
            self._begin()
        elif self._pages.files:
            await asyncio.to_thread(self.order, self._pages.files)
            await self._pages.tell()
            print(f"the open pages after {time.monotonic() - began:.1f} s", end=", ", flush=True)
        await asyncio.to_thread(self.order, None)
        await self._pages.tell()
        print(f"all pages after {time.monotonic() - began:.1f} s", flush=True)


class Unwritten(DefaultFilter):
    """Lets through what people write, not what the build writes."""

    def __init__(self, site: Site) -> None:
        super().__init__(ignore_paths=[site.out, site.doctrees])


def main() -> None:
    """Build, serve and follow, until it is interrupted."""
    parser = argparse.ArgumentParser(prog="python -m variorum.sphinx_ext.live", description=__doc__)
    parser.add_argument("docs", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("-c", dest="conf", type=Path, default=Path(), help="folder of conf.py and the edition")
    parser.add_argument("-d", dest="doctrees", type=Path, required=True)
    parser.add_argument("-D", dest="settings", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--watch", type=Path, action="append", default=[], help="a folder more to follow")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--open-browser", action="store_true")
    said = parser.parse_args()
    settings = dict(setting.split("=", 1) for setting in said.settings)
    conf, docs = said.conf.resolve(), said.docs.resolve()
    site = Site(conf, docs, said.out.resolve(), said.doctrees.resolve(), settings)
    site.out.mkdir(parents=True, exist_ok=True)
    pages = OpenPages(site.out)
    door = listening(said.port)
    preview = Preview(site, pages)
    try:
        print("Building the pages …", flush=True)
        preview.order(None)
        address = f"http://127.0.0.1:{said.port}"
        print(f"Open {address}; end with Ctrl-C", flush=True)
        if said.open_browser:
            webbrowser.open(address)
        folders = [site.docs, *(path.resolve() for path in said.watch if path.is_dir())]
        server = uvicorn.Server(uvicorn.Config(application(preview, pages, site.out, folders), log_level="warning"))
        with suppress(KeyboardInterrupt):
            server.run(sockets=[door])
    finally:
        preview.end()


def listening(port: int) -> socket.socket:
    """Return a socket that takes calls on this machine from now on, so that no browser comes too early."""
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(("127.0.0.1", port))
    except OSError as error:
        raise SystemExit(
            f"The pages cannot be shown at port {port}: {error.strerror}; choose another: --port"
        ) from error
    door.listen()
    return door


def application(preview: Preview, pages: OpenPages, out: Path, folders: Iterable[Path]) -> Starlette:
    """Return what answers browsers, and follows the files while it does."""

    @asynccontextmanager
    async def following(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(preview.follow(folders))
        yield
        preview.end()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    return Starlette(
        routes=[
            Route(SCRIPT_ADDRESS, script),
            WebSocketRoute(SOCKET_ADDRESS, pages.listen),
            Mount("/", app=Pages(directory=out, html=True)),
        ],
        lifespan=following,
    )


if __name__ == "__main__":
    main()
