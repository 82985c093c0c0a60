"""One screen a file; the folder is the list."""
