"""The matter: registration, workflow, orders, clocks, ledger."""
