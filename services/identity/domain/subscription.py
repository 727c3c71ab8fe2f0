"""Where alerts are sent: one for each address, whether by a postcode, an account, or both."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.identity.domain.contact import Contact
from services.identity.domain.errors import TooManyPostcodes
from services.identity.domain.postcode import Postcode

MOST_POSTCODES: Final = 10
KEPT_AFTER_STOP: Final = timedelta(days=30)
"""How long an address is kept after its owner stopped, to answer questions about it."""

MOST_STOP_LINKS_A_DAY: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One address and what it is warned about. Every change has the next `version`.

    With a `subject` it is the confirmed address of an account, and what that may read is sent to
    it; with postcodes, what is public about them. One address is one, so that nobody gets a thing
    twice and one stop ends it all (docs/adr/0070).

    A forgotten one has no contact: its keyed digest alone stays, so that the stop is kept and a
    new start goes on counting versions.
    """

    subscription_id: UUID
    contact: Contact | None
    contact_digest: str
    postcodes: tuple[Postcode, ...]
    regions: frozenset[str]
    language: str
    active: bool
    stop_token: str
    version: int
    started_at: datetime
    stopped_at: datetime | None = None
    subject: str | None = None

    @classmethod
    def of_account(
        cls,
        subscription_id: UUID,
        contact: Contact,
        contact_digest: str,
        *,
        subject: str,
        language: str,
        stop_token: str,
        at: datetime,
    ) -> "Subscription":
        """Return that of an account's address, of which nothing was known before."""
        return cls(
            subscription_id=subscription_id,
            contact=contact,
            contact_digest=contact_digest,
            postcodes=(),
            regions=frozenset(),
            language=language,
            active=True,
            stop_token=stop_token,
            version=1,
            started_at=at,
            subject=subject,
        )

    @classmethod
    def started(
        cls,
        subscription_id: UUID,
        contact: Contact,
        contact_digest: str,
        *,
        postcode: Postcode,
        regions: frozenset[str],
        language: str,
        stop_token: str,
        at: datetime,
    ) -> "Subscription":
        """Return the subscription of an address that was just confirmed for the first time."""
        return cls(
            subscription_id=subscription_id,
            contact=contact,
            contact_digest=contact_digest,
            postcodes=(postcode,),
            regions=regions,
            language=language,
            active=True,
            stop_token=stop_token,
            version=1,
            started_at=at,
        )

    def joined(
        self,
        contact: Contact,
        *,
        postcode: Postcode,
        regions: frozenset[str],
        language: str,
        at: datetime,
    ) -> "Subscription":
        """Add a postcode, or begin anew after a stop.

        Raises:
            TooManyPostcodes: it has ten others.
        """
        fresh = not self.active
        others = () if fresh else tuple(each for each in self.postcodes if each != postcode)
        if len(others) >= MOST_POSTCODES:
            raise TooManyPostcodes(f"One address may have at most {MOST_POSTCODES} postcodes.")
        return replace(
            self,
            contact=contact,
            postcodes=(*others, postcode),
            regions=regions if fresh else self.regions | regions,
            language=language,
            active=True,
            version=self.version + 1,
            started_at=at if fresh else self.started_at,
            stopped_at=None,
            subject=None if fresh else self.subject,
        )

    def held_by(
        self, subject: str, contact: Contact, *, language: str, at: datetime
    ) -> "Subscription":
        """Send there what an account may read, too; of a stopped one that alone begins anew.

        Asked again, it stays as it is.
        """
        if self.active and self.subject == subject:
            return self
        fresh = not self.active
        return replace(
            self,
            contact=contact,
            postcodes=() if fresh else self.postcodes,
            regions=frozenset() if fresh else self.regions,
            language=language,
            active=True,
            version=self.version + 1,
            started_at=at if fresh else self.started_at,
            stopped_at=None,
            subject=subject,
        )

    def readdressed(
        self, old: Postcode, new: Postcode, *, regions: frozenset[str]
    ) -> "Subscription":
        """Put a postcode in another's place; the regions are those of all that it has then."""
        named = dict.fromkeys(new if each == old else each for each in self.postcodes)
        return replace(self, postcodes=tuple(named), regions=regions, version=self.version + 1)

    def left_alone(self, regions: frozenset[str]) -> "Subscription":
        """Go on without the account: about its regions, with what is public alone."""
        return replace(self, subject=None, regions=self.regions | regions, version=self.version + 1)

    def serves(self, subject: str) -> bool:
        """Tell whether what an account may read is sent there."""
        return self.active and self.subject == subject

    def retold(self, language: str) -> "Subscription":
        """Write there in a language, and tell everyone again how its owner would be told."""
        return replace(self, language=language, version=self.version + 1)

    def moved(self, regions: frozenset[str]) -> "Subscription":
        """Warn about these regions from now on; the same regions change nothing."""
        if regions == self.regions:
            return self
        return replace(self, regions=regions, version=self.version + 1)

    def stopped(self, at: datetime) -> "Subscription":
        """Send nothing any more; stopped again, it stays as it is."""
        if not self.active:
            return self
        return replace(self, active=False, stopped_at=at, version=self.version + 1)

    def forgotten(self) -> "Subscription":
        """Keep of a stopped one what its owner's word needs, and nothing that tells who it was."""
        if self.contact is None or self.active:
            return self
        return replace(
            self,
            contact=None,
            postcodes=(),
            regions=frozenset(),
            language="en",
            version=self.version + 1,
            subject=None,
        )
