"""How long training keeps what, and what enforces it."""

from typing import Final

from chassis.postgres.retention import BY_PERSON, Kept
from services.training.outbound.postgres.staff_tables import KEPT

RETENTION: Final = (
    Kept(retention="as long as the account, pseudonym on erasure", enforced_by=BY_PERSON),
    Kept(retention="life of the account, then a pseudonym", enforced_by=BY_PERSON),
    Kept(retention="life of the account, then empty", enforced_by=BY_PERSON),
    Kept(retention=KEPT, enforced_by=f"ForgetLeaver {BY_PERSON}"),
    Kept(retention="life of the account, then signed anew without the name", enforced_by=BY_PERSON),
)
