"""One module a sub-command, each with `run(options) -> exit code`."""
