"""A message that goes through us: to whom, and how it reads."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID

MOST_RELAYED: Final = 5
"""How many messages an account sends through us in a day."""

MOST_RECIPIENTS: Final = 10
LONGEST_MESSAGE: Final = 2000


class RelayTo(Enum):
    """To whom a message goes."""

    SECTOR_LEAD = "SECTOR_LEAD"
    COORDINATOR = "COORDINATOR"
    ORGANISATION = "ORGANISATION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """What somebody says, to whom, and whether their address is shown."""

    to: RelayTo
    text: str
    region: str = ""
    sector: str = ""
    organisation_id: UUID | None = None
    share_address: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFreeze:
    """Somebody who passed the budget of other people's records, and how many they had read."""

    subject: str
    name: str
    frozen_at: datetime
    records: int
