"""The postcode directory in PostgreSQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select, text

from services.identity.domain.location import Location
from services.identity.domain.postcode import Postcode
from services.identity.domain.postcode_area import PostcodeArea
from services.identity.domain.postcode_directory import Entry
from services.identity.outbound.postgres.tables import POSTCODES
from services.identity.usecases.subscription_ports import Replaced

_NEW: Final = (
    "CREATE TEMPORARY TABLE new_postcodes"
    " (number BIGINT GENERATED ALWAYS AS IDENTITY, postcode TEXT NOT NULL, region TEXT NOT NULL,"
    " latitude DOUBLE PRECISION, longitude DOUBLE PRECISION)"
    " ON COMMIT DROP"
)
_COPY: Final = "COPY new_postcodes (postcode, region, latitude, longitude) FROM STDIN"
_ONCE: Final = (
    "CREATE TEMPORARY TABLE one_postcodes ON COMMIT DROP AS"
    " SELECT DISTINCT ON (postcode) postcode, region, latitude, longitude FROM new_postcodes"
    " ORDER BY postcode, number DESC"
)
_REMOVE: Final = (
    "DELETE FROM postcodes WHERE NOT EXISTS"
    " (SELECT FROM one_postcodes WHERE one_postcodes.postcode = postcodes.postcode)"
)
_PUT: Final = (
    "INSERT INTO postcodes (postcode, region, latitude, longitude)"
    " SELECT postcode, region, latitude, longitude FROM one_postcodes"
    " ON CONFLICT (postcode) DO UPDATE SET region = excluded.region,"
    " latitude = excluded.latitude, longitude = excluded.longitude"
    " WHERE (postcodes.region, postcodes.latitude, postcodes.longitude)"
    " IS DISTINCT FROM (excluded.region, excluded.latitude, excluded.longitude)"
)


@dataclass(frozen=True, slots=True)
class PostgresPostcodes:
    """The directory on one transaction."""

    connection: Connection

    def find(self, postcode: Postcode) -> str | None:
        """Return a postcode's region."""
        query = select(POSTCODES.c.region).where(POSTCODES.c.postcode == postcode.text)
        return self.connection.scalar(query)

    def locate(self, postcode: Postcode) -> Location | None:
        """Return a postcode's point."""
        query = select(POSTCODES.c.latitude, POSTCODES.c.longitude).where(
            POSTCODES.c.postcode == postcode.text
        )
        row = self.connection.execute(query).one_or_none()
        if row is None or row.latitude is None or row.longitude is None:
            return None
        return Location(latitude=row.latitude, longitude=row.longitude)

    def frame(self, area: PostcodeArea) -> tuple[Location, Location] | None:
        """Return the frame around the postcodes that begin so; it reads all of the directory."""
        c = POSTCODES.c
        begins = f"^{area.text} " if area.is_outward else f"^{area.text}[0-9]"
        query = select(
            *(func.min(c.latitude), func.min(c.longitude)),
            *(func.max(c.latitude), func.max(c.longitude)),
        ).where(
            c.postcode.startswith(area.text),
            c.postcode.regexp_match(begins),
            c.latitude.is_not(None),
            c.longitude.is_not(None),
        )
        south, west, north, east = self.connection.execute(query).one()
        if south is None:
            return None
        return (
            Location(latitude=south, longitude=west),
            Location(latitude=north, longitude=east),
        )

    def replace(self, entries: Iterable[Entry]) -> Replaced:
        """Copy a directory beside the old one, then write only what differs.

        Readers see the old one until the commit, and an edition in which little changed leaves
        few dead rows.
        """
        self.connection.execute(text(_NEW))
        driver = self.connection.connection.driver_connection
        assert driver is not None
        with driver.cursor() as cursor, cursor.copy(_COPY) as copy:
            for each in entries:
                at = each.location
                point = (at.latitude, at.longitude) if at else (None, None)
                copy.write_row((each.postcode, each.region, *point))
        self.connection.execute(text(_ONCE))
        self.connection.execute(text("ANALYZE one_postcodes"))
        removed = self.connection.execute(text(_REMOVE)).rowcount
        changed = self.connection.execute(text(_PUT)).rowcount
        total = self.connection.scalar(text("SELECT count(*) FROM one_postcodes"))
        return Replaced(total=int(total or 0), changed=changed, removed=removed)
