"""The sub-commands that are not steps of a rebuild, one module each; importing one imports nothing heavy."""
