"""Forms of editions and processes."""
