"""Whether the index holds what the record says: both are walked side by side, in one order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256
from typing import Any, Final

MOST_MENDED: Final = 1_000
"""Differences that are mended one by one; where there are more, the indexes are built anew."""

ALARMING: Final = 20
"""More differences than events that were lost one by one explain: somebody has to look."""


class Kind(Enum):
    """How a document in the index differs from the record."""

    MISSING = "missing"
    STALE = "stale"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document as it is, or should be, in the index of a compartment.

    `key` is the id that it is walked by, `entry` the id under which the index keeps it: the same,
    unless somebody else wrote it. `digest` is the SHA-256 of all that the index keeps of it.
    """

    key: str
    entry: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry that is not as the record says."""

    kind: Kind
    entry: str


@dataclass(slots=True)
class Tally:
    """Counts and hashes what is walked over. `digest` is of all entries in their order."""

    number: int = 0
    _hash: Any = field(default_factory=sha256)

    def over(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Pass entries on."""
        for each in entries:
            self.number += 1
            self._hash.update(f"{each.key} {each.entry} {each.version} {each.digest}\n".encode())
            yield each

    @property
    def digest(self) -> str:
        """The SHA-256 of all so far."""
        return str(self._hash.hexdigest())


def differences(record: Iterator[Entry], index: Iterator[Entry]) -> Iterator[Difference]:
    """Return where the two differ; both must come in the order of their keys.

    An entry of the index under a key that was walked before is foreign.
    """
    ours, theirs = next(record, None), next(index, None)
    while ours is not None or theirs is not None:
        if theirs is None or (ours is not None and ours.key < theirs.key):
            assert ours is not None
            yield Difference(Kind.MISSING, ours.entry)
            ours = next(record, None)
        elif ours is None or theirs.key < ours.key or theirs.entry != ours.entry:
            yield Difference(Kind.FOREIGN, theirs.entry)
            theirs = next(index, None)
        else:
            if theirs != ours:
                yield Difference(Kind.STALE, ours.entry)
            ours, theirs = next(record, None), next(index, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compartment:
    """How one compartment compared. `wrong` are the differences that stood a second look."""

    name: str
    in_record: int
    in_index: int
    record_digest: str
    index_digest: str
    wrong: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What came of it. `rebuilt` is how many documents new indexes got, None if none were made."""

    compartments: tuple[Compartment, ...]
    mended: int
    rebuilt: int | None = None

    @property
    def wrong(self) -> dict[Kind, int]:
        """How many differed, by how."""
        found = [each.kind for one in self.compartments for each in one.wrong]
        return {kind: found.count(kind) for kind in Kind}

    @property
    def alarming(self) -> bool:
        """Tell whether somebody has to look."""
        return self.rebuilt is not None or sum(self.wrong.values()) > ALARMING
