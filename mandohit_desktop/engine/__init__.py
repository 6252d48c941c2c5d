"""What the application does with `models`: finding a model, choosing a device, scoring files."""
