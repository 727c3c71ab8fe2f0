"""What the tables of partners say about people: for `personal_data.py`, of which this is a part."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Table, or_

from services.identity.domain.subscriber import Subscriber
from services.identity.outbound.postgres.partner_tables import (
    BROKERED_PEOPLE,
    PARTNER_PROVIDERS,
    PARTNER_SITES,
)

_SITES: Final = (
    *(PARTNER_SITES.c.steward, PARTNER_SITES.c.proposed_by),
    *(PARTNER_SITES.c.confirmed_by, PARTNER_SITES.c.disabled_by),
)
_PROVIDERS: Final = (
    *(PARTNER_PROVIDERS.c.proposed_by, PARTNER_PROVIDERS.c.confirmed_by),
    PARTNER_PROVIDERS.c.disabled_by,
)
DECIDED_ON_PARTNERS: Final[tuple[Column[Any], ...]] = (
    *_SITES,
    *_PROVIDERS,
    BROKERED_PEOPLE.c.decided_by,
)
"""Who looks after a partner site, and who decided on partners and on those who came by them."""


def _any_of(columns: tuple[Column[Any], ...]) -> Callable[[Subscriber], ColumnElement[bool]]:
    return lambda person: or_(*(each == person.subject for each in columns))


ABOUT_PARTNERS: Final = {
    PARTNER_SITES: _any_of(_SITES),
    PARTNER_PROVIDERS: _any_of(_PROVIDERS),
    BROKERED_PEOPLE: _any_of((BROKERED_PEOPLE.c.subject, BROKERED_PEOPLE.c.decided_by)),
}
"""How a person's rows are found."""


def _own_site(row: Mapping[str, Any], subject: str) -> Mapping[str, Any]:
    """Say of a partner site what one has to do with it, and of others nothing."""
    parts = sorted(each.name for each in _SITES if row[each.name] == subject)
    return {"site_id": row["site_id"], "name": row["name"], "part": parts}


def _own_provider(row: Mapping[str, Any], subject: str) -> Mapping[str, Any]:
    parts = sorted(each.name for each in _PROVIDERS if row[each.name] == subject)
    return {"provider_id": row["provider_id"], "name": row["name"], "part": parts}


def _own_coming(row: Mapping[str, Any], subject: str) -> Mapping[str, Any]:
    """Say how one came, but not which officer decided; of another's, that one decided."""
    if row["subject"] != subject:
        return {"provider_id": row["provider_id"], "decided_as": "officer"}
    return {name: value for name, value in row.items() if name != "decided_by"}


OWN_OF_PARTNERS: Final[dict[Table, Callable[[Mapping[str, Any], str], Mapping[str, Any]]]] = {
    PARTNER_SITES: _own_site,
    PARTNER_PROVIDERS: _own_provider,
    BROKERED_PEOPLE: _own_coming,
}
"""What of a row is about one person."""
