"""Forms: what a page asks for, how it is shown, and how wrong input comes back with nothing typed lost."""
