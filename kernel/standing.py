"""Whether an account may be used at all."""

from enum import Enum


class Standing(Enum):
    """The standing of an account."""

    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    CLOSED = "CLOSED"
