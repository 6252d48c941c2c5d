"""The window of a rebuild: what to make a model from, how far it is, what came out."""
