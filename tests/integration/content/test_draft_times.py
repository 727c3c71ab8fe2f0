"""What comes and goes at its time, on PostgreSQL: told by a notice, taken by one, done once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Engine, text

from chassis.notices import conninfo
from chassis.postgres.engine import open_engine
from chassis.postgres.principals import PrincipalsTable
from chassis.postgres.unit_of_work import PostgresUnitOfWork
from chassis.principals import PrincipalRow
from chassis.pseudonyms import Pseudonyms
from chassis.watch import CHANNEL
from kernel.ports import RandomIds
from kernel.standing import Standing
from kernel.tiers import Tier
from services.content.domain.document import Status
from services.content.domain.draft import Draft
from services.content.domain.draft_status import DraftStatus
from services.content.domain.proposal import Proposal
from services.content.outbound.postgres.agenda import PostgresAgenda
from services.content.outbound.postgres.unit_of_work import ContentStores
from services.content.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.content.usecases.draft_ports import Task
from services.content.usecases.publish_due_drafts import PublishDueDrafts
from services.content.usecases.withdraw_due_documents import WithdrawDueDocuments
from tests.fakes.content import AMBER, NOON, content, published
from tests.fakes.plumbing import SetClock

SOON = NOON + timedelta(hours=1)
Work = PostgresUnitOfWork[ContentStores]


@pytest.fixture(scope="module")
def url(new_database) -> str:
    return str(new_database("content").app_url)


@pytest.fixture(scope="module")
def engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url, process="test", pool=6)
    yield engine
    engine.dispose()


def approver() -> PrincipalRow:
    """Who approves: an editor who may read what is for verified people."""
    return PrincipalRow(
        subject="other",
        tier=Tier.VERIFIED,
        roles=frozenset({"editor"}),
        regions=frozenset(),
        sectors=frozenset(),
        closed_groups=frozenset(),
        organisation_id=None,
        standing=Standing.ACTIVE,
        valid_after=None,
        rights_version=1,
    )


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def work(engine: Engine, clock: SetClock) -> Work:
    with engine.begin() as connection:
        for table in ("documents", "document_versions", "document_drafts", "outbox"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of ours
        PrincipalsTable(connection).keep(approver())
    return open_unit_of_work(engine, clock=clock, ids=RandomIds(), pseudonyms=Pseudonyms(b"k"))


def scheduled() -> Draft:
    draft = Draft.begun(
        uuid4(),
        Proposal(content=content(marking=AMBER), publish_at=SOON),
        document_id=uuid4(),
        standing=None,
        owner="editor",
        by="editor",
        at=NOON,
    ).submit(by="editor", at=NOON)
    return draft.approve(standing=None, by="other", read=draft.digest, at=NOON)


def test_the_agenda_says_what_is_due_first_and_a_commit_says_so(
    engine: Engine, work: Work, url: str
) -> None:
    agenda = PostgresAgenda(engine)
    assert {} == agenda.earliest()
    with psycopg.connect(conninfo(url, process="test"), autocommit=True) as heard:
        heard.execute(f"LISTEN {CHANNEL}")
        for add in ("drafts", "documents"):
            with work() as tx:
                if add == "drafts":
                    tx.drafts.add(scheduled())
                else:
                    tx.documents.add(replace(published(), withdraw_at=SOON))
            assert next(heard.notifies(timeout=5, stop_after=1)).channel == CHANNEL
    assert {Task.COME: SOON, Task.GO: SOON} == agenda.earliest()


def test_many_workers_let_each_draft_stand_once(work: Work, clock: SetClock) -> None:
    drafts = [scheduled() for _ in range(20)]
    with work() as tx:
        for each in drafts:
            tx.drafts.add(each)
    clock.pass_(hours=2)
    publish, together, done = PublishDueDrafts(unit_of_work=work, clock=clock), Barrier(4), []

    def run() -> None:
        together.wait()
        while publish():
            done.append(1)

    threads = [Thread(target=run) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert 20 == len(done)
    with work() as tx:
        assert [1] * 20 == [tx.documents.get(each.document_id).version for each in drafts]
        assert {DraftStatus.PUBLISHED} == {tx.drafts.get(each.draft_id).status for each in drafts}


@pytest.mark.parametrize("what", ["come", "go"])
def test_one_that_dies_before_the_commit_did_nothing_and_the_next_does_it(
    engine: Engine, work: Work, clock: SetClock, what: str
) -> None:
    draft, going = scheduled(), replace(published(), withdraw_at=SOON)
    with work() as tx:
        tx.drafts.add(draft) if what == "come" else tx.documents.add(going)
    clock.pass_(hours=2)
    with engine.connect() as connection, connection.begin() as transaction:
        inner = work.stores(connection)

        class Dying:
            """A transaction that is done but for its commit."""

            def __call__(self):
                return self

            def __enter__(self) -> ContentStores:
                return inner

            def __exit__(self, *_: object) -> None:
                transaction.rollback()

        act = PublishDueDrafts if what == "come" else WithdrawDueDocuments
        assert 1 == act(unit_of_work=Dying(), clock=clock)()  # type: ignore[arg-type]
    with engine.connect() as connection:
        assert 0 == connection.execute(text("SELECT count(*) FROM outbox")).scalar_one()
    again = act(unit_of_work=work, clock=clock)
    assert [1, 0] == [again(), again()]
    with work() as tx:
        if what == "come":
            assert 1 == tx.documents.get(draft.document_id).version
        else:
            assert Status.WITHDRAWN is tx.documents.get(going.document_id).status
