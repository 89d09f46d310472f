"""Signed measures with their dimensions and day, written in the deed's transaction."""
