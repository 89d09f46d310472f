"""The live stream: what happened is told to open pages within a moment, by ids only, to those who may know."""
