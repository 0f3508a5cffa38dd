"""Texts from elsewhere in, the files of a source out."""
