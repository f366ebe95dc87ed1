"""Reads of an evaluation, shaped for pages, by thing."""
