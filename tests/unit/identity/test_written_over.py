"""What somebody wrote at Keycloak between a look of ours and our write of the same account."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from services.identity.domain.account_at_keycloak import AccountAtKeycloak, Finding
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.waiting_ports import Task, TaskKind
from tests.fakes.identity import NOON
from tests.unit.identity.test_account_at_keycloak import account
from tests.unit.identity.watching import PERSON, SECOND, event, waiting

WHOLE = {"path": "UPDATE USER users/owner", "whole": True}
"""What the console does when somebody presses Save."""


def test_what_a_change_of_ours_wrote_over_unseen_signs_out_once(
    watch, keycloak, alarms, stores, clock
) -> None:
    """For the look nothing happened: the account is as the record says."""
    keycloak.events += [event(**WHOLE), event(event_id="again", at=NOON + SECOND, **WHOLE)]
    keycloak.written = [("owner", NOON + SECOND)]
    clock.pass_(seconds=2)
    stores.keycloak_events.until = NOON
    assert 1 == watch()
    stands = stores.subscribers.get("owner")
    assert replace(PERSON, valid_after=clock.now(), rights_version=2) == stands
    assert [PrincipalChanged(stands)] == stores.outbox.events
    assert [Finding.OVERWRITTEN] == alarms.findings
    assert [(TaskKind.SYNC, "owner")] == waiting(stores)
    (row,) = stores.audit.rows
    assert ("identity:heed-keycloak", ["written_over"]) == (row[1], row[4]["findings"])
    # The second waits for the change of ours that follows from it, and is dealt with by then.
    stores.tasks.done(stores.tasks.claim(clock.now()))
    keycloak.accounts["owner"] = account(stands)
    keycloak.written.append(("owner", clock.now()))
    clock.pass_(seconds=2)
    assert (1, 0) == (watch(), watch())
    assert [Finding.OVERWRITTEN] == alarms.findings
    assert stands == stores.subscribers.get("owner")


@pytest.mark.parametrize(
    ("more", "written"),
    [
        ({}, ("owner", NOON + SECOND)),
        (WHOLE, ("other", NOON + SECOND)),
        (WHOLE, ("owner", NOON + timedelta(hours=1))),
    ],
)
def test_what_no_change_of_ours_can_have_hidden_is_no_alarm(
    watch, keycloak, alarms, stores, more, written
) -> None:
    """Such as a role by hand, which is a request of its own and never counts."""
    keycloak.events.append(event(**more))
    keycloak.written = [written]
    assert 1 == watch()
    assert not alarms.findings
    assert PERSON == stores.subscribers.get("owner")


def test_a_change_of_ours_right_before_the_look_at_the_account_counts(
    watch, keycloak, alarms
) -> None:
    """The events were asked for before it, so it is asked for again behind the look."""
    keycloak.events.append(event(**WHOLE))

    def asked(_: str) -> AccountAtKeycloak:
        keycloak.written.append(("owner", NOON + SECOND))
        return account(PERSON)

    keycloak.account = asked
    assert 1 == watch()
    assert [Finding.OVERWRITTEN] == alarms.findings


def test_what_a_change_of_ours_saw_and_dealt_with_is_not_told_of_twice(
    watch, keycloak, alarms, stores
) -> None:
    """It looked before it wrote, and put out whoever was in."""
    dealt = PERSON.signed_out(at=NOON + SECOND)
    stores.subscribers.save(dealt)
    keycloak.accounts["owner"] = account(dealt)
    keycloak.events.append(event(**WHOLE))
    keycloak.written = [("owner", NOON + SECOND)]
    assert 1 == watch()
    assert not alarms.findings
    assert dealt == stores.subscribers.get("owner")


def test_what_waits_for_a_change_of_ours_is_looked_at_as_what_it_may_hide(
    watch, keycloak, alarms, stores
) -> None:
    """Shut again while a restoration is on its way: that opens it, and nobody sees it shut."""
    task = Task(task_id=uuid4(), subject="owner", kind=TaskKind.RESTORE)
    stores.tasks.add(task)
    keycloak.accounts["owner"] = account(PERSON, enabled=False)
    keycloak.events.append(event(**WHOLE))
    assert 0 == watch()
    keycloak.accounts["owner"] = account(PERSON)
    keycloak.written = [("owner", NOON + SECOND)]
    stores.tasks.done(task)
    assert 1 == watch()
    assert [Finding.OVERWRITTEN] == alarms.findings
