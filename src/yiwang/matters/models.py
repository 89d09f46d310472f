"""Tables of the matter."""
