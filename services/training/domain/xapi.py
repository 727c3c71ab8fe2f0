"""A statement of the Experience API (xAPI 1.0.3): who did what to what, as it is kept.

Statements are never changed and never deleted. One that should not have been made is voided by
another, which says so.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.training.domain.cmi5_session import Said

VERSION: Final = "1.0.3"
VOIDED: Final = "http://adlnet.gov/expapi/verbs/voided"
CMI5_CATEGORY: Final = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
MOVE_ON_CATEGORY: Final = "https://w3id.org/xapi/cmi5/context/categories/moveon"
SESSION_ID: Final = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
MASTERY_SCORE: Final = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
PROGRESS: Final = "https://w3id.org/xapi/cmi5/result/extensions/progress"


@dataclass(frozen=True, slots=True)
class Account:
    """Whom a statement is about, by an account: never a mailbox, never a name (cmi5, 9.2)."""

    home_page: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement as it came, and what of it is looked for and judged.

    `document` is JSON, UTF-8, as it is given back. `digest` is of what makes two statements with
    the same id the same one (xAPI 1.0.3 part 2, 2.3.1): what the store adds does not count.
    """

    statement_id: UUID
    actor: Account
    verb_id: str
    activity_id: str
    registration: UUID
    timestamp: datetime
    said: Said
    progress: int | None
    document: bytes
    digest: bytes
