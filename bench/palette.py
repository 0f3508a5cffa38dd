"""Pictures of text with at most 256 colours: less than half the bytes, and nobody sees the difference.

The browser unpacks the picture and chooses the colours, so that nothing need be installed for it.
"""

from __future__ import annotations

import base64
import struct
import zlib

from playwright.sync_api import Page

# Like colours (eight levels of each channel apart) share the commonest of them; beyond 256, the rarer take the nearest.
_CHOOSE = """async (data) => {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
  const { width, height } = picture;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const { data: bytes } = canvas.getImageData(0, 0, width, height);
  const colours = new Uint32Array(width * height);
  const counts = new Map();
  for (let i = 0; i < colours.length; i++) {
    colours[i] = (bytes[4 * i] << 16) | (bytes[4 * i + 1] << 8) | bytes[4 * i + 2];
    counts.set(colours[i], (counts.get(colours[i]) ?? 0) + 1);
  }
  const common = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b);
  const alike = (colour) => colour & 0xf8f8f8;
  const chosen = new Map();
  for (const colour of common) if (!chosen.has(alike(colour))) chosen.set(alike(colour), colour);
  const palette = [...chosen.values()].slice(0, 256);
  const parts = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];
  const far = (a, b) => parts(a).reduce((sum, part, n) => sum + (part - parts(b)[n]) ** 2, 0);
  const nearest = (colour) =>
    palette.reduce((best, one, n) => (far(one, colour) < far(palette[best], colour) ? n : best), 0);
  const index = new Map(palette.map((colour, n) => [colour, n]));
  for (const colour of common)
    if (!index.has(colour)) index.set(colour, index.get(chosen.get(alike(colour))) ?? nearest(colour));
  const rows = Uint8Array.from(colours, (colour) => index.get(colour));
  const binary = Array.from({ length: height }, (_, y) =>
    String.fromCharCode(...rows.subarray(y * width, (y + 1) * width))).join("");
  return { width, height, palette: palette.flatMap(parts), rows: btoa(binary) };
}"""


def indexed(page: Page, png: bytes) -> bytes:
    """Return the same picture as a PNG with a palette; `page` is any page, for its canvas."""
    found = page.evaluate(_CHOOSE, base64.b64encode(png).decode())
    width, height = found["width"], found["height"]
    pixels = base64.b64decode(found["rows"])
    lines = b"".join(b"\0" + pixels[y * width : (y + 1) * width] for y in range(height))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(found["palette"])),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
