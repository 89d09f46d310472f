"""Answers and procedures kept once and used often, and texts with variables for replies."""
