"""The live stream: server-sent events to many open connections."""
