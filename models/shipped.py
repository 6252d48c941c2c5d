"""The model included in the package: its id and the folder of its bundle; standard library only."""

from pathlib import Path

SHIPPED = Path(__file__).parent / "weights"
DEFAULT_ID = "mandohit-base-1"
