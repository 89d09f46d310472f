"""Views: each reads the clock, walks through one query or operation, and hands the result to a presenter."""
