"""From a corpus to a model bundle. Imports `models`; never the desktop application."""
