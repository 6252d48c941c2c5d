"""The one place of the application that imports `models`: finding a model, choosing a device, scoring files."""
