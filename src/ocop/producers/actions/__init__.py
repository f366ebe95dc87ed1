"""What is done with producers, their people, products and papers, by thing."""
