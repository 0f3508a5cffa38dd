"""Links that lead out of the edition: to its repository, so that a reader can mend it, and to the works of others.

In: the address of the repository (`variorum_repository`, `variorum_branch`). Out: “improve this” on every annotation
and parallel, and what the theme needs for “Annotate” and “something wrong with the text?”. Everything works without a
server; without a repository nothing of it is shown but the text to copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from docutils import nodes

from variorum.model.source import Source
from variorum.model.web_addresses import is_web_address
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import Settings, settings_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOREIGN = "nofollow noopener"  # `rel` of every link that leads out


@dataclass(frozen=True, slots=True)
class Host:
    """A place where repositories live, and how its pages are addressed."""

    edit: str  # with {repository}, {branch}, {path}
    new: str  # with {repository}, {branch}, {folder}; the script adds name and text
    name_key: str
    text_key: str
    issue: str
    issue_keys: tuple[str, str]  # title, text


_GITHUB = Host(
    "{repository}/edit/{branch}/{path}",
    "{repository}/new/{branch}/{folder}",
    "filename",
    "value",
    "{repository}/issues/new",
    ("title", "body"),
)
_GITLAB = Host(
    "{repository}/-/edit/{branch}/{path}",
    "{repository}/-/new/{branch}/{folder}",
    "file_name",
    "content",
    "{repository}/-/issues/new",
    ("issue[title]", "issue[description]"),
)


# Forgejo, and Gitea from which it comes.
_FORGEJO = Host(
    "{repository}/_edit/{branch}/{path}",
    "{repository}/_new/{branch}/{folder}",
    "filename",
    "value",
    "{repository}/issues/new",
    ("title", "body"),
)
# by a word in the name of the host, or before the address: forgejo+https://git.example.org/you/edition
_HOSTS = {"gitlab": _GITLAB, "forgejo": _FORGEJO, "gitea": _FORGEJO, "codeberg": _FORGEJO, "github": _GITHUB}


def register(app: Sphinx) -> None:
    """Tell Sphinx when the links are made."""
    app.connect("doctree-resolved", invite, priority=950)  # after the margin has counted the lines of the notes
    app.connect("doctree-resolved", mark_foreign_links, priority=960)
    app.connect("html-page-context", describe, priority=950)


def invite(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put “improve this” on every annotation and parallel, where there is a repository."""
    settings = settings_of(app.config)
    if not output_of(app.builder).web or not settings.repository:
        return
    domain = domain_of(app.env)
    for node in list(doctree.findall(nodes.Element)):
        path = ""
        if isinstance(node, our.annotation | our.parallel_note):
            path = node.get("path", "")
        elif isinstance(node, nodes.section) and "parallel" in node["classes"] and node["ids"]:
            parallel = domain.edition.parallel(node["ids"][0].removeprefix("parallel-"))
            path = parallel.path if parallel else ""
        if path:
            link = nodes.reference("", settings.wording.say("Improve this"), refuri=edit_address(settings, path))
            node += nodes.paragraph("", "", link, classes=["improve"])


def mark_foreign_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Say of every link that leads out that it is not ours to vouch for."""
    if output_of(app.builder).html:
        for link in doctree.findall(nodes.reference):
            if not link.get("internal") and is_web_address(link.get("refuri", "")):
                link["rel"] = FOREIGN


def describe(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Say of a page that its words can be annotated or called wrong, and of a source where a fault in it is told."""
    source = context.get("source")
    if output_of(app.builder).web:
        report = report_address(settings_of(app.config), source) if source else ""
        context["annotate"] = {"report": report}


def edit_address(settings: Settings, path: str) -> str:
    """Return where the host lets a file be edited."""
    return _filled(settings, _host(settings).edit, path=path)


def new_address(settings: Settings, folder: str) -> str:
    """Return where the host lets a file be made, ready for `name` and `text` to be put in; "" without a repository."""
    if not settings.repository:
        return ""
    host = _host(settings)
    return f"{_filled(settings, host.new, folder=folder)}?{host.name_key}={{name}}&{host.text_key}={{text}}"


def issue_address(settings: Settings) -> str:
    """Return where the host takes a message, ready for `name` and `text` to be put in; "" without a repository."""
    if not settings.repository:
        return ""
    host = _host(settings)
    title, text = (quote(key) for key in host.issue_keys)
    return f"{_filled(settings, host.issue)}?{title}={{name}}&{text}={{text}}"


def report_address(settings: Settings, source: Source) -> str:
    """Return where a reader can tell of a fault in a source's text; "" without a repository."""
    if not settings.repository:
        return ""
    title = settings.wording.say("{source}: something wrong with the text", source=source.siglum)
    text = settings.wording.say(
        "Source: {source}\nPassage (the number in the margin): \n\nWhat the page has:\n\n"
        "What it should have, and where that can be seen (edition, page, scan):\n",
        source=source.label,
    )
    host = _host(settings)
    keys = zip(host.issue_keys, (title, text), strict=True)
    return f"{_filled(settings, host.issue)}?{urlencode(list(keys), quote_via=quote)}"


def _filled(settings: Settings, template: str, **parts: str) -> str:
    quoted = {name: quote(part) for name, part in parts.items()}
    return template.format(repository=settings.repository, branch=quote(settings.branch), **quoted)


def _host(settings: Settings) -> Host:
    name = settings.host or urlsplit(settings.repository).hostname or ""
    return next((host for word, host in _HOSTS.items() if word in name), _GITHUB)
