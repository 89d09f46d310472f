"""What each act changes in the case, beyond state and clocks: small pure functions, grouped by deed."""
