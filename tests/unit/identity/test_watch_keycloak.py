"""Heeding what is done at Keycloak beside identity."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.domain.account_at_keycloak import (
    AccountAtKeycloak,
    Finding,
    Touch,
)
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.role_grant import Activation
from services.identity.usecases.waiting_ports import HOPELESS, Task, TaskKind
from services.identity.usecases.watch_keycloak import OVERLAP
from tests.fakes.identity import NOON, subscriber
from tests.fakes.role_grants import a_grant
from tests.unit.identity.test_account_at_keycloak import account
from tests.unit.identity.watching import PERSON, SECOND, event, waiting


def test_what_agrees_with_the_record_raises_nothing(watch, keycloak, alarms, stores) -> None:
    keycloak.events.append(event())
    assert 1 == watch()
    assert not alarms.findings
    assert not stores.outbox.events
    assert not stores.audit.rows


def test_who_is_shut_at_keycloak_is_suspended_and_told_of(watch, keycloak, alarms, stores) -> None:
    keycloak.accounts["owner"] = account(PERSON, enabled=False)
    keycloak.events.append(event())
    watch()
    suspended = stores.subscribers.get("owner")
    assert Standing.SUSPENDED is suspended.standing
    assert [PrincipalChanged(suspended)] == stores.outbox.events
    assert [Finding.SHUT] == alarms.findings
    assert [(TaskKind.SYNC, "owner")] == waiting(stores)
    (row,) = stores.audit.rows
    assert ("identity:heed-keycloak", ["account_disabled"]) == (row[1], row[4]["findings"])


def test_a_role_that_is_given_there_is_taken_back(watch, keycloak, alarms, stores) -> None:
    keycloak.accounts["owner"] = account(PERSON, roles=frozenset({"alert-approver"}))
    keycloak.events.append(event())
    watch()
    assert PERSON == stores.subscribers.get("owner")
    assert [(TaskKind.SYNC, "owner")] == waiting(stores)
    assert [Finding.RIGHTS] == alarms.findings


def test_rights_that_claim_to_be_newer_are_overtaken(watch, keycloak, alarms, stores) -> None:
    keycloak.accounts["owner"] = account(PERSON, rights_version=10**9, tier="TRUSTED")
    keycloak.events.append(event())
    watch()
    stands = stores.subscribers.get("owner")
    assert (10**9 + 1, PERSON.tier) == (stands.rights_version, stands.tier)
    assert [Finding.CLAIMED] == alarms.findings


@pytest.mark.parametrize(
    ("touch", "after"),
    [
        (Touch.OWN_PASSWORD, 0),
        (Touch.ENDED, 0),
        (Touch.CREDENTIALS, 90),
        (Touch.IMPERSONATED, 90),
    ],
)
def test_a_new_password_ends_what_began_before_it(
    watch, keycloak, stores, clock, touch, after
) -> None:
    """Somebody else's, what began before it was heeded: they may have come by it meanwhile."""
    at = NOON + timedelta(milliseconds=400)
    keycloak.events.append(event(touch, at=at))
    clock.pass_(seconds=90)
    stores.keycloak_events.until = NOON
    watch()
    assert NOON + after * SECOND == stores.subscribers.get("owner").valid_after
    assert [(TaskKind.SYNC, "owner")] == waiting(stores)
    assert bool(stores.mails.waiting) is (touch is not Touch.ENDED)


def test_who_was_signed_in_as_is_told_and_it_is_an_alarm(watch, keycloak, alarms, stores) -> None:
    keycloak.events.append(event(Touch.IMPERSONATED, by="admin"))
    watch()
    assert [Finding.IMPERSONATED] == alarms.findings
    assert NOON + SECOND == stores.subscribers.get("owner").valid_after
    assert ["credentials-changed"] == [each.what.template for each in stores.mails.waiting]


