"""The installation: settings, addresses, wiring. The only place that knows every package."""
