"""What identity's agenda must say, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

from services.identity.usecases import waiting_ports as ports
from services.identity.usecases.look_ahead import Agenda, Task
from services.identity.usecases.subscription_ports import Text
from tests.fakes.groups import a_group
from tests.fakes.identity import NOON
from tests.fakes.role_grants import a_proposal

Open = Callable[[], AbstractContextManager[Any]]
LATER = NOON + timedelta(days=3650)


def task() -> ports.Task:
    return ports.Task(task_id=uuid4(), subject="reader", kind=ports.TaskKind.SYNC)


def mail() -> ports.Mail:
    return ports.Mail(
        mail_id=uuid4(), to="a@b.example", language="en", template="stop", variables={}
    )


def message() -> Text:
    return Text(text_id=uuid4(), to="+447700900123", language="en", template="stop", variables={})


class AgendaSuite:
    """Run with fixtures: `unit_of_work` opens transactions on empty stores, `agenda` reads them."""

    def test_of_nothing_that_waits_nothing_is_said(self, agenda: Agenda) -> None:
        assert {} == agenda.earliest()

    def test_what_is_put_off_is_said_by_its_new_time_and_what_is_done_not_at_all(
        self, agenda: Agenda, unit_of_work: Open
    ) -> None:
        for kind, store, what in (
            (Task.KEYCLOAK, "tasks", task()),
            (Task.MAILS, "mails", mail()),
            (Task.TEXTS, "texts", message()),
        ):
            with unit_of_work() as tx:
                getattr(tx, store).add(what)
            assert agenda.earliest()[kind] < LATER
            with unit_of_work() as tx:
                getattr(tx, store).later(what, LATER, "away")
            assert LATER == agenda.earliest()[kind]
            with unit_of_work() as tx:
                _over(getattr(tx, store), what)
            assert {} == agenda.earliest()

    def test_the_first_of_several_is_said(self, agenda: Agenda, unit_of_work: Open) -> None:
        first, second = mail(), mail()
        with unit_of_work() as tx:
            for each in (first, second):
                tx.mails.add(each)
            tx.mails.later(first, LATER, "away")
            tx.mails.later(second, LATER + timedelta(days=1), "away")
        assert {Task.MAILS: LATER} == agenda.earliest()

    def test_what_the_clock_does_to_groups_is_said(
        self, agenda: Agenda, unit_of_work: Open
    ) -> None:
        group = a_group()
        with unit_of_work() as tx:
            tx.groups.add(group)
        assert {Task.GROUPS: group.due_at} == agenda.earliest()
        with unit_of_work() as tx:
            tx.groups.save(group.ended(NOON))
        assert {} == agenda.earliest()

    def test_what_the_clock_does_to_roles_is_said(self, agenda: Agenda, unit_of_work: Open) -> None:
        waits = a_proposal()
        with unit_of_work() as tx:
            tx.role_grants.add(waits)
        assert {Task.ROLE_GRANTS: waits.due_at} == agenda.earliest()
        with unit_of_work() as tx:
            tx.role_grants.save(waits.lapsed(LATER))
        assert {} == agenda.earliest()


def _over(store: Any, what: Any) -> None:
    match what:
        case ports.Task():
            store.done(what)
        case ports.Mail():
            store.sent(what, NOON)
        case _:
            store.sent(what, NOON, "provider's")
