"""Input from people, by the thing that it is about."""
