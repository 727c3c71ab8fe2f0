"""In-memory stand-ins for the chassis' stores; the port suites hold them to the real ones."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from dataclasses import dataclass, field, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
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
    """Keeps audit rows as tuples (actor, action, resource, digest, detail).

    For tests to read, an actor in `rows` is the subject; `actors` has their pseudonyms.
    """

    rows: list[tuple[str, str, str, bytes, dict[str, Any]]] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def record(
        self, caller: Principal, action: str, resource: str, digest: bytes = b"", **detail: Any
    ) -> None:
        self.rows.append((caller.subject or "", action, resource, digest, detail))
        self.actors.append(self.name_of(caller.subject) if caller.subject else "")

    def name_of(self, subject: str) -> str:
        return self.names.setdefault(subject, uuid4().hex)

    def people(self, names: Collection[str]) -> dict[str, str]:
        return {name: subject for subject, name in self.names.items() if name in names}

    def forget(self, subject: str) -> tuple[str, int]:
        gone = self.names.pop(subject, None)
        return gone or uuid4().hex, int(gone is not None)


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


_NEVER_CHANGES = (str, bytes, int, float, frozenset, UUID, datetime, timedelta, Enum, type(None))


def copied(value: Any, memo: dict[int, Any]) -> Any:
    """As deepcopy, but what is frozen, as every domain object is, is itself in the copy.

    A transaction begins with this: copying each frozen object too takes most of a test's time.
    """
    if isinstance(value, _NEVER_CHANGES) or _frozen(value):
        return value
    if id(value) in memo:
        return memo[id(value)]
    if isinstance(value, dict):
        memo[id(value)] = twin = copy(value)
        twin.update((key, copied(each, memo)) for key, each in value.items())
        return twin
    if isinstance(value, list):
        memo[id(value)] = rows = copy(value)
        rows[:] = [copied(each, memo) for each in value]
        return rows
    if is_dataclass(value) and not hasattr(value, "__deepcopy__"):
        memo[id(value)] = store = copy(value)
        store.__dict__.update(copied(value.__dict__, memo))
        return store
    return deepcopy(value, memo)


def _frozen(value: Any) -> bool:
    return is_dataclass(value) and bool(type(value).__dataclass_params__.frozen)  # type: ignore[attr-defined]


@dataclass
class MemoryUnitOfWork(Generic[Stores]):
    """Opens transactions on in-memory stores and undoes them when an error leaves the block."""

    stores: Stores
    fail_at_commit: Callable[[], None] = lambda: None

    @contextmanager
    def __call__(self) -> Iterator[Stores]:
        before = copied(self.stores.__dict__, {})
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
