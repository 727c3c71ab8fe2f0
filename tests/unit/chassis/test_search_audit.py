"""A search of the audit log is itself on record, and the log in memory passes the port's suite."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chassis import roles
from chassis.errors import Invalid
from chassis.search_audit import SearchAudit, question_from
from isp.privacy.v1 import search_audit_pb2 as pb
from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from tests.fakes.audit_search import MemoryAuditSearch
from tests.fakes.plumbing import SetClock
from tests.ports.audit_search import AuditSearchSuite, Open, around

OFFICER = Principal(subject=str(uuid4()), tier=Tier.TRUSTED)
WHY = "An inquiry asks who did it"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def log(clock: SetClock) -> MemoryAuditSearch:
    return MemoryAuditSearch(clock)


class TestTheLogInMemory(AuditSearchSuite):
    @pytest.fixture
    def log(self, clock: SetClock) -> Open:
        return MemoryAuditSearch(clock)


def searched(log: MemoryAuditSearch, clock: SetClock, **said: str):
    search = SearchAudit(log=log, clock=clock)
    return search(OFFICER, around(clock, **said), reason=WHY, after=None, size=2)


def test_the_search_is_on_record_with_its_reason_and_without_whom(log, clock) -> None:
    whom = str(uuid4())
    name = log.audit.name_of(whom)
    assert searched(log, clock, person=whom).person_known
    ((actor, action, resource, digest, detail),) = log.audit.rows
    assert (OFFICER.subject, "audit:search", name) == (actor, action, resource)
    assert (WHY, 0, 32) == (detail["reason"], detail["shown"], len(digest))
    assert whom not in f"{resource}{detail}"
    assert ["audit.searched"] == [each.metric for each in log.counted]
    assert ["audit:search"] == [row.action for row in searched(log, clock, person=whom).rows]


def test_nobody_gets_a_name_by_being_looked_for(log, clock) -> None:
    stranger = str(uuid4())
    for _ in "12":
        assert not searched(log, clock, person=stranger).person_known
    assert stranger not in log.audit.names
    assert ["", ""] == [row[2] for row in log.audit.rows]


def test_a_page_says_where_the_next_begins(log, clock) -> None:
    for number in range(3):
        log.audit.record(ANONYMOUS, "a:do", str(number))
        clock.pass_(seconds=1)
    first = searched(log, clock, action="a:")
    assert ["2", "1"] == [row.resource for row in first.rows]
    search = SearchAudit(log=log, clock=clock)
    rest = search(OFFICER, around(clock, action="a:"), reason=WHY, after=first.following, size=2)
    assert (["0"], None) == ([row.resource for row in rest.rows], rest.following)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("reason", {"reason": ""}),
        ("reason", {"reason": "too short"}),
        ("reason", {"reason": "w" * 501}),
        ("action", {"action": "a" * 101}),
        ("person", {"person": "a\x00"}),
        ("actor", {"actor": "a" * 101}),
        ("resource", {"resource": "a" * 201}),
    ],
)
def test_what_cannot_be_searched_is_named(clock, field: str, said: dict[str, str]) -> None:
    with pytest.raises(Invalid) as raised:
        question_from(pb.SearchAuditRequest(**{"reason": WHY, **said}), clock.now())
    assert [field] == [each.field for each in raised.value.violations]


@pytest.mark.parametrize(("days", "good"), [(0, False), (-1, False), (366, True), (367, False)])
def test_the_time_goes_forward_and_has_an_end(clock, days: int, good: bool) -> None:
    asked = pb.SearchAuditRequest(reason=WHY)
    asked.begins_at.FromDatetime(clock.now() - timedelta(days=days))
    if good:
        question, _ = question_from(asked, clock.now())
        assert timedelta(days=days) == question.ends_at - question.begins_at
        return
    with pytest.raises(Invalid, match="begins_at"):
        question_from(asked, clock.now())


def test_without_a_time_the_last_thirty_days_are_searched(clock) -> None:
    question, reason = question_from(pb.SearchAuditRequest(reason=f" {WHY} "), clock.now())
    assert (clock.now(), WHY) == (question.ends_at, reason)
    assert timedelta(days=30) == question.ends_at - question.begins_at


def test_no_service_can_be_served_without_it(monkeypatch, tmp_path) -> None:
    """`run_serve` is how every service is served; a test of the tree holds that it is."""
    served: list[str] = []

    class Stop(Exception):
        pass

    def build(*, services, **_):
        served.extend(each.full_name for each in services)
        raise Stop

    class Settings:
        threads, development, drain_seconds, service = 1, False, 0, "content"
        pseudonym_key, database_url = b"k", "postgresql+psycopg://nobody@127.0.0.1:1/none"

    monkeypatch.setattr(roles, "build_server", build)
    with pytest.raises(Stop):
        roles.run_serve(
            Settings(), object(), service_versions=tmp_path, services={}, verifier=object()
        )
    assert ["isp.privacy.v1.AuditSearchService"] == served