def test_who_is_suspended_for_it_is_told_and_what_they_took_up_rests(
    watch, keycloak, stores
) -> None:
    hours = Activation(since=NOON, until=NOON + timedelta(hours=1), reason="An incident.")
    grant = a_grant("owner", eligible=True, activation=hours)
    stores.role_grants.add(grant)
    holding = PERSON.with_roles(frozenset({"duty-officer"}))
    stores.subscribers.save(holding)
    keycloak.accounts["owner"] = account(holding, enabled=False)
    keycloak.events.append(event())
    watch()
    stands = stores.subscribers.get("owner")
    assert (Standing.SUSPENDED, frozenset()) == (stands.standing, stands.roles)
    assert stores.role_grants.get(grant.grant_id).activation is None
    assert ["account-suspended"] == [each.what.template for each in stores.mails.waiting]


def test_an_account_of_who_is_gone_is_removed(watch, keycloak, alarms, stores) -> None:
    gone = PERSON.erased(unused="x", at=NOON)
    stores.subscribers.save(gone)
    keycloak.accounts["owner"] = account(PERSON, enabled=False)
    keycloak.events.append(event())
    watch()
    assert [Finding.BACK] == alarms.findings
    assert [(TaskKind.DELETE, "owner")] == waiting(stores)
    assert gone == stores.subscribers.get("owner")


RAISED = PERSON.raised_to(Tier.TRUSTED)
SUSPENDED = PERSON.suspended(by="officer", at=NOON)


@pytest.mark.parametrize(
    ("stands", "there", "kind"),
    [
        (RAISED, account(PERSON), TaskKind.SYNC),
        (SUSPENDED, account(PERSON), TaskKind.SYNC),
        (PERSON.erased(unused="x", at=NOON), account(PERSON), TaskKind.DELETE),
        (
            SUSPENDED.restored(by="other", at=NOON),
            account(SUSPENDED, enabled=False),
            TaskKind.RESTORE,
        ),
    ],
)
def test_what_we_are_about_to_change_is_looked_at_afterwards(
    watch, keycloak, alarms, stores, clock, stands, there, kind
) -> None:
    """Such as restored on the record, and still shut at Keycloak: nobody's violation."""
    stores.subscribers.kept["owner"] = stands
    keycloak.accounts["owner"] = there
    keycloak.events.append(event())
    task = Task(task_id=uuid4(), subject="owner", kind=kind)
    stores.tasks.add(task)
    for _ in range(3):
        clock.pass_(minutes=1)
        assert 0 == watch()
    assert not alarms.findings
    assert not stores.keycloak_events.heeded
    if kind is TaskKind.DELETE:
        del keycloak.accounts["owner"]
    else:
        keycloak.accounts["owner"] = account(stands)
    stores.tasks.done(task)
    assert 1 == watch()
    assert not alarms.findings


@pytest.mark.parametrize(
    ("differing", "finding"),
    [
        ({"enabled": False}, Finding.SHUT),
        ({"email": "thief@elsewhere.example"}, Finding.ADDRESS),
        ({"rights_version": 999}, Finding.CLAIMED),
        ({"powers": frozenset({"realm-management/manage-users"})}, Finding.POWERS),
    ],
)
def test_what_no_change_of_ours_looks_like_does_not_wait_for_one(
    watch, keycloak, alarms, stores, differing, finding
) -> None:
    keycloak.accounts["owner"] = account(PERSON, **differing)
    keycloak.events.append(event())
    stores.tasks.add(Task(task_id=uuid4(), subject="owner", kind=TaskKind.SYNC))
    assert 1 == watch()
    assert [finding] == alarms.findings


def test_a_change_of_ours_that_never_comes_there_hides_nothing(
    watch, keycloak, alarms, stores
) -> None:
    keycloak.accounts["owner"] = account(PERSON, roles=frozenset({"alert-approver"}))
    keycloak.events.append(event())
    stores.tasks.add(Task(task_id=uuid4(), subject="owner", kind=TaskKind.SYNC, tries=HOPELESS))
    assert 1 == watch()
    assert [Finding.RIGHTS] == alarms.findings


def test_what_changed_on_the_record_while_keycloak_was_asked_is_looked_at_again(
    watch, keycloak, alarms, stores
) -> None:
    """The change was carried at once: no task of it waits any more."""
    keycloak.events.append(event())
    before = account(PERSON)
    raised = PERSON.raised_to(Tier.TRUSTED)

    def asked(_: str) -> AccountAtKeycloak:
        if stores.subscribers.get("owner") == PERSON:
            stores.subscribers.save(raised)
            return before
        return account(raised)

    keycloak.account = asked
    assert (0, 1) == (watch(), watch())
    assert not alarms.findings


