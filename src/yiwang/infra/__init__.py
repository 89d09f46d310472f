"""Django plumbing without a civic word: database, locks, outbox, idempotency, keyset lists."""
