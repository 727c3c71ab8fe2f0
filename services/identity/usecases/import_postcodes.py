"""Put an open postcode directory in the place of the one that is there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from services.identity.domain.errors import DirectoryRefused, PostcodeNotCovered
from services.identity.domain.events import PremisesChanged, RecipientChanged
from services.identity.domain.postcode import covered
from services.identity.domain.postcode_directory import BadRow, Entry, entries
from services.identity.domain.premises import Premises
from services.identity.domain.subscription import Subscription
from services.identity.usecases.belonging import whereabouts_of
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.subscription_ports import Replaced

MOST_NAMED: Final = 20
WORST: Final = 0.05
"""Beyond this part of bad rows, or of postcodes that would go, nothing is changed."""

PAGE: Final = 500

Files = Iterable[tuple[str, Iterable[str]]]
"""Each file's name and its lines."""


@dataclass(slots=True)
class _Reading:
    """Reads files as they are written, and counts what is wrong."""

    files: Files
    good: int = 0
    wrong: int = 0
    named: list[BadRow] = field(default_factory=list)

    def __iter__(self) -> Iterator[Entry]:
        for name, lines in self.files:
            for each in entries(name, lines):
                if isinstance(each, Entry):
                    self.good += 1
                    yield each
                    continue
                self.wrong += 1
                if len(self.named) < MOST_NAMED:
                    self.named.append(each)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did. Of the rows that could not be read some are named."""

    replaced: Replaced
    wrong: int
    named: tuple[BadRow, ...]
    moved: int
    premises_moved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPostcodes:
    """Read a whole directory and swap it in one transaction; who is elsewhere by it is told of."""

    unit_of_work: UnitOfWork

    def __call__(self, files: Files) -> Imported:
        """Return what changed; the same files again change nothing.

        Raises:
            DirectoryRefused: a file is of neither format, too many rows cannot be read, or too
                many postcodes would go. Nothing was changed.
        """
        reading = _Reading(files)
        with self.unit_of_work() as tx:
            replaced = tx.postcodes.replace(reading)
            self._judge(reading, replaced)
        return Imported(
            replaced=replaced,
            wrong=reading.wrong,
            named=tuple(reading.named),
            moved=self._move(),
            premises_moved=self._move_premises(),
        )

    def _judge(self, reading: _Reading, replaced: Replaced) -> None:
        said = "; ".join(f"{each.place}: {each.why}" for each in reading.named[:5])
        if reading.good == 0 or reading.wrong > WORST * (reading.good + reading.wrong):
            raise DirectoryRefused(
                f"{reading.wrong} of {reading.good + reading.wrong} rows cannot be read. {said}"
            )
        before = replaced.total + replaced.removed
        if replaced.removed > WORST * before:
            raise DirectoryRefused(
                f"{replaced.removed} of {before} postcodes would go: is a part of it missing?"
            )

    def _move(self) -> int:
        """Warn each subscriber about the regions that their postcodes are in by the new directory.

        Each page is a transaction of its own.
        """
        moved, after = 0, UUID(int=0)
        while True:
            with self.unit_of_work() as tx:
                page = tx.subscriptions.page(after=after, size=PAGE)
                moved += sum(_moved(tx, each) for each in page if each.active)
            if len(page) < PAGE:
                return moved
            after = page[-1].subscription_id

    def _move_premises(self) -> int:
        """Let all premises be where their postcode is by the new directory."""
        moved, after = 0, UUID(int=0)
        while True:
            with self.unit_of_work() as tx:
                page = tx.premises.page(after=after, size=PAGE)
                moved += sum(_moved_premises(tx, each) for each in page)
            if len(page) < PAGE:
                return moved
            after = page[-1].premises_id


def _moved_premises(tx: Stores, there: Premises) -> bool:
    if there.details is None:
        return False
    try:
        moved = there.moved(whereabouts_of(tx, there.details.postcode))
    except PostcodeNotCovered:  # as for subscriptions: keep where it was known to be
        return False
    if moved is there:
        return False
    tx.premises.save(moved)
    tx.outbox.add(PremisesChanged(moved))
    return True


def _moved(tx: Stores, there: Subscription) -> bool:
    try:
        regions = frozenset(
            region
            for postcode in there.postcodes
            for region in covered(postcode, tx.postcodes.find(postcode)).regions
        )
    except PostcodeNotCovered:  # it was covered by the directory before: keep what they asked for
        return False
    moved = there.moved(regions)
    if moved is there:
        return False
    tx.subscriptions.save(moved)
    tx.outbox.add(RecipientChanged(moved))
    return True
