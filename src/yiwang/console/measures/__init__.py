"""Measuring suggestions on labelled texts."""
