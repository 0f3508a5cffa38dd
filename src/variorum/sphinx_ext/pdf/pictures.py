"""Which of the book's pictures the compiler cannot read: asked when it has stopped and does not say at which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from variorum.sphinx_ext.pdf.inlining import as_string


def unreadable(names: Iterable[str], folder: Path) -> Iterator[str]:
    """Yield the pictures of a folder that the compiler cannot read."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False)
    for name in names:
        tried = f"#image({as_string(name)})".encode()
        try:
            typst.Compiler(tried, root=str(folder), font_paths=fonts).compile()
        except (typst.TypstError, RuntimeError):
            yield name
