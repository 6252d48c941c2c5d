"""Everything the watcher says, each under its code."""

from mandohit_desktop.core.notices import Notice

STARTING = Notice("watch.starting", "Looking at what is in the folder.")
WATCHING = Notice("watch.watching", "Watching. Songs that were here before: {n_before}.")
WRITING = Notice("watch.writing", "Being written: {file} (files in all: {n_files}).")
SCORING = Notice("watch.scoring", "Songs that are ready to be scored: {n_files}.")
UNREADABLE = Notice("watch.unreadable", "{file} cannot be read yet: the system does not allow it.")
INCOMPLETE = Notice("watch.incomplete", "{file} is not complete. Is it still being written?")
FOLDER_MISSING = Notice("watch.folder_missing", "Waiting for the folder to come back.")
FOLDER_UNREADABLE = Notice("watch.folder_unreadable", "The system does not allow looking into the folder.")
DISK_FULL = Notice("watch.disk_full", "The disk is full. Which songs are done is noted once there is room again.")
OFF = Notice("watch.off", "Switched off.")
