"""Things plugged into the till, one file each."""
