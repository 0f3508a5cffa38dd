"""The reader's own language: every word of the interface, its plural forms, dates and numbers, from catalogues."""
