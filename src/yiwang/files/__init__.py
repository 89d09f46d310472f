"""Attachments and their storage."""
