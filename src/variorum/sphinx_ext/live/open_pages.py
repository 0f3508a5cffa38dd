"""The pages that browsers have open: each is told when it is no longer as it was when it was loaded, and what is wrong.

A page is known by a digest of its file, which goes out with it. So a page that was changed between being loaded and
being listened to is told all the same, and a build that changes nothing in it leaves it alone.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

SCRIPT = Path(__file__).with_name("live.js")
SCRIPT_ADDRESS = "/variorum-live.js"
SOCKET_ADDRESS = "/variorum-live"


class Pages(StaticFiles):
    """The folder of a build; each page gets the script that listens, and nothing is kept by the browser unasked."""

    def file_response(self, full_path: str | os.PathLike[str], *arguments: object, **options: object) -> Response:
        """Return a file."""
        path = Path(full_path)
        if path.suffix == ".html":
            data = path.read_bytes()
            script = f'<script src="{SCRIPT_ADDRESS}" data-version="{_digest(data)}" defer></script></head>'
            response: Response = HTMLResponse(data.replace(b"</head>", script.encode(), 1))
        else:
            response = super().file_response(full_path, *arguments, **options)  # type: ignore[arg-type] # handed on
        response.headers["Cache-Control"] = "no-cache"
        return response


async def script(_: Request) -> Response:
    """Return the script that listens."""
    return FileResponse(SCRIPT, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


class OpenPages:
    """Who listens, for which page, in which version."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._open: dict[WebSocket, tuple[Path, str]] = {}
        self.wrong: list[str] = []  # what the last build warned of
        self._told: dict[WebSocket, list[str]] = {}

    @property
    def files(self) -> list[Path]:
        """The files of the pages that are open."""
        return sorted({path for path, _ in self._open.values()})

    async def listen(self, socket: WebSocket) -> None:
        """Keep a page that is open until it is closed."""
        await socket.accept()
        try:
            address, version = (str(word) for word in await socket.receive_json())
            self._open[socket] = (self._file(address), version)
            await self.tell()
            while True:
                await socket.receive_text()
        except (WebSocketDisconnect, ValueError):
            pass
        finally:
            self._open.pop(socket, None)
            self._told.pop(socket, None)

    async def tell(self) -> None:
        """Tell every page whose file is no longer what it was, and the others what is wrong, if that is news."""
        for socket, (path, version) in list(self._open.items()):
            try:
                changed = _digest(path.read_bytes()) != version
            except OSError:  # it is gone, or being written
                continue
            if changed:
                self._open.pop(socket, None)
                await _send(socket, "changed")
            elif self._told.get(socket, []) != self.wrong:
                self._told[socket] = self.wrong
                await _send(socket, {"wrong": self.wrong, "desk": (self._out / "desk.html").is_file()})

    def _file(self, address: str) -> Path:
        path = self._out.joinpath(*(part for part in unquote(address).split("/") if part not in ("", ".", "..")))
        return path / "index.html" if path.is_dir() else path


async def _send(socket: WebSocket, said: object) -> None:
    try:
        await socket.send_json(said)
    except (RuntimeError, WebSocketDisconnect):  # it was closed just now
        return


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=10).hexdigest()
