"""The local REST API and its page: the same engine, the same errors as the command line, over HTTP."""
