"""Fitting both networks to features and targets."""
