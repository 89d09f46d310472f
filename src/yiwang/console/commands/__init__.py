"""One module per command of `yiwang`; each exposes `command`, a click command or group."""
