"""PostgreSQL passes the suite that the fakes pass; and what it alone can show."""

from datetime import timedelta
from threading import Thread

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from chassis.postgres.audit import ChainBroken, seal, verify
from chassis.postgres.audit_cut import cut
from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.alerts.domain.merkle import is_included, leaf_hash
from services.alerts.outbound.head_signer import Ed25519HeadSigner
from services.alerts.outbound.postgres.ledger_check import see_that_the_ledger_fits
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.alerts.usecases.get_inclusion_proof import GetInclusionProof
from services.alerts.usecases.grow_log import GrowLog
from tests.fakes.alerts import APPROVER, issued
from tests.fakes.record import SENDER
from tests.ports.record_stores import RecordStoresSuite

TABLES = (
    "alerts, issued_messages, cap_imports, log_entries, log_nodes, log_heads,"
    " audit_log, audit_seals, audit_cuts"
)


@pytest.fixture(scope="module")
def database(new_database):
    return new_database("alerts")


@pytest.fixture(scope="module")
def engine(database):
    engine = open_engine(database.app_url, process="test", pool=4)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine, database):
    owner = open_engine(database.owner_url, process="test", pool=1)
    with owner.begin() as connection:
        connection.execute(text(f"TRUNCATE {TABLES} RESTART IDENTITY"))
    owner.dispose()
    return open_unit_of_work(
        engine,
        clock=SystemClock(),
        ids=RandomIds(),
        pseudonyms=Pseudonyms(b"k"),
        sender=SENDER,
    )


class TestPostgresRecord(RecordStoresSuite):
    """On PostgreSQL."""


@pytest.fixture
def grow_log(unit_of_work):
    signer = Ed25519HeadSigner(Ed25519PrivateKey.generate())
    return GrowLog(unit_of_work=unit_of_work, signer=signer, clock=SystemClock())


def test_a_log_that_grew_in_turns_proves_each_of_its_messages(unit_of_work, grow_log) -> None:
    for turn in (1, 2, 4, 6):
        with unit_of_work() as tx:
            for _ in range(turn):
                tx.messages.record(issued())
        assert turn == grow_log()
    prove = GetInclusionProof(unit_of_work=unit_of_work)
    with unit_of_work() as tx:
        entries = tx.log.entries(0, 100)
    for entry in entries:
        found = prove(identifier=entry.identifier)
        head = found.head.head
        leaf = leaf_hash(entry.document)
        assert is_included(leaf, entry.index, head.size, found.path, head.root)
    assert 13 == len(entries)


def test_two_that_would_grow_it_at_once_add_each_message_once(unit_of_work, grow_log) -> None:
    with unit_of_work() as tx:
        for _ in range(40):
            tx.messages.record(issued())
    threads = [Thread(target=grow_log) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    grow_log()
    with unit_of_work() as tx:
        assert 40 == tx.log.size() == len(tx.log.entries(0, 100))


def test_a_head_binds_the_internal_ledger(unit_of_work, grow_log, engine) -> None:
    with unit_of_work() as tx:
        tx.audit.record(APPROVER, "alerts:approve", "alert", b"d")
    with engine.begin() as connection:
        seal(connection)
        link = connection.scalar(text("SELECT hash FROM audit_seals"))
    grow_log()
    with unit_of_work() as tx:
        assert link == tx.log.newest_head().head.audit_hash


@pytest.fixture
def owner(database):
    engine = open_engine(database.owner_url, process="test", pool=1)
    yield engine
    engine.dispose()


@pytest.fixture
def decided(unit_of_work, grow_log, engine):
    """Three decisions, sealed, and a head that binds them."""
    for number in range(3):
        with unit_of_work() as tx:
            tx.audit.record(APPROVER, "alerts:approve", f"alert {number}", b"d")
    with engine.begin() as connection:
        seal(connection)
    grow_log()


def test_a_whole_ledger_fits_and_its_unsealed_tail_is_counted(
    decided, unit_of_work, engine
) -> None:
    """The control of the tests below."""
    with unit_of_work() as tx:
        tx.audit.record(APPROVER, "alerts:approve", "alert 4", b"d")
    with engine.connect() as connection:
        assert 1 == see_that_the_ledger_fits(connection)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_log SET action = 'alerts:other' WHERE resource = 'alert 1'",
        "UPDATE audit_log SET actor = 'somebody else' WHERE resource = 'alert 0'",
        "DELETE FROM audit_log WHERE resource = 'alert 2'",
    ],
)
def test_each_kind_of_tampering_with_a_decision_is_found(
    decided, owner, engine, tampering: str
) -> None:
    with owner.begin() as connection:
        connection.execute(text(tampering))
    with engine.connect() as connection, pytest.raises(ChainBroken):
        see_that_the_ledger_fits(connection)


def test_a_ledger_that_was_rewritten_whole_does_not_fit_the_signed_heads(
    decided, owner, engine
) -> None:
    """Who may do anything can make a new chain, but not the heads that others have."""
    with owner.begin() as connection:
        connection.execute(text("UPDATE audit_log SET action = 'alerts:other'"))
        connection.execute(text("TRUNCATE audit_seals RESTART IDENTITY"))
        seal(connection)
    with engine.connect() as connection:
        verify(connection)
        with pytest.raises(ChainBroken, match="head"):
            see_that_the_ledger_fits(connection)


AGED = (
    "UPDATE audit_log SET at = at - INTERVAL '2600 days'",
    "UPDATE audit_seals SET sealed_at = sealed_at - INTERVAL '2600 days'",
)


@pytest.fixture
def long_ago(decided, unit_of_work, owner):
    """The three decisions and a head of seven years ago and more, with one decision of today."""
    with owner.begin() as connection:
        connection.execute(text("TRUNCATE audit_seals RESTART IDENTITY"))
        for statement in AGED:
            connection.execute(text(statement))
        seal(connection)
        connection.execute(text(AGED[1]))
        bound = connection.scalars(text("SELECT hash FROM audit_seals ORDER BY number")).all()
    with unit_of_work() as tx:
        tx.audit.record(APPROVER, "alerts:approve", "alert 4", b"d")
    with owner.begin() as connection:
        seal(connection)
    return bound


@pytest.mark.parametrize(
    ("link", "days", "fits"),
    [(0, 2600, True), (2, 2600, True), (2, 300, True), (0, 300, False), (None, 300, False)],
    ids=["cut off", "the last that went", "still bound by a later head", "young", "of no ledger"],
)
def test_a_head_may_bind_what_was_cut_off_since_and_nothing_else(
    long_ago, owner, engine, link, days, fits
) -> None:
    """A link that is gone though its head is young is a ledger that was made anew."""
    change = "UPDATE log_heads SET audit_hash = :hash, signed_at = now() - :ago"
    with owner.begin() as connection:
        said = b"other" if link is None else long_ago[link]
        connection.execute(text(change), {"hash": said, "ago": timedelta(days=days)})
    with engine.begin() as connection:
        assert 3 == cut(connection)
    with engine.connect() as connection:
        if fits:
            assert 1 == see_that_the_ledger_fits(connection)
            return
        with pytest.raises(ChainBroken, match="head 1"):
            see_that_the_ledger_fits(connection)


@pytest.mark.parametrize("table", ["issued_messages", "log_entries", "log_nodes", "log_heads"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET {column} = {column}"])
def test_the_application_can_add_and_never_change(engine, table: str, change: str) -> None:
    column = {"log_nodes": "hash", "log_heads": "root"}.get(table, "identifier")
    with engine.begin() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text(change.format(table, column=column)))
