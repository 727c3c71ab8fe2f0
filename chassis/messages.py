"""How large a message may be, on both ends of a channel."""

from typing import Final

LARGEST_MESSAGE: Final = 4 * 1024 * 1024
"""Bytes; protobuf itself allows more than a process should hold for one call."""
