"""Dated, immutable policy packs: clocks, calendars, categories, thresholds."""
