"""One file per kind of program; the folder is the list."""
