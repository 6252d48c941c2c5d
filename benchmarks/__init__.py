"""What speed is claimed, as commands that print it."""
