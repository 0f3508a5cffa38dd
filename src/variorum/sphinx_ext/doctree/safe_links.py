"""No link of a page runs a script or opens a reader's own files, whoever has made it.

Works, notes and names pass `is_web_address` before they become links. This is the second door: for the styles of other
people's bibliographies, which make a link of whatever stands in `url`, and for slips in an editor's own pages.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from variorum.model.web_addresses import is_web_address

logger = logging.getLogger(__name__)

_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0]")  # what browsers leave out before they read a scheme
_NO_LINK = re.compile(r"(?:javascript|data|vbscript|file|blob|filesystem|view-source|jar):|[/\\]{2}", re.IGNORECASE)


class SafeLinks(SphinxPostTransform):
    """Make words of every link that leads where no link of an edition should."""

    default_priority = 900  # after sphinxcontrib-bibtex has set its lists

    def run(self, **options: Any) -> None:
        """Look at every link of the page; in a list of works only the web is allowed."""
        for link in list(self.document.findall(nodes.reference)):
            address = link.get("refuri", "")
            if address and not link.get("internal") and not _is_safe(address, link):
                logger.warning(
                    "%s is no address for a link and is shown as words", address, location=link, type="variorum"
                )
                link.replace_self(link.children)


def _is_safe(address: str, link: nodes.reference) -> bool:
    if _in_citation(link):
        return is_web_address(address)
    return not _NO_LINK.match(_IGNORED.sub("", address))


def _in_citation(link: nodes.Node) -> bool:
    at = link.parent
    while at is not None and not isinstance(at, nodes.citation):
        at = at.parent
    return at is not None
