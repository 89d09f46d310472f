"""What one keeps of the work queue, and what one does with many matters of it at once."""
