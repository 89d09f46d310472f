"""Yiwang 一网: the software of a governance centre."""

__version__ = "0.1.0"