def test_a_factor_made_at_keycloak_itself_is_an_alarm_and_ends_what_began(
    watch, keycloak, alarms, stores
) -> None:
    """The realm shuts its pages for that: somebody opened them again (docs/adr/0121)."""
    keycloak.events.append(event(Touch.OWN_FACTOR))
    watch()
    ended = stores.subscribers.get("owner").valid_after
    assert ended is not None
    assert ended > PERSON.created_at
    assert ["credentials-changed"] == [each.what.template for each in stores.mails.waiting]
    assert [Finding.FACTOR_MADE] == alarms.findings


def test_a_first_password_is_no_news_to_its_owner(watch, keycloak, stores) -> None:
    new = subscriber("new")
    stores.subscribers.add(new)
    keycloak.events.append(event(Touch.OWN_PASSWORD, "new", at=NOON + SECOND))
    watch()
    assert NOON + SECOND == stores.subscribers.get("new").valid_after
    assert not stores.mails.waiting


def test_somebody_elses_hand_on_credentials_and_the_realm_is_an_alarm(
    watch, keycloak, alarms, stores
) -> None:
    keycloak.events.append(event(Touch.CREDENTIALS))
    keycloak.events.append(event(Touch.REALM, None, path="UPDATE CLIENT clients/1"))
    watch()
    assert [Finding.CREDENTIALS, Finding.REALM] == alarms.findings
    assert 2 == len(stores.audit.rows)


def test_an_account_that_nobody_here_made_is_an_alarm(watch, keycloak, alarms, stores) -> None:
    keycloak.accounts["stranger"] = account(subscriber("stranger"))
    keycloak.events.append(event(subject="stranger"))
    watch()
    assert [Finding.UNKNOWN] == alarms.findings
    assert not waiting(stores)


def test_nothing_is_heeded_twice_and_nothing_late_is_missed(
    watch, keycloak, alarms, clock, stores
) -> None:
    keycloak.events.append(event(Touch.REALM, None, event_id="first"))
    assert (1, 0) == (watch(), watch())
    clock.pass_(seconds=30)
    late = event(Touch.REALM, None, event_id="late", at=NOON - timedelta(seconds=20))
    keycloak.events.append(late)
    assert (1, 0) == (watch(), watch())
    assert 2 == len(alarms.findings)


def test_a_crash_between_two_events_repeats_neither(watch, keycloak, alarms, stores) -> None:
    keycloak.events += [
        event(Touch.REALM, None, event_id="first"),
        event(event_id="second", at=NOON + SECOND),
    ]
    whole = keycloak.account
    keycloak.account = _dies
    with pytest.raises(RuntimeError):
        watch()
    keycloak.account = whole
    assert 1 == watch()
    assert [Finding.REALM] == alarms.findings


def _dies(subject: str) -> None:
    raise RuntimeError(subject)


def test_while_keycloak_is_away_nothing_moves_on(watch, keycloak, alarms, clock, stores) -> None:
    watch()
    keycloak.away = True
    clock.pass_(hours=1)
    assert 0 == watch()
    assert NOON == alarms.watched_until == stores.keycloak_events.until
    keycloak.away = False
    keycloak.events.append(event(Touch.REALM, None, at=NOON + SECOND))
    assert 1 == watch()
    assert [Finding.REALM] == alarms.findings


def test_what_is_old_is_forgotten(watch, keycloak, clock, stores) -> None:
    keycloak.events.append(event(Touch.REALM, None))
    watch()
    for _ in range(3):
        clock.pass_(seconds=OVERLAP.total_seconds() * 2)
        watch()
    assert not stores.keycloak_events.heeded


def test_a_second_event_about_the_same_moment_changes_nothing_more(watch, keycloak, stores) -> None:
    for name in ("one", "other"):
        keycloak.events.append(event(Touch.OWN_PASSWORD, event_id=name))
    watch()
    assert replace(PERSON, valid_after=NOON, rights_version=2) == stores.subscribers.get("owner")
