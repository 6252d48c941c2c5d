"""The user's rebuild: its steps, the folder they share, and what each leaves there."""
