"""Reads of rounds and dossiers, shaped for pages."""
