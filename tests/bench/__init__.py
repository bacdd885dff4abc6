"""Measured ratios: each bench runs both sides in one call and prints a table."""
