"""What a model is trained on: the manifest, the providers that fill it, and the previews it points to."""
