"""The editor's hand: new annotations and parallels, re-anchoring, summaries of changes, versions in git."""
