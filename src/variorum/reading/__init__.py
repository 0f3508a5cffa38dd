"""An edition's folder in, an `Edition` out: every file is read once, strictly, and every refusal becomes a Problem."""

from variorum.reading.edition import read_edition
from variorum.reading.files import ParseCache

__all__ = ["ParseCache", "read_edition"]
