"""What the window says: languages, sentences for errors and notices, numbers in words."""
