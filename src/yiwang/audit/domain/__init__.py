"""What makes a look odd: rules as values."""
