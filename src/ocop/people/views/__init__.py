"""Pages of accounts and of organisations."""
