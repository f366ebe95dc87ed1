"""Pages of editions and processes."""
