"""What a service's tables say of personal data: each column's purpose, basis and retention."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from sqlalchemy import MetaData

from chassis.postgres.tables import METADATA


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Classification:
    """A column of personal data, as its table defines it."""

    service: str
    table: str
    column: str
    purpose: str
    basis: str
    retention: str

    def as_dict(self) -> dict[str, str]:
        """Return it as a program reads it."""
        return asdict(self)


def classifications(service: str, own: MetaData) -> Iterator[Classification]:
    """Yield every column of personal data in a service's database, by table and name."""
    for metadata in (own, METADATA):
        yield from sorted(_of(service, metadata))


def _of(service: str, metadata: MetaData) -> Iterable[Classification]:
    for table in metadata.tables.values():
        for column in table.c:
            if "personal" in column.info:
                yield Classification(
                    service=service, table=table.name, column=column.name, **column.info["personal"]
                )
