"""The pages of the system officer: units, people, duty lists, rules, what stands where, and the log of all changes."""

from . import drafts, duties, hall, items, messages, overview, people, rules, unit_deeds, units

__all__ = ["drafts", "duties", "hall", "items", "messages", "overview", "people", "rules", "unit_deeds", "units"]
