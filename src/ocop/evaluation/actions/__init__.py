"""Use cases of an evaluation, by thing: editions, rounds, dossiers, councils, sheets, results, certificates."""
