"""The tiers of access, lowest first."""

from enum import IntEnum


class Tier(IntEnum):
    """The access a person has earned; each tier includes those before it."""

    PUBLIC = 1
    REGISTERED = 2
    VERIFIED = 3
    TRUSTED = 4
