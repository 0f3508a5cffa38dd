"""What is done to the disk, and what never is: files written whole, nothing deleted but by name, one at a time."""
