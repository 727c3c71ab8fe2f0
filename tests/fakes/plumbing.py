"""In-memory stand-ins for the chassis' stores; the port suites hold them to the real ones."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from chassis.errors import IdempotencyKeyReused
from chassis.principals import PrincipalRow
from kernel.idempotency import RequestKey
from kernel.principals import Principal
from kernel.standing import Standing
from kernel.tiers import Tier

Stores = TypeVar("Stores")


@dataclass
class SetClock:
    """A clock that tests set."""

    moment: datetime = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def pass_(self, **much: float) -> None:
        self.moment += timedelta(**much)


class FreshIds:
    """Random ids."""

    def new(self) -> UUID:
        return uuid4()


@dataclass
class MemoryAudit:
    """Keeps audit rows as tuples (actor, action, resource, digest, detail)."""

    rows: list[tuple[str, str, str, bytes, dict[str, Any]]] = field(default_factory=list)

    def record(
        self, caller: Principal, action: str, resource: str, digest: bytes = b"", **detail: Any
    ) -> None:
        self.rows.append((caller.subject or "", action, resource, digest, detail))


@dataclass
class MemoryIdempotency:
    """Keeps keys in a dictionary."""

    keys: dict[tuple[str, str, str], tuple[bytes, str]] = field(default_factory=dict)

    def claim(self, subject: str | None, request: RequestKey, resource_id: str) -> str | None:
        place = (subject or "", request.rpc, request.key)
        if place not in self.keys:
            self.keys[place] = (request.body_digest, resource_id)
            return None
        digest, earlier = self.keys[place]
        if digest != request.body_digest:
            raise IdempotencyKeyReused("This key came before with another body.")
        return earlier


@dataclass
class MemoryPlumbingRows:
    """What the plumbing keeps about people, in memory."""

    rows: dict[str, list[tuple[str, str, dict[str, Any]]]] = field(default_factory=dict)

    def export(self, subject: str) -> list[tuple[str, str, dict[str, Any]]]:
        return list(self.rows.get(subject, []))

    def erase(self, subject: str) -> int:
        """As the real one: the copy of a person's rights stays, their keys go."""
        kept = [row for row in self.rows.get(subject, []) if row[0] == "principals"]
        gone = len(self.rows.get(subject, [])) - len(kept)
        self.rows[subject] = kept
        return gone


@dataclass
class MemoryOutbox:
    """Keeps what would be sent."""

    events: list[Any] = field(default_factory=list)

    def add(self, *events: Any) -> None:
        self.events += events


@dataclass
class MemoryUnitOfWork(Generic[Stores]):
    """Opens transactions on in-memory stores and undoes them when an error leaves the block."""

    stores: Stores
    fail_at_commit: Callable[[], None] = lambda: None

    @contextmanager
    def __call__(self) -> Iterator[Stores]:
        before = deepcopy(self.stores.__dict__)
        try:
            yield self.stores
            self.fail_at_commit()
        except BaseException:
            self.stores.__dict__.clear()
            self.stores.__dict__.update(before)
            raise


@dataclass
class MemoryPrincipalRows:
    """Rows in a dictionary."""

    rows: dict[str, PrincipalRow] = field(default_factory=dict)

    def find(self, subject: str) -> PrincipalRow | None:
        return self.rows.get(subject)

    def keep(self, row: PrincipalRow) -> bool:
        there = self.rows.get(row.subject)
        if there is not None and there.rights_version >= row.rights_version:
            return False
        self.rows[row.subject] = row
        return True


def a_row(subject: str, **given: Any) -> PrincipalRow:
    """A row of an active, registered person, unless said otherwise."""
    return PrincipalRow(
        **{
            "subject": subject,
            "tier": Tier.REGISTERED,
            "roles": frozenset(),
            "regions": frozenset(),
            "sectors": frozenset(),
            "closed_groups": frozenset(),
            "organisation_id": None,
            "standing": Standing.ACTIVE,
            "valid_after": None,
            "rights_version": 1,
        }
        | given
    )
