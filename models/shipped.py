"""The model that ships: its id and where its bundle is; standard library only."""

from pathlib import Path

SHIPPED = Path(__file__).parent / "weights"
DEFAULT_ID = "mandohit-base-1"
