"""The selected song: score card, spectrogram, timelines, tags, versions and playback.

`panel` is what the window uses; it imports the rest, and with it pyqtgraph, when that is first needed.
"""
