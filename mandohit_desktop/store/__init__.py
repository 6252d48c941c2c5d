"""The history of scored songs, in one SQLite file. No Qt, no PyTorch."""
