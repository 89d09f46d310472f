"""What may be uploaded and how it may be named: rules as values."""
