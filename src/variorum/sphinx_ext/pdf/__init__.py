"""The PDF edition: doctrees → a manuscript in Typst's code → two passes of the compiler → one file.

fonts | placing ← typesetting
translator ← builder
"""
