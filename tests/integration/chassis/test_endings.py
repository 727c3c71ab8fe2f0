"""What becomes of rows after their years, on real databases: the loop, and the report before it."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, text

from chassis.postgres.endings import GONE, SEVEN_YEARS, end_rows
from chassis.postgres.engine import open_engine
from chassis.postgres.retention import endings_of, report
from chassis.postgres.tables import AUDIT_LOG
from chassis.pseudonyms import Pseudonyms
from chassis.roles import _end
from kernel.ports import RandomIds, SystemClock
from services.alerts.outbound.postgres.tables import ALERTS
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as alerts_work
from services.content.outbound.postgres.partner_tables import CATALOGUES
from services.content.outbound.postgres.unit_of_work import unit_of_work as content_work
from services.engagement.outbound.postgres.tables import MESSAGES, QUESTIONS
from tests.fakes.alerts import drafted, issued
from tests.fakes.content import published
from tests.fakes.record import SENDER

SERVICES = ["alerts", "content", "engagement", "identity"]
NOW = datetime.now(UTC)
OVER = NOW - SEVEN_YEARS - timedelta(days=1)
PSEUDONYMS = Pseudonyms(b"k")


def kept_by(service: str):
    return import_module(f"services.{service}.outbound.postgres.retention").RETENTION


@pytest.fixture
def opened(new_database):
    engines = []

    def open_one(service: str):
        engines.append(open_engine(new_database(service).app_url, process="test", pool=2))
        return engines[-1]

    yield open_one
    for each in engines:
        each.dispose()


def end(engine, service: str):
    with engine.begin() as connection:
        return dict(end_rows(connection, endings_of(kept_by(service)), NOW))


def reported(engine, service: str, table: str) -> set[tuple[int, int]]:
    """Return what the report says of a table: how many are due, and how many late."""
    with engine.connect() as connection:
        lines = list(report(connection, kept_by(service), NOW))
    return {(each.due, each.late) for each in lines if each.table == table}


@pytest.mark.parametrize("service", SERVICES)
def test_where_nothing_is_old_nothing_ends(opened, service) -> None:
    engine = opened(service)
    assert {} == end(engine, service)
    assert {(0, 0)} == reported(engine, service, endings_of(kept_by(service))[0].table.name)


def test_an_old_question_goes_with_its_messages_and_a_younger_stays(opened) -> None:
    engine = opened("engagement")
    old, young = uuid4(), uuid4()
    with engine.begin() as connection:
        for which, at in ((old, OVER), (young, NOW)):
            asked = {"title": "t", "region": "LON", "sector": "retail", "language": "en"}
            connection.execute(
                insert(QUESTIONS).values(
                    question_id=which,
                    version=1,
                    status="CLOSED",
                    urgent=False,
                    asker="a",
                    said=1,
                    asked_at=OVER,
                    waiting_since=OVER,
                    changed_at=at,
                    **asked,
                )
            )
            connection.execute(
                insert(MESSAGES).values(
                    question_id=which,
                    number=1,
                    kind="QUESTION",
                    author="a",
                    text="x",
                    said_at=OVER,
                )
            )
    assert {(1, 1)} == reported(engine, "engagement", "questions")
    assert {"messages": 1, "questions": 1} == end(engine, "engagement")
    with engine.connect() as connection:
        assert [young] == list(connection.scalars(select(MESSAGES.c.question_id)))
        assert [young] == list(connection.scalars(select(QUESTIONS.c.question_id)))
    assert {} == end(engine, "engagement")


def test_of_an_old_alert_nobody_is_named_and_it_can_be_read_still(opened) -> None:
    engine = opened("alerts")
    work = alerts_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=PSEUDONYMS, sender=SENDER
    )
    old, unissued, young = issued(), drafted(), issued()
    with work() as tx:
        for each in (old, unissued, young):
            tx.alerts.add(each)
    columns = ("created_at", "sorted_at", "expires_at", "issued_at")
    aged = ", ".join(f"{name} = {name} - INTERVAL '3000 days'" for name in columns)
    with engine.begin() as connection:
        connection.execute(
            text(f"UPDATE alerts SET {aged} WHERE alert_id = ANY(:ids)"),  # noqa: S608
            {"ids": [old.alert_id, unissued.alert_id]},
        )
    assert {(0, 0), (2, 2)} == reported(engine, "alerts", "alerts"), "none names people; all hands"
    assert {"alerts": 2} == end(engine, "alerts")
    with engine.connect() as connection:
        rows = {row.alert_id: row for row in connection.execute(select(ALERTS))}
    assert {GONE} == set(rows[old.alert_id].hands)
    assert (len(old.worked), GONE) == (len(rows[old.alert_id].hands), rows[old.alert_id].issued_by)
    assert "DISCARDED" == rows[unissued.alert_id].status, "nobody is left who may not approve it"
    assert young.issued_by == rows[young.alert_id].issued_by
    with work() as tx:
        read = tx.alerts.get(old.alert_id)
        assert (old.content.headline, GONE) == (read.content.headline, read.issued_by)
    assert {} == end(engine, "alerts")


def test_a_document_that_is_out_keeps_its_names_and_a_withdrawn_one_does_not(opened) -> None:
    engine = opened("content")
    work = content_work(engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=PSEUDONYMS)
    out, gone = published(), published()
    with work() as tx:
        for each in (out, gone):
            tx.documents.add(each)
    with engine.begin() as connection:
        for table in ("documents", "document_versions"):
            connection.execute(text(f"UPDATE {table} SET changed_at = :at"), {"at": OVER})  # noqa: S608
        connection.execute(
            text("UPDATE documents SET status = 'WITHDRAWN' WHERE document_id = :id"),
            {"id": gone.document_id},
        )
        connection.execute(
            insert(CATALOGUES).values(
                catalogue_id=uuid4(),
                version=2,
                status="ENDED",
                name="n",
                url="u",
                account="a",
                public_key="k",
                thumbprint="t",
                proposed_by="p",
                proposed_at=OVER,
                ended_by="e",
                ended_at=OVER,
                ended_because="",
                refused_because="",
                items=0,
                faults=[],
            )
        )
    ended = end(engine, "content")
    assert (1, 1) == (ended["documents"], ended["catalogues"])
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT document_id, changed_by FROM documents")).all()
        assert {out.document_id: out.changed_by, gone.document_id: GONE} == {
            row.document_id: row.changed_by for row in rows
        }
        (catalogue,) = connection.execute(select(CATALOGUES)).all()
    assert (GONE, None, GONE) == (
        catalogue.proposed_by,
        catalogue.confirmed_by,
        catalogue.ended_by,
    )
    assert {} == end(engine, "content")


def test_the_loop_puts_on_record_what_ended_and_nothing_where_nothing_did(opened) -> None:
    engine = opened("engagement")
    acts = select(AUDIT_LOG.c.action, AUDIT_LOG.c.detail)
    _end(engine, kept_by("engagement"), b"k")
    with engine.begin() as connection:
        assert [] == connection.execute(acts).all()
        connection.execute(
            insert(QUESTIONS).values(
                question_id=uuid4(),
                version=1,
                status="CLOSED",
                title="t",
                region="LON",
                sector="retail",
                language="en",
                urgent=False,
                asker="a",
                said=0,
                asked_at=OVER,
                waiting_since=OVER,
                changed_at=OVER,
            )
        )
    _end(engine, kept_by("engagement"), b"k")
    with engine.connect() as connection:
        assert [("chassis:end-old-rows", {"questions": 1})] == [
            tuple(row) for row in connection.execute(acts)
        ]
