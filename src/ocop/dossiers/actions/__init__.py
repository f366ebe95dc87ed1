"""Use cases of rounds and dossiers."""
