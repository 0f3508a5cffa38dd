"""Nouns only: the Edition and its parts, the body of a note, Problems, characters that hide."""
