"""The watched export folder: finds songs when they are completely written. Pure Python: no Qt, no PyTorch."""
