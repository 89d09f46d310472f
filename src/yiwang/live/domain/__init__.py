"""Rules of the live stream as values: tickets and what travels on the wire."""
