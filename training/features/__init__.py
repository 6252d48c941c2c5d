"""From a corpus to features on disk: mels and tags in shards, duplicates, the split."""
