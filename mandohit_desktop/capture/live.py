"""How a recording is scored while it goes on. Imports nothing, so the window may know it while it comes up."""

LIVE_EVERY_S = 5.0
LIVE_S = 30.0
"""How often a running recording is scored, and how much of its end."""
