"""What only HTML has: the frame of a page, notes in the margin, previews, search, side by side."""
