"""Rules as values: no Django, no clock, no input or output."""
