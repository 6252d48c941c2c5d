"""A song's spectrogram; import contracts keep `jobs` and the server from importing it from `models`."""

from models.spectrogram import SongSpectrogram, song_spectrogram

__all__ = ["SongSpectrogram", "song_spectrogram"]
