"""The five-level tree of administrative divisions."""
