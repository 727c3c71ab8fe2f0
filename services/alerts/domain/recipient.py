"""Whom alerts may be sent to, by which channels, and who they are to the rules of reading."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final
from uuid import UUID

from kernel.access import may_read
from kernel.principals import Principal
from kernel.roles import permissions_of
from kernel.tiers import Tier
from services.alerts.domain import wording
from services.alerts.domain.aim import Aim
from services.alerts.domain.audience import Person, compiled
from services.alerts.domain.whereabouts import NO_HOLDINGS, Holdings, Place
from services.alerts.domain.wording import CapStatus

SIMULATED: Final = (
    r"^(\+447700900[0-9]{3}|.+[@.](example|invalid|test)|.+@(.+\.)?example\.(com|net|org)"
    r"|(ANDROID|IOS):simulated-.+)$"
)
"""Addresses that nobody has: Ofcom's numbers for drama, the domains of RFC 2606, tokens that no
app is given (both kinds of regular expression read it alike). Only a simulator answers for them."""


class Channel(Enum):
    """By which way a message reaches somebody who has no stream open: those that we can send by."""

    EMAIL = "EMAIL"
    SMS = "SMS"
    WEBHOOK = "WEBHOOK"
    WEB_PUSH = "WEB_PUSH"
    MOBILE_PUSH = "MOBILE_PUSH"


SIMULATED_BY: Final = frozenset({Channel.EMAIL, Channel.SMS, Channel.MOBILE_PUSH})
"""The channels that have simulators: a browser or an endpoint is always somebody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A confirmed address. A suspended one did not exist when it was last tried."""

    channel: Channel
    address: str = field(repr=False)
    suspended: bool = False

    def may_get(self, aim: Aim) -> bool:
        """Tell whether anything about an alert may go here at all: a test goes to simulators."""
        if aim.cap_status is CapStatus.TEST and not self.simulated:
            return False
        return not self.suspended

    def chosen_by(self, aim: Aim) -> bool:
        """Tell whether an alert is sent by this channel."""
        return wording.Channel(self.channel.value) in aim.channels

    @property
    def simulated(self) -> bool:
        """Whether nobody can have this address."""
        provided = self.channel in SIMULATED_BY
        return provided and re.match(SIMULATED, self.address, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What our own copies say of a recipient who has an account, and of their organisation."""

    active: bool
    tier: Tier
    roles: frozenset[str]
    regions: frozenset[str]
    sectors: frozenset[str]
    closed_groups: frozenset[str]
    organisation_id: str | None
    holdings: Holdings = NO_HOLDINGS


