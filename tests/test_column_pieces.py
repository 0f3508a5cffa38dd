"""A long source beside others is loaded in pieces: where it is cut, and what a reader of it loads and sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conftest import Built, build_edition, copy_of_mini, real_edition
from node import called
from variorum.model.edition import Edition, Source
from variorum.model.passages import Passage, PassageKind
from variorum.parallels.column_pieces import PIECE_BYTES, cut, packed_loci

PIECES = "static/column_pieces.js"
