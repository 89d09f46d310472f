"""Counts at every level, folded from facts."""
