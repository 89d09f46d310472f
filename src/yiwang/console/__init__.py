"""The command line: set-up, demo, simulation, ledger, doctor."""
