"""Encoding: a sentence encoder that the editor has on disk, as one more feature. Windows in, vectors out.

Nothing is ever downloaded: the folder must hold the model (as `SentenceTransformer.save` writes it), and the library
is told to stay offline. Without `--encoder` nothing here is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from variorum.finder.windows import Window
from variorum.model.problems import MissingExtraError


class Encoder(Protocol):
    """What makes a vector of a text; vectors of texts of one meaning point the same way, in any language."""

    def encode(self, sentences: list[str], /) -> Any:
        """Return one vector for each sentence."""


class NoEncoderError(Exception):
    """The encoder cannot be loaded; the message says what to do."""


def load_encoder(path: Path) -> Encoder:
    """Load a model from a folder; raises `NoEncoderError` without it, `MissingExtraError` without its library."""
    if not path.is_dir():
        raise NoEncoderError(f"there is no folder {path}; give the folder of a sentence-transformers model")
    os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        library = import_module("sentence_transformers")
    except ImportError as error:
        raise MissingExtraError("an encoder", "sentence-transformers", "encoder") from error
    try:
        model: Encoder = library.SentenceTransformer(str(path), local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise NoEncoderError(f"{path} holds no model that sentence-transformers can load: {error}") from error
    return model


def encode(encoder: Encoder, windows: Sequence[Window]) -> list[list[float]]:
    """Return a vector for each window: of its facing translation where it has one, else of its own words.

    So every window is read in the language that most of the edition shares; an encoder of that language alone can read
    them all, and one of many languages loses nothing.
    """
    return [[float(x) for x in vector] for vector in encoder.encode([w.pivot or w.text for w in windows])]
