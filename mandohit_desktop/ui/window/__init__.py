"""The main window and the compact one: their parts, and what connects them with the jobs."""
