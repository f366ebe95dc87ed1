"""Pages of rounds and dossiers."""
