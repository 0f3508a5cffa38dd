"""The ParseCache of the last build on disk: written as a pickle, read back without running anything that stands in it.

A pickle may name any function to be called. Here it may name the classes of the model, of bodies and of this package's
ParseCache; whatever else it names makes the whole record worthless. A worthless record only costs time.
"""

from __future__ import annotations

import io
import pickle
import pkgutil
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import variorum.model
from variorum.disk.whole_file import write_whole
from variorum.reading import files
from variorum.reading.files import ParseCache, Stored, digest_of

_PARTS = 4  # when so small a part of a record has been added, all of it is written again


def load_parse_cache(path: Path, maker: str) -> ParseCache:
    """Return what was remembered, or an empty ParseCache if the record is missing, damaged, foreign or of other code.

    `maker` is a digest of the code that reads; a record of another maker is not used.
    """
    found, digest = _read(path, maker)
    if found is None:
        return ParseCache()
    cache = ParseCache(found.known, found.used, Stored(digest, frozenset(found.known)))
    added, _ = _read(added_to(path), f"{maker} {digest}")
    if added is not None:
        cache.known |= added.known
        cache.used = added.used
    return cache


def save_parse_cache(path: Path, cache: ParseCache, maker: str) -> None:
    """Write the record whole or not at all.

    While little has been added since the record was written, that alone is written, into a file beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = {key: value for key, value in cache.known.items() if key not in cache.stored.keys}
    if len(new) * _PARTS <= len(cache.stored.keys):
        _write(added_to(path), ParseCache(new, cache.used), f"{maker} {cache.stored.digest}")
    else:
        digest = _write(path, ParseCache(cache.known, cache.used), maker)
        cache.stored = Stored(digest, frozenset(cache.known))


def added_to(path: Path) -> Path:
    """Return the file with what was added to a record after it was written."""
    return path.with_name(f"{path.stem}-added{path.suffix}")


def _read(path: Path, maker: str) -> tuple[ParseCache | None, str]:
    try:
        data = path.read_bytes()
        made_by, cache = _Unpickler(io.BytesIO(data)).load()
    except Exception:  # whatever a damaged record raises
        return None, ""
    return (cache, digest_of(data)) if made_by == maker and isinstance(cache, ParseCache) else (None, "")


def _write(path: Path, cache: ParseCache, maker: str) -> str:
    data = io.BytesIO()
    _Pickler(data, pickle.HIGHEST_PROTOCOL).dump((maker, cache))
    write_whole(path, data.getvalue())
    return digest_of(data.getvalue())


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:
        """Write a value of ours as a call of its class: read back so, thousands of them take half the time."""
        if is_dataclass(value) and not isinstance(value, type):
            return type(value), tuple(getattr(value, field.name) for field in _fields(type(value)))
        return NotImplemented


_fields = cache(fields)


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
