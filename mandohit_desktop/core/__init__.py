"""What every part of the application may use: paths and logging. No Qt, no PyTorch."""
