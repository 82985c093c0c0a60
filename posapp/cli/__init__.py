"""One command a file; the folder is the list."""
