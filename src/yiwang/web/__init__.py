"""People's pages: the resident, the window, the coordinator, the handler."""
