"""The preview that follows every change: `python -m variorum.sphinx_ext.live`, which `make serve` runs."""
