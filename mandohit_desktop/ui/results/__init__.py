"""The table of songs: its model, how cells are painted, and the view."""
