"""How long engagement keeps what, and what enforces it."""

from typing import Final

from chassis.postgres.retention import BY_PERSON, Kept

RETENTION: Final = (
    Kept(retention="7 years, emptied on erasure of the asker", enforced_by=BY_PERSON),
    Kept(retention="7 years, pseudonym on erasure", enforced_by=BY_PERSON),
    Kept(retention="until it is given back", enforced_by="ReleaseQuestion FreeQuestions"),
)
