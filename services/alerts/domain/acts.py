"""What people did about an alert that stays beside it: sent it back, would end it, ended it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kernel.digests import Digest, digest_of

WITHDRAWN_TEXT: Final = (
    "This alert was issued in error. Please disregard it. In an emergency call 999."
)
EXPIRED_TEXT: Final = (
    "This alert is no longer current. This does not mean that it is safe. In an emergency call 999."
)
EDITED_WHY: Final = "It was edited after it was submitted, so it must be submitted again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Why a submitted alert went back to those who write it."""

    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AllClearProposal:
    """One person's word that an alert may end as all clear.

    `text_cy` is what it says in Welsh, if anything: people are not to wait for it to hear that
    something is over.
    """

    text: str
    authority_reference: str
    by: str
    text_cy: str = ""

    def digest(self, alert: Digest) -> Digest:
        """Return the digest that the second person names, of the alert's own and all of this.

        Version 1 of the list is without Welsh; so is whatever was proposed before there was any.
        """
        fields = {
            "digest_version": 1,
            "alert": alert.hex(),
            "text": self.text,
            "authority_reference": self.authority_reference,
        }
        if self.text_cy:
            fields |= {"digest_version": 2, "text_cy": self.text_cy}
        return digest_of(fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How an alert ended. `text` is what recipients read; `why` and `by` are for the record.

    `text_cy` is what an all-clear says in Welsh, if anything; the other ends have fixed words. `by`
    is None when the clock ended it.
    """

    text: str
    ended_at: datetime
    by: str | None
    why: str = ""
    authority_reference: str = ""
    text_cy: str = ""
