"""Plain values every room may use: tree codes, working time, refusals, hash chains. No Django."""
