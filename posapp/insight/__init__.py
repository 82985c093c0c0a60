"""Figures for the owner: one file per question, pure functions over rows."""
