"""What conf.py says of an edition, read in one place: Sphinx' configuration in, a `Settings` out.

The PDF's own settings stand in `pdf.builder`, for no other output asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.config import ENUM
from sphinx.util import logging

from variorum.model import verse_lines
from variorum.model.house_rules import CHOICES, GLOSSES, NOTE_WORDS, NOTE_WORKS, HouseRules, rules_of
from variorum.model.web_addresses import is_web_address
from variorum.reading.works import PATH as BIBLIOGRAPHY
from variorum.text.scripts import SCRIPT_LANGUAGES
from variorum.wording.messages import Wording

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)

_SOFTWARE = re.compile(r"(?:(github|gitlab|forgejo|gitea)\+)?(https://.*)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an edition as its pages need them."""

    wording: Wording  # of the pages: the language in which readers are spoken to
    script_languages: Mapping[str, str]  # script → language of words in it, e.g. "Devanagari" → "ne"
    repository: str  # address without a slash at its end, e.g. "https://github.com/you/edition"; "" = none
    branch: str  # e.g. "main"
    host: str  # software of the repository's host where its address does not tell, e.g. "forgejo"; "" = it does
    contact: str  # address of mail to which contributions may be sent, e.g. "editors@example.org"; "" = none
    rules: HouseRules  # what is asked of the works and notes
    verse_numbers: int  # every how manieth line of verse shows its number; 1 = each, 0 = none

    @property
    def language(self) -> str:
        """The language of the pages, BCP 47, e.g. "en"."""
        return self.wording.language


def register(app: Sphinx) -> None:
    """Tell Sphinx the settings."""
    app.add_config_value("variorum_edition", ".", "env", str)  # the edition's folder, seen from conf.py
    app.add_config_value("variorum_script_languages", {}, "env", dict)  # e.g. {"Devanagari": "ne"}
    app.add_config_value("variorum_repository", "", "html", str)  # e.g. "https://github.com/you/edition"
    app.add_config_value("variorum_branch", "main", "html", str)
    app.add_config_value("variorum_contact", "", "html", str)  # e.g. "editors@example.org"
    for name, choices in CHOICES.items():
        app.add_config_value(name, choices[0], "env", ENUM(*choices))
    app.add_config_value(NOTE_WORDS, (), "env", (tuple, list))  # fewest and most, e.g. (20, 80)
    app.add_config_value(NOTE_WORKS, (), "env", (tuple, list))  # kinds that cite a work, e.g. ["evidence", "dispute"]
    app.add_config_value(GLOSSES, "", "env", str)  # language in which words of other languages have a gloss, e.g. "en"
    app.add_config_value(verse_lines.SETTING, verse_lines.EVERY_FIFTH, "env", int)  # 1 = each line, 0 = none
    app.connect("config-inited", _find_bibliography)
    app.connect("config-inited", _warn_of_repository)
    app.connect("config-inited", _warn_of_verse_numbers)


def settings_of(config: Config) -> Settings:
    """Return the settings of an edition."""
    return Settings(
        wording_of(config),
        {**SCRIPT_LANGUAGES, **config.variorum_script_languages},
        _repository(config.variorum_repository)[1],
        config.variorum_branch,
        _repository(config.variorum_repository)[0],
        config.variorum_contact if _MAIL.fullmatch(config.variorum_contact) else "",
        rules_of({name: config[name] for name in (*CHOICES, NOTE_WORDS, NOTE_WORKS, GLOSSES)}),
        verse_lines.EVERY_FIFTH if verse_lines.fault_of(config[verse_lines.SETTING]) else config[verse_lines.SETTING],
    )


def language_of(config: Config) -> str:
    """Return the language of the pages as HTML writes it: fa-IR, where Sphinx has fa_IR."""
    return (config.language or "en").replace("_", "-")


def wording_of(config: Config) -> Wording:
    """Return the language in which the pages of an edition speak to readers."""
    return Wording(language_of(config))


def edition_folder(app: Sphinx) -> Path:
    """Return the folder that holds the edition."""
    return Path(app.confdir, str(app.config.variorum_edition))


def line_of_setting(name: str, confdir: Path) -> int:
    """Return the line of conf.py that gives a setting; 0 where it is given elsewhere (`-D`)."""
    try:
        lines = (confdir / "conf.py").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 0
    return next((n for n, line in enumerate(lines, 1) if re.match(rf"{name}\s*(:[^=]*)?=", line)), 0)


def _repository(address: str) -> tuple[str, str]:
    """Return software and address of the repository, both named by `gitlab+https://git.example.org/e`; "" for none."""
    match = _SOFTWARE.fullmatch(address.rstrip("/"))
    host, address = (match[1] or "", match[2]) if match else ("", "")
    return (host, address) if is_web_address(address) and "?" not in address else ("", "")


def _find_bibliography(app: Sphinx, config: Config) -> None:
    """Use the edition's references.bib where conf.py names no bibliography; a project without works needs none."""
    if config.bibtex_bibfiles is None:
        path = edition_folder(app) / BIBLIOGRAPHY
        config.bibtex_bibfiles = [str(path)] if path.is_file() else []


def _warn_of_repository(app: Sphinx, config: Config) -> None:
    address = config.variorum_repository
    if address and not _repository(address)[1]:
        logger.warning("variorum_repository is no address such as https://github.com/you/edition: %s", address)
    contact = config.variorum_contact
    if contact and not _MAIL.fullmatch(contact):
        logger.warning("variorum_contact is no address of mail such as editors@example.org: %s", contact)


def _warn_of_verse_numbers(app: Sphinx, config: Config) -> None:
    if told := verse_lines.fault_of(config[verse_lines.SETTING]):
        line = line_of_setting(verse_lines.SETTING, Path(app.confdir))
        logger.warning("%s", told, location=f"{Path(app.confdir, 'conf.py')}:{line}" if line else None)
