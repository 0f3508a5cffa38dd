"""The EPUB edition: the HTML pages, annotations as pop-up footnotes, and what a library asks of a book.

packaging ← build
"""
