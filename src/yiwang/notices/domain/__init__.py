"""What is told to whom in which words, when it may ring, when it is tried again."""
