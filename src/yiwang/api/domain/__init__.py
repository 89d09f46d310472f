"""Rules of the API as values: scopes and what a token secret looks like."""
