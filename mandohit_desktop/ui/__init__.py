"""Windows and views. No PyTorch, no decoding, no SQL: everything here shows what `jobs` and `store` hand over."""
