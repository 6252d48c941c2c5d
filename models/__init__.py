"""MandoHit's engine: from an audio file to a predicted popularity.

A library without user interface, network access or training code. Import the modules you need: the package itself
imports nothing, so the specification can be read without loading PyTorch.
"""
