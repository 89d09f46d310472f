"""Rules of meetings as values."""
