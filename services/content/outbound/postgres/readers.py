"""Who holds a link, by this service's own copy of people's rights."""

from dataclasses import dataclass

from chassis.principals import PrincipalRows
from kernel.principals import ANONYMOUS, Principal
from kernel.standing import Standing
from services.content.domain.attachment_link import Grant


@dataclass(frozen=True, slots=True)
class KnownReaders:
    """Readers as their rows say. Less is known here than in a token: no second factor, no more."""

    rows: PrincipalRows

    def reader(self, grant: Grant) -> Principal | None:
        """Return who holds a link, or None if it is void by now."""
        if not grant.subject:
            return ANONYMOUS
        row = self.rows.find(grant.subject)
        if row is None or row.standing is not Standing.ACTIVE:
            return None
        if row.valid_after is not None and grant.issued_at < row.valid_after:
            return None
        if row.rights_version < grant.rights_version:  # the change that was known has not come yet
            return None
        return Principal(
            subject=row.subject,
            tier=row.tier,
            roles=row.roles,
            regions=row.regions,
            sectors=row.sectors,
            closed_groups=row.closed_groups,
            organisation_id=row.organisation_id,
            rights_version=row.rights_version,
        )
