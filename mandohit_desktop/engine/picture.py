"""The picture of a song, for the window and for the server's page."""

from models.overview import Overview, overview

__all__ = ["Overview", "overview"]
