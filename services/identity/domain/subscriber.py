"""A person with an account: what they have earned, and whether the account may be used."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.domain.errors import (
    OrganisationHeld,
    RestoredBySuspender,
    SelfSuspension,
    SubscriberNotActive,
    SubscriberNotSuspended,
)
from services.identity.domain.organisation import SECURITY_LEAD, Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a person says of themselves."""

    email: str
    given_name: str
    family_name: str
    organisation_name: str
    regions: frozenset[str]
    sectors: frozenset[str]
    language: str

    @property
    def name(self) -> str:
        """Return their whole name, as others are shown it."""
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """A person.

    Every change of tier, roles, standing or organisation has the next `rights_version`.
    """

    subject: str
    profile: Profile
    tier: Tier
    roles: frozenset[str]
    standing: Standing
    valid_after: datetime | None
    rights_version: int
    created_at: datetime
    suspended_by: str | None = None
    organisation_id: UUID | None = None
    closed_groups: frozenset[str] = frozenset()
    organisation_admin: bool = False
    invited_by: str | None = None
    """Who invited them last to an organisation, also after they left it: not who reviews them."""

    @classmethod
    def registered(
        cls,
        subject: str,
        profile: Profile,
        at: datetime,
        organisation_id: UUID | None = None,
    ) -> "Subscriber":
        """Return someone who has just confirmed their address."""
        return cls(
            subject=subject,
            profile=profile,
            tier=Tier.REGISTERED,
            roles=frozenset(),
            standing=Standing.ACTIVE,
            valid_after=None,
            rights_version=1,
            created_at=at,
            organisation_id=organisation_id,
            organisation_admin=organisation_id is not None,
        )

    def joined(
        self, organisation: Organisation, *, admin: bool = False, invited_by: str | None = None
    ) -> "Subscriber":
        """Act for an organisation from now on.

        Raises:
            OrganisationHeld: they act for one already.
            SubscriberNotActive: the account is suspended or closed.
        """
        if self.organisation_id is not None:
            raise OrganisationHeld("You belong to an organisation already.")
        if self.standing is not Standing.ACTIVE:
            raise SubscriberNotActive("The account is not active.")
        return replace(
            self,
            organisation_id=organisation.organisation_id,
            organisation_admin=admin,
            invited_by=invited_by or self.invited_by,
            profile=replace(self.profile, organisation_name=organisation.name),
            rights_version=self.rights_version + 1,
        )

    def left(self) -> "Subscriber":
        """Act for no organisation any more: what they did in it goes, tier and seats stay."""
        return replace(
            self,
            organisation_id=None,
            organisation_admin=False,
            profile=replace(self.profile, organisation_name=""),
            roles=self.roles - {SECURITY_LEAD},
            rights_version=self.rights_version + 1,
        )

    def moved(self, organisation: Organisation, *, invited_by: str) -> "Subscriber":
        """Act for another organisation from now on.

        Raises:
            SubscriberNotActive: the account is suspended or closed.
        """
        joined = self.left().joined(organisation, invited_by=invited_by)
        return replace(joined, rights_version=self.rights_version + 1)

    def as_admin(self, *, admin: bool) -> "Subscriber":
        """Be an admin of their organisation or not; as it is if that is so already.

        Raises:
            SubscriberNotActive: the account is suspended or closed, and would be made one.
        """
        if admin == self.organisation_admin:
            return self
        if admin and self.standing is not Standing.ACTIVE:
            raise SubscriberNotActive("The account is not active.")
        return replace(self, organisation_admin=admin, rights_version=self.rights_version + 1)

    def speaking(self, language: str) -> "Subscriber":
        """Be written to in a language; the same one changes nothing."""
        if language == self.profile.language:
            return self
        said = replace(self.profile, language=language)
        return replace(self, profile=said, rights_version=self.rights_version + 1)

    def raised_to(self, tier: Tier) -> "Subscriber":
        """Give a tier; a tier that is held already, or a higher one, stays.

        Raises:
            SubscriberNotActive: the account is suspended or closed.
        """
        if self.standing is not Standing.ACTIVE:
            raise SubscriberNotActive("The account is not active.")
        return replace(self, tier=max(tier, self.tier), rights_version=self.rights_version + 1)

    def lowered_to(self, tier: Tier) -> "Subscriber":
        """Hold a lower tier from now on; as it is if that is no lower."""
        if tier >= self.tier:
            return self
        return replace(self, tier=tier, rights_version=self.rights_version + 1)

    def with_roles(self, roles: frozenset[str]) -> "Subscriber":
        """Hold these roles from now on; as it is if they hold them already."""
        if roles == self.roles:
            return self
        return replace(self, roles=roles, rights_version=self.rights_version + 1)

    def with_groups(self, codes: frozenset[str]) -> "Subscriber":
        """Be in these closed groups from now on; as it is if they are in them already."""
        if codes == self.closed_groups:
            return self
        return replace(self, closed_groups=codes, rights_version=self.rights_version + 1)

    def suspended(self, *, by: str, at: datetime) -> "Subscriber":
        """Stop the account: every token issued before now is refused.

        Raises:
            SelfSuspension: `by` is the person.
            SubscriberNotActive: the account is not in use.
        """
        if by == self.subject:
            raise SelfSuspension("You cannot suspend your own account.")
        if self.standing is not Standing.ACTIVE:
            raise SubscriberNotActive("The account is not active.")
        return replace(
            self,
            standing=Standing.SUSPENDED,
            valid_after=at,
            rights_version=self.rights_version + 1,
            suspended_by=by,
        )

    def signed_out(self, *, at: datetime) -> "Subscriber":
        """End every sign-in: tokens from before now are refused."""
        return replace(self, valid_after=at, rights_version=self.rights_version + 1)

    def restored(self, *, by: str, at: datetime) -> "Subscriber":
        """Let the account be used again; tokens from before stay refused.

        Raises:
            SubscriberNotSuspended: it is not suspended.
            RestoredBySuspender: `by` suspended it.
        """
        if self.standing is not Standing.SUSPENDED:
            raise SubscriberNotSuspended("The account is not suspended.")
        if by in {self.suspended_by, self.subject}:
            raise RestoredBySuspender("Somebody else must restore the account.")
        return replace(
            self,
            standing=Standing.ACTIVE,
            valid_after=at,
            rights_version=self.rights_version + 1,
            suspended_by=None,
        )

    def erased(self, *, unused: str, at: datetime) -> "Subscriber":
        """Keep the random id and nothing that tells who it was; erased again, it stays as it is.

        `unused` makes an address that nobody has; their pseudonym must not stand beside the id.
        """
        if self.standing is Standing.CLOSED:
            return self
        nobody = Profile(
            email=f"{unused}@erased.invalid",
            given_name="",
            family_name="",
            organisation_name="",
            regions=frozenset(),
            sectors=frozenset(),
            language="en",
        )
        return replace(
            self,
            profile=nobody,
            tier=Tier.PUBLIC,
            roles=frozenset(),
            standing=Standing.CLOSED,
            valid_after=at,
            rights_version=self.rights_version + 1,
            suspended_by=None,
            organisation_id=None,
            closed_groups=frozenset(),
            organisation_admin=False,
            invited_by=None,
        )
