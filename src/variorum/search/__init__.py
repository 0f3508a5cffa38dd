"""Rows of the search from an Edition."""
