"""The seats of the demonstration, with fixed ids: some held, some vacant."""

import json
from datetime import datetime
from importlib.resources import files
from typing import Final
from uuid import UUID

from services.identity.domain.seat import Seat, SeatPlace, SeatRole, Tenure

_DATA: Final = json.loads(
    files("services.identity.domain").joinpath("data/demo_seats.json").read_text("utf-8")
)


def demo_seats(at: datetime) -> list[Seat]:
    """Return all of them, as if people had been appointed at that moment."""
    return [
        Seat(
            seat_id=UUID(said["seat_id"]),
            place=SeatPlace(
                role=SeatRole[said["role"]], region=said["region"], sector=said["sector"]
            ),
            created_at=at,
            holder=_tenure(said["holder"], at),
            deputy=_tenure(said["deputy"], at),
            associate=_tenure(said.get("associate"), at),
        )
        for said in _DATA["seats"]
    ]


def _tenure(subject: str | None, at: datetime) -> Tenure | None:
    if subject is None:
        return None
    return Tenure(subject=subject, since=at, until=None, appointed_by=_DATA["appointed_by"])
