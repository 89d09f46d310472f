"""Tests of the immediate reports."""
