"""Whose stream it is: what they showed at the door, and what they may read now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from chassis.errors import TokenRefused
from chassis.principals import PrincipalRow, principal_of, principal_of_row
from chassis.tokens import Token
from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from services.alerts.domain.errors import TicketRefused
from services.alerts.domain.whereabouts import NO_HOLDINGS, NOWHERE, Holdings


class Holder(Protocol):
    """Someone who opened a stream."""

    @property
    def subject(self) -> str | None:
        """Their subject, or None for someone without an account."""
        ...

    @property
    def rights_version(self) -> int:
        """The version of their rights that they proved."""
        ...

    def principal(self, row: PrincipalRow | None, *, opening: bool) -> Principal:
        """Return who they are by our newest row.

        Raises:
            Unauthenticated: the stream may not be opened, or not stay open as theirs.
        """
        ...


@dataclass(frozen=True, slots=True)
class Anyone:
    """Someone who showed nothing, or a ticket that names nobody."""

    subject: None = None
    rights_version: int = 0

    def principal(self, row: PrincipalRow | None, *, opening: bool) -> Principal:
        """Return nobody in particular."""
        del row, opening  # nobody has no row, at any time
        return ANONYMOUS


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """Someone who showed a token. The stream outlives the token, and follows the row."""

    token: Token

    @property
    def subject(self) -> str:
        """Their subject."""
        return self.token.subject

    @property
    def rights_version(self) -> int:
        """The version of their rights that the token proves."""
        return self.token.rights_version

    def principal(self, row: PrincipalRow | None, *, opening: bool) -> Principal:
        """Return who they are: the higher version of token and row, whole."""
        del opening  # the rule is the same at any time
        return principal_of(self.token, row)


@dataclass(frozen=True, slots=True)
class TicketHolder:
    """Someone who showed a ticket: good for the rights that they had when they asked for it."""

    subject: str
    rights_version: int
    shown_at: datetime

    def principal(self, row: PrincipalRow | None, *, opening: bool) -> Principal:
        """Return who they are by the row alone; PUBLIC while it is older than the ticket."""
        if row is None:
            return Principal(subject=self.subject, tier=Tier.PUBLIC)
        if opening and row.rights_version > self.rights_version:
            raise TicketRefused("Your rights changed since: ask for another ticket.")
        principal = principal_of_row(row, at_least=self.rights_version)
        if principal is None or (row.valid_after is not None and self.shown_at < row.valid_after):
            raise TokenRefused("The ticket is no longer good.")
        return principal


Rights = tuple[Tier, frozenset[str], frozenset[str], frozenset[str], frozenset[str], str | None]


def reader_of(principal: Principal) -> Principal:
    """Return for whom to choose alerts. Without a tier that we know of, for anyone.

    Losing a tier or an account never stops what everyone may read.
    """
    return ANONYMOUS if principal.tier is Tier.PUBLIC else principal


def rights_of(reader: Principal) -> Rights:
    """Return what decides for a reader, unless a marking names people: equals see the same."""
    return (
        reader.tier,
        reader.roles,
        reader.regions,
        reader.sectors,
        reader.closed_groups,
        reader.organisation_id,
    )


SharedRights = tuple[
    Tier,
    frozenset[str],
    frozenset[str],
    frozenset[str],
    frozenset[str],
    frozenset[str],
    frozenset[frozenset[str]],
]


_NOTHING: Final[frozenset[str]] = frozenset()
_AS_THEY: Final = frozenset({_NOTHING})
"""Of whom no place is known: nowhere that they are not themselves."""


def shared_rights_of(reader: Principal, holdings: Holdings = NO_HOLDINGS) -> SharedRights:
    """Return what decides for a reader on all that is not personal: groups share it.

    The organisation is not in it, nor where its premises are and what they are for: there are as
    many as streams, and few events ask for one. Its sectors, and the regions of each of its places,
    are in it as far as they are not the person's own: mostly they are, and add nothing.
    """
    added, elsewhere = _NOTHING, _AS_THEY
    if holdings is not NO_HOLDINGS:
        added = holdings.sectors - reader.sectors
        elsewhere = frozenset(
            place.regions - reader.regions for place in holdings.places or NOWHERE
        )
    return (
        reader.tier,
        reader.roles,
        reader.regions,
        reader.sectors,
        reader.closed_groups,
        added,
        elsewhere,
    )
