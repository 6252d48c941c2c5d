"""The picture of a song, for the window and for the server's page."""

from models.spectrogram import SongSpectrogram, song_spectrogram

__all__ = ["SongSpectrogram", "song_spectrogram"]
