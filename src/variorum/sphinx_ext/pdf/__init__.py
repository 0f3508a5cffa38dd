"""The PDF edition: doctrees → a manuscript in Typst's code → two passes of the compiler → one file.

fonts | placing | heads ← typesetting
inlining ← writing ← tables ← translator ← builder ← registration
"""
