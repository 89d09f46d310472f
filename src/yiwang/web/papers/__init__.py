"""Papers that are handed to people: one form after GB/T 9704, filled with sentences, printed to PDF on demand and kept nowhere."""
