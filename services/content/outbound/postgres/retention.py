"""How long content keeps what, and what enforces it."""

from typing import Final

from chassis.postgres.retention import BY_PERSON, Kept

RETENTION: Final = (
    Kept(retention="7 years", enforced_by=BY_PERSON),
    Kept(retention="7 years, pseudonym on erasure", enforced_by=BY_PERSON),
)
