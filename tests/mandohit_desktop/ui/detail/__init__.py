"""Tests of the panel of the selected song."""
