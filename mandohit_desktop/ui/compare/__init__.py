"""Comparing songs, or the versions of one."""
