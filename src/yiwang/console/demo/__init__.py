"""The demo: a real city with made-up people, and a seeded month of its life through the real operations."""
