"""Pages of producers, their products and their papers, by thing."""
