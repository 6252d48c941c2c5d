"""Commands that measure and print the speed and accuracy that the documentation states."""
