"""Packages of before any was scanned: after the migration each that is shown is scanned once."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Engine, MetaData, Table, insert

from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.training.bootstrap import VERSIONS
from services.training.domain.package import Package, PackageState
from services.training.outbound.postgres.packages_store import _row
from services.training.outbound.postgres.unit_of_work import unit_of_work
from tests.fakes.training import NOON
from tests.integration.chassis.old_rows import made_old, upgraded
from tests.ports.training_packages_store import FOUND, begun

BEFORE: Final = "training_0080"
DIGEST: Final = "a" * 64
EVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


def of_each_state() -> dict[PackageState, Package]:
    proposed = begun().looked_into(FOUND, digest=DIGEST, at=NOON)
    shown = begun().looked_into(FOUND, digest=DIGEST, at=NOON)
    shown = shown.published(by="second", read=DIGEST, version=1, at=NOON)
    stopped = begun().looked_into(FOUND, digest=DIGEST, at=NOON)
    stopped = stopped.withdrawn(by="second", expected=stopped.version, at=NOON)
    waits = begun().quarantined(digest=DIGEST, at=NOON)
    every = (begun(), proposed, shown, stopped, waits)
    return {each.state: each for each in every}


def kept_then(engine: Engine, packages: Any) -> None:
    with engine.begin() as connection:
        table = Table("packages", MetaData(), autoload_with=connection)
        rows = [
            {key: value for key, value in _row(each).items() if key in table.c} for each in packages
        ]
        connection.execute(insert(table), rows)


def test_what_is_shown_and_what_waits_is_due_and_nothing_else(new_database) -> None:
    database, packages = new_database("training"), of_each_state()
    engine = made_old(database.owner_url, VERSIONS, BEFORE)
    kept_then(engine, packages.values())
    upgraded(engine, VERSIONS, app_role="training_app")
    work = unit_of_work(engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"))
    with work() as tx:
        due: list[UUID] = list(tx.packages.scan_due(EVER, 10))
        versions = {each: tx.packages.get(one.package_id).version for each, one in packages.items()}
    wanted = (PackageState.QUARANTINED, PackageState.PROPOSED, PackageState.PUBLISHED)
    assert {packages[each].package_id for each in wanted} == set(due)
    assert {each: one.version for each, one in packages.items()} == versions
    engine.dispose()
