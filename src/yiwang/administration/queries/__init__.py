"""What the administration pages read."""
