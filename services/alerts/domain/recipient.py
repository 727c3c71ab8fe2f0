"""Whom alerts may be sent to, by which channels, and who they are to the rules of reading."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from typing import Final
from uuid import UUID

from kernel.access import may_read
from kernel.audiences import addressed_to
from kernel.principals import Principal
from kernel.roles import permissions_of
from kernel.tiers import Tier
from services.alerts.domain import wording
from services.alerts.domain.content import AlertContent
from services.alerts.domain.wording import CapStatus

SIMULATED: Final = (
    r"^(\+447700900[0-9]{3}|.+[@.](example|invalid|test)|.+@(.+\.)?example\.(com|net|org))$"
)
"""Addresses that nobody has: Ofcom's numbers for drama, the domains of RFC 2606 (both kinds of
regular expression read it alike). Only a simulator answers for them."""


class Channel(Enum):
    """By which way a message reaches somebody who has no stream open: those that we can send by."""

    EMAIL = "EMAIL"
    SMS = "SMS"
    WEBHOOK = "WEBHOOK"
    WEB_PUSH = "WEB_PUSH"


SIMULATED_BY: Final = frozenset({Channel.EMAIL, Channel.SMS})
"""The channels that have simulators: a browser or an endpoint is always somebody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A confirmed address. A suspended one did not exist when it was last tried."""

    channel: Channel
    address: str = field(repr=False)
    suspended: bool = False

    def may_get(self, content: AlertContent) -> bool:
        """Tell whether anything about an alert may go here at all: a test goes to simulators."""
        if content.cap_status is CapStatus.TEST and not self.simulated:
            return False
        return not self.suspended

    def chosen_by(self, content: AlertContent) -> bool:
        """Tell whether an alert is sent by this channel."""
        return wording.Channel(self.channel.value) in content.channels

    @property
    def simulated(self) -> bool:
        """Whether nobody can have this address."""
        provided = self.channel in SIMULATED_BY
        return provided and re.match(SIMULATED, self.address, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What our own copy of people's rights says of a recipient who has an account."""

    active: bool
    tier: Tier
    roles: frozenset[str]
    regions: frozenset[str]
    sectors: frozenset[str]
    closed_groups: frozenset[str]
    organisation_id: str | None


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

    `regions` are those of the postcodes of somebody without an account. Once they stopped nothing
    but the id and the version is left.
    """

    recipient_id: UUID
    version: int
    active: bool
    subject: str | None = None
    language: str = "en"
    regions: frozenset[str] = frozenset()
    outward_codes: frozenset[str] = frozenset()
    stop_token: str = field(default="", repr=False)
    addresses: tuple[Address, ...] = ()
    account: Account | None = None
    endpoint: Endpoint | None = None

    @classmethod
    def stopped(cls, recipient_id: UUID, version: int) -> "Recipient":
        """Return what is kept of somebody who stopped."""
        return cls(recipient_id=recipient_id, version=version, active=False)

    def principal(self) -> Principal:
        """Return who this is to audiences and markings, now.

        An account that may not be used loses its tier and its groups, not its places: TLP:CLEAR
        messages about them still come, until the person says stop. So does the endpoint of
        somebody who left its organisation, or may not answer for endpoints any more.
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

    def reached_by(
        self, content: AlertContent, *, had: Collection[Channel] = ()
    ) -> tuple[Channel, ...]:
        """Return the channels by which an alert is for this recipient; none if it is not.

        The one place that decides it: the kernel's rows for the audience, `may_read` for the
        marking, as on the live stream. `had` are the channels by which they were sent what it
        takes the place of: by those they hear of it whatever they are by now.
        """
        if not self.active:
            return ()
        who = self.principal()
        for_them = may_read(who, content.marking) and addressed_to(content.audience, who)
        return tuple(
            each.channel
            for each in self.addresses
            if self.may_get(content, each)
            and (each.channel in had or (for_them and each.chosen_by(content)))
        )

    def may_get(self, content: AlertContent, address: Address) -> bool:
        """Tell whether anything about an alert may go to an address of this recipient's at all."""
        if self.endpoint is not None and not self.endpoint.takes(content.cap_status):
            return False
        return address.may_get(content)

    @property
    def _answers_for_it(self) -> bool:
        if self.endpoint is None or self.account is None:
            return True
        may = INTEGRATE in permissions_of(self.account.roles)
        return may and self.account.organisation_id == self.endpoint.organisation_id

    def address_for(self, channel: Channel) -> Address | None:
        """Return the address of a channel, or None."""
        return next((each for each in self.addresses if each.channel is channel), None)
