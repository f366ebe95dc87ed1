"""Reads of editions."""
