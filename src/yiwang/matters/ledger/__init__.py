"""The ledger: append an entry, seal a day, verify everything, prove one matter."""
