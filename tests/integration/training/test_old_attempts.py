"""A database of before anything was said of attempts: migrated, told of, and audited throughout."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData, Table, insert, text

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.training.bootstrap import VERSIONS
from services.training.domain.certificate import months_after
from services.training.domain.founded import Flaw
from services.training.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.training.usecases.audit_certificates import AuditCertificates
from services.training.usecases.tell_earlier import TellEarlier
from tests.fakes.training import CATALOGUE, ISSUER, NOON, certificate, course
from tests.integration.chassis.old_rows import all_rows, made_old, upgraded
from tests.ports.course_record_store import passed
from tests.unit.training.test_audit_certificates import KeptMeasures

BEFORE: Final = "training_0050"


@dataclass(frozen=True)
class Old:
    """The database of before, and what opens transactions on it."""

    engine: Engine

    @property
    def unit_of_work(self) -> Any:
        return _opened(self.engine)

    def audit(self) -> tuple[int, KeptMeasures]:
        measures = KeptMeasures()
        audit = AuditCertificates(
            unit_of_work=self.unit_of_work,
            catalogue=CATALOGUE,
            clock=SystemClock(),
            measures=measures,
        )
        return audit(), measures

    def tell(self) -> int:
        return TellEarlier(unit_of_work=self.unit_of_work, catalogue=CATALOGUE)()


def _opened(engine: Engine) -> Any:
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"), site=ISSUER.url
    )


def _copy(now: Engine, old: Engine) -> None:
    """Put the rows into the tables of before, without the columns that they did not have."""
    rows = all_rows(now)
    with old.begin() as connection:
        for name in ("enrolments", "attempts", "certificates"):  # as they lean on each other
            table = Table(name, MetaData(), autoload_with=connection)
            as_then = [{key: row[key] for key in row if key in table.c} for row in rows[name]]
            connection.execute(insert(table), as_then)


@pytest.fixture
def old(new_database) -> Iterator[Old]:
    """Two who passed and hold certificates, as they were kept before, migrated by Alembic."""
    now = open_engine(new_database("training").owner_url, process="test", pool=1)
    work = _opened(now)
    for by in ("learner", "other"):
        done, _ = passed(work, by)
        until = months_after(NOON, course().valid_months)
        with work() as tx:
            tx.certificates.add(certificate(by, enrolment_id=done.enrolment_id, valid_until=until))
    engine = made_old(new_database("training").owner_url, VERSIONS, BEFORE)
    _copy(now, engine)
    upgraded(engine, VERSIONS, app_role="training_app")
    yield Old(engine)
    now.dispose()
    engine.dispose()


def test_certificates_of_before_wait_and_then_hold_by_their_statements(old: Old) -> None:
    flawed, waiting = old.audit()
    assert (0, (0, 0), 2) == (flawed, waiting.numbers, waiting.unstated)
    assert [4, 0] == [old.tell(), old.tell()]
    flawed, stated = old.audit()
    assert (0, (2, 0), 0) == (flawed, stated.numbers, stated.unstated)


def test_one_that_its_answers_never_bore_out_is_flawed_before_and_after(old: Old) -> None:
    with old.engine.begin() as connection:
        spoiled = connection.execute(
            text(
                "UPDATE attempts SET answers = '{}' WHERE enrolment_id ="
                " (SELECT enrolment_id FROM enrolments WHERE subject = 'other')"
            )
        )
    assert 2 == spoiled.rowcount
    flawed, waiting = old.audit()
    assert (1, (0, 1), 1) == (flawed, waiting.numbers, waiting.unstated)
    assert 4 == old.tell()
    flawed, stated = old.audit()
    assert (1, (1, 1), 0) == (flawed, stated.numbers, stated.unstated)
    (found,) = stated.found.values()
    assert {Flaw.MARKED_OTHERWISE, Flaw.STATED_OTHERWISE, Flaw.STATED_FAILED} <= found
