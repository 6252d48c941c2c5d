"""Work off the user interface's thread: scoring, spectrograms, playback. Qt's core module only, no widgets."""
