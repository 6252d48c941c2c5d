"""Picking the songs to keep."""
