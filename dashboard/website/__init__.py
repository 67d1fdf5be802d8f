"""The whole dashboard as files that any web server can host, and that open from a disk: no server, no outside requests."""
