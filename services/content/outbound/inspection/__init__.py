"""Looks into files of strangers, in a process of its own that may do and use little."""
