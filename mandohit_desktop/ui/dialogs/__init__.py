"""Dialogs and panels that open beside the window."""
