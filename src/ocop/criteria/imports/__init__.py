"""Editions as people work on them elsewhere: spreadsheets, there and back, and folders of YAML."""
