"""The main window and the compact one: what stands in them, and what connects them with the jobs."""
