"""Reproducible benchmarks: one city of matters, one server, every hot door, and bare psycopg as the limit. See README.md."""