INTEGRATE: Final = "alerts:integrate"
"""What somebody must hold for their organisation's endpoint to get what they may read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """What a recipient is that is a machine of an organisation. A test one gets exercises alone."""

    organisation_id: str
    test: bool

    def takes(self, status: CapStatus) -> bool:
        """Tell whether it is for alerts of this kind; a test of the channels is for neither."""
        return status is (CapStatus.EXERCISE if self.test else CapStatus.ACTUAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody who asked for alerts, as identity last told of them.

    `regions` are those of the postcodes that were asked for at an address, and `points` where these
    are, in microdegrees, as far as that is known. With a `subject` it is the address of an account,
    which may have postcodes besides: one recipient, and one message. Once they stopped nothing but
    the id and the version is left.
    """

    recipient_id: UUID
    version: int
    active: bool
    subject: str | None = None
    language: str = "en"
    regions: frozenset[str] = frozenset()
    outward_codes: frozenset[str] = frozenset()
    points: tuple[tuple[int, int], ...] = ()
    stop_token: str = field(default="", repr=False)
    addresses: tuple[Address, ...] = ()
    account: Account | None = None
    endpoint: Endpoint | None = None
    quiet: tuple[int, int] | None = None
    """From which minute of the day in London until which their account would be left alone."""

    @classmethod
    def stopped(cls, recipient_id: UUID, version: int) -> "Recipient":
        """Return what is kept of somebody who stopped."""
        return cls(recipient_id=recipient_id, version=version, active=False)

    def principal(self) -> Principal:
        """Return who this is to audiences and markings, now.

        An account that may not be used loses its tier and its groups, its organisation's own among
        them, not its places: TLP:CLEAR messages about them still come, until the person says stop,
        and those for its organisation's people (`holdings`). The endpoint of somebody who left its
        organisation, or may not answer for endpoints any more, keeps its places likewise.
        """
        account = self.account
        if account is None:
            return Principal(subject=None, tier=Tier.PUBLIC, regions=self.regions)
        if not account.active or not self._answers_for_it:
            return Principal(
                subject=self.subject,
                tier=Tier.PUBLIC,
                regions=account.regions,
                sectors=account.sectors,
            )
        return Principal(
            subject=self.subject,
            tier=account.tier,
            roles=account.roles,
            regions=account.regions,
            sectors=account.sectors,
            closed_groups=account.closed_groups,
            organisation_id=account.organisation_id,
        )

    def holdings(self) -> Holdings:
        """Return where this person has something to lose: premises, or their postcodes' points.

        A suspended account loses none of it, as it loses no region, and stays one of its
        organisation's to audiences. Without a point they are reached by region alone. Of an
        endpoint whose owner left its organisation, where they are now is no business: it is none of
        its own.
        """
        account = self.account
        if account is None:
            return Holdings(places=tuple(Place(point=each) for each in self.points))
        if not self._of_their_organisation:
            return NO_HOLDINGS
        if account.active or self.endpoint is not None:
            return account.holdings
        return replace(account.holdings, organisation_id=account.organisation_id)

    def selves(self) -> tuple[Person, ...]:
        """Return everything that this recipient is to audiences and markings.

        First the account, or who has none. Whoever has one, and asked for postcodes besides, gets
        what is public about these as they would without it.
        """
        first = (self.principal(), self.holdings())
        if self.account is None or self.endpoint is not None or not self.outward_codes:
            return (first,)
        places = tuple(Place(point=each) for each in self.points)
        by_postcode = Principal(subject=None, tier=Tier.PUBLIC, regions=self.regions)
        return first, (by_postcode, Holdings(places=places))

    def reached_by(self, aim: Aim, *, had: Collection[Channel] = ()) -> tuple[Channel, ...]:
        """Return the channels by which an alert is for this recipient; none if it is not.

        Two rows that match are one message a channel.
        """
        return reached([self], aim, {self.recipient_id: had})[0].ways

    def may_get(self, aim: Aim, address: Address) -> bool:
        """Tell whether anything about an alert may go to an address of this recipient's at all."""
        if self.endpoint is not None and not self.endpoint.takes(aim.cap_status):
            return False
        return address.may_get(aim)

    @property
    def _answers_for_it(self) -> bool:
        if self.endpoint is None or self.account is None:
            return True
        return INTEGRATE in permissions_of(self.account.roles) and self._of_their_organisation

    @property
    def _of_their_organisation(self) -> bool:
        if self.endpoint is None or self.account is None:
            return True
        return self.account.organisation_id == self.endpoint.organisation_id

    def address_for(self, channel: Channel) -> Address | None:
        """Return the address of a channel, or None."""
        return next((each for each in self.addresses if each.channel is channel), None)


@dataclass(frozen=True, slots=True)
class Reaching:
    """Whether an alert is for somebody, and the ways by which it is sent to them."""

    for_them: bool
    ways: tuple[Channel, ...]


def reached(
    recipients: Sequence[Recipient], aim: Aim, had: Mapping[UUID, Collection[Channel]]
) -> list[Reaching]:
    """Return of each whether an alert is for them, and by which channels it is sent.

    The one place that decides it, for the preview and for the rows: `may_read` for the marking
    under which people hear of it, the audience's predicate for the rest, as on the live stream.
    `had` are the channels by which they were sent what it takes the place of: by those they hear of
    it whatever they are by now.
    """
    selves = [each.selves() for each in recipients]
    return [
        _reaching(each, aim, had.get(each.recipient_id, ()), any(for_them))
        for each, for_them in zip(recipients, judged(selves, aim), strict=True)
    ]


def judged(people: Sequence[tuple[Person, ...]], aim: Aim) -> list[tuple[bool, ...]]:
    """Return for each self of each whether an alert is for them, and they may hear of it."""
    heard_under = aim.heard_under
    every = [each for selves in people for each in selves]
    addressed = zip(every, compiled(aim.audience).among(every), strict=True)
    answers = iter([among and may_read(who, heard_under) for (who, _), among in addressed])
    return [tuple(next(answers) for _ in selves) for selves in people]


def _reaching(to: Recipient, aim: Aim, had: Collection[Channel], for_them: bool) -> Reaching:  # noqa: FBT001 - what was just found out
    if not to.active:
        return Reaching(for_them=False, ways=())
    ways = tuple(
        each.channel
        for each in to.addresses
        if to.may_get(aim, each) and (each.channel in had or (for_them and each.chosen_by(aim)))
    )
    return Reaching(for_them=for_them, ways=ways)
