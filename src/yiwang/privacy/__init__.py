"""Sealed fields, blind indexes, masking and de-identified text."""
