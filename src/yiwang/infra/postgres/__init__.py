"""The database engine of an installation: Django's PostgreSQL engine, and a server of our own when none is named.

`account.py` says who runs the server, `binaries.py` finds its programs, `locks.py` counts its users,
`server.py` makes, starts, revives and stops it, `own.py` examines a server of one's own, `base.py` is the engine Django loads.
"""
