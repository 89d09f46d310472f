"""Documents made from the code: one module each, with `FILE` (its place in the repository) and `text()` (all of it)."""
