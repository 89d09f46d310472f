"""Conferences and meetings: called, held, minuted, and their decisions followed to the end."""
