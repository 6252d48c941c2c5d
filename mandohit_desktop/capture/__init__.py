"""Recording what the computer plays, or an input, to a file. No Qt, no PyTorch."""
