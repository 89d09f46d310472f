"""Identity only: user, credential, session."""
