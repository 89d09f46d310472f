"""Who hears what: upward needs of the packages are registered here, and only here."""
