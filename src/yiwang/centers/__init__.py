"""Centers, units, plaques, posts and appointments."""
