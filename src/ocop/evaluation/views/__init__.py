"""Pages of an evaluation, by thing."""
