"""The headquarters of several tills."""
