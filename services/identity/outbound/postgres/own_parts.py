"""What of a row is about one person, where others had a part in it: for `personal_data.py`."""

from collections.abc import Mapping
from typing import Any


def own_question(row: dict[str, Any], subject: str) -> Mapping[str, Any]:
    """Say what a provider was asked about a person; of a question about another, that one asked."""
    if row["subject"] != subject:
        return {"provider_check_id": row["provider_check_id"], "asked_as": "officer"}
    return {name: value for name, value in row.items() if name != "asked_by"}


def own_request(row: dict[str, Any], subject: str) -> Mapping[str, Any]:
    """Say of one's own request all but which officer entered it; of another's, that one did."""
    if row["subject"] != subject:
        return {"request_id": row["request_id"], "worked_on_as": "officer"}
    hidden = {"recorded_by", "extended_by"}
    return {name: value for name, value in row.items() if name not in hidden}


def own_seat(row: dict[str, Any], subject: str) -> Mapping[str, Any]:
    """Say of a seat what is about one person: how they sit there, or that they appointed to it."""
    place = {name: row[name] for name in ("seat_id", "role", "region", "sector", "district")}
    for position in ("holder", "deputy", "associate"):
        if row[position] == subject:
            since, until = row[f"{position}_since"], row[f"{position}_until"]
            return place | {"position": position, "since": since, "until": until}
    return place | {"position": "appointed somebody"}


def own_group(row: dict[str, Any], subject: str) -> Mapping[str, Any]:
    """Say of a group that one owns or sponsors it."""
    hat = "owner" if row["owner"] == subject else "sponsor"
    return {"group_id": row["group_id"], "name": row["name"], "as": hat}


def own_read(row: dict[str, Any], subject: str) -> Mapping[str, Any]:
    """Say when a record was read, and neither by whom nor of whom."""
    return {"read_at": row["read_at"], "mine": row["reader"] == subject}


def own_reset(row: dict[str, Any], subject: str) -> Mapping[str, Any]:
    """Say of what takes one's factors away all but which officers; of another's, that one did."""
    if row["subject"] != subject:
        return {"reset_id": row["reset_id"], "worked_on_as": "officer"}
    hidden = {"proposed_by", "confirmed_by"}
    return {name: value for name, value in row.items() if name not in hidden}
