"""Work off the user interface's thread: the scoring worker, pictures, playback. Qt's core module only, no widgets."""
