"""The ParseCache of the last build on disk: written as a pickle, read back without running anything that stands in it.

A pickle may name any function to be called. Here it may name the classes of the model, of bodies and of this package's
ParseCache; whatever else it names makes the whole record worthless. A worthless record only costs time.
"""

from __future__ import annotations

import io
import pickle
import pkgutil
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import variorum.model
from variorum.disk.whole_file import whole_file
from variorum.reading import files
from variorum.reading.files import ParseCache


def load_parse_cache(path: Path, maker: str) -> ParseCache:
    """Return what was remembered, or an empty ParseCache if the record is missing, damaged, foreign or of other code.

    `maker` is a digest of the code that reads; a record of another maker is not used.
    """
    try:
        made_by, cache = _Unpickler(io.BytesIO(path.read_bytes())).load()
    except Exception:  # whatever a damaged record raises
        return ParseCache()
    return cache if made_by == maker and isinstance(cache, ParseCache) else ParseCache()


def save_parse_cache(path: Path, cache: ParseCache, maker: str) -> None:
    """Write the record whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as file:
        pickle.dump((maker, cache), file, pickle.HIGHEST_PROTOCOL)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Return one of our own plain classes; nothing else may be named."""
        try:
            return _admitted()[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in this record") from None


@cache
def _admitted() -> dict[tuple[str, str], Any]:
    model = (import_module(f"variorum.model.{module.name}") for module in pkgutil.iter_modules(variorum.model.__path__))
    own = {
        (module.__name__, name): thing
        for module in (*model, files)
        for name, thing in vars(module).items()
        if isinstance(thing, type)
        and thing.__module__ == module.__name__
        and (is_dataclass(thing) or issubclass(thing, (Enum, tuple)))
    }
    return own | {("types", "MappingProxyType"): MappingProxyType, ("builtins", "frozenset"): frozenset}
