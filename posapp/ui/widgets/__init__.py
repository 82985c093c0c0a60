"""One small widget a file."""
