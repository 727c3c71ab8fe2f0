"""What people did about an alert that stays beside it: sent it back, would end it, ended it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Why a submitted alert went back to those who write it."""

    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AllClearProposal:
    """One person's word that an alert may end as all clear."""

    text: str
    authority_reference: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How an alert ended. `text` is what recipients read; `why` and `by` are for the record.

    `by` is None when the clock ended it.
    """

    text: str
    ended_at: datetime
    by: str | None
    why: str = ""
    authority_reference: str = ""
