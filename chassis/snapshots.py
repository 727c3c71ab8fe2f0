"""A person's rights as they travel between services."""

from datetime import UTC

from chassis.principals import PrincipalRow
from isp.kernel.v1 import kernel_pb2
from kernel.standing import Standing
from kernel.tiers import Tier


def row_from_snapshot(snapshot: kernel_pb2.PrincipalSnapshot) -> PrincipalRow:
    """Return the row that a PrincipalChanged tells of.

    Raises:
        ValueError: a tier or standing is not one we know.
    """
    return PrincipalRow(
        subject=snapshot.subject,
        tier=Tier(snapshot.tier),
        roles=frozenset(snapshot.roles),
        regions=frozenset(snapshot.regions),
        sectors=frozenset(snapshot.sectors),
        closed_groups=frozenset(snapshot.closed_groups),
        organisation_id=snapshot.organisation_id or None,
        standing=Standing[kernel_pb2.Standing.Name(snapshot.standing).removeprefix("STANDING_")],
        valid_after=(
            snapshot.valid_after.ToDatetime(tzinfo=UTC)
            if snapshot.HasField("valid_after")
            else None
        ),
        rights_version=snapshot.rights_version,
        organisation_admin=(
            snapshot.organisation_admin if snapshot.HasField("organisation_admin") else None
        ),
    )


def snapshot_of(row: PrincipalRow) -> kernel_pb2.PrincipalSnapshot:
    """Return what a PrincipalChanged tells of a row."""
    snapshot = kernel_pb2.PrincipalSnapshot(
        subject=row.subject,
        tier=kernel_pb2.Tier.Value(f"TIER_{row.tier.name}"),
        roles=sorted(row.roles),
        regions=sorted(row.regions),
        sectors=sorted(row.sectors),
        closed_groups=sorted(row.closed_groups),
        organisation_id=row.organisation_id or "",
        standing=kernel_pb2.Standing.Value(f"STANDING_{row.standing.name}"),
        rights_version=row.rights_version,
        organisation_admin=row.organisation_admin,
    )
    if row.valid_after is not None:
        snapshot.valid_after.FromDatetime(row.valid_after)
    return snapshot
