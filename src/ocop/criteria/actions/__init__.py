"""Use cases of editions and processes."""
