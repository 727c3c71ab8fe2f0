"""GetAlert and ListAlerts: what each reader sees, and in which portions."""

import base64
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from isp.alerts.v1 import alert_pb2 as pb
from isp.alerts.v1 import alerts_pb2 as rpc
from isp.alerts.v1.alerts_pb2_grpc import AlertsServiceStub
from isp.kernel.v1 import kernel_pb2
from kernel.tiers import Tier
from tests.contract.alerts.desk import AMBER, Desk, ahead, withdrawal_of
from tests.fakes.alerts import SOMEBODY, MemoryAlertsStores
from tests.fakes.serving import Caller, Served, refusal


@pytest.fixture
def reader(server: Served) -> Caller:
    return server.caller(tier=Tier.VERIFIED)


def got(alerts: AlertsServiceStub, alert: pb.Alert, by: Caller | None = None) -> pb.Alert:
    request = rpc.GetAlertRequest(alert_id=alert.alert_id)
    return alerts.GetAlert(request, metadata=by.metadata if by else ()).alert


def listed(
    alerts: AlertsServiceStub, by: Caller | None = None, **asked: object
) -> rpc.ListAlertsResponse:
    request = rpc.ListAlertsRequest(**asked)  # type: ignore[arg-type] # what the test asks for
    return alerts.ListAlerts(request, metadata=by.metadata if by else ())


def ids(page: rpc.ListAlertsResponse) -> list[str]:
    return [alert.alert_id for alert in page.alerts]


def test_anyone_reads_a_clear_alert_without_what_is_for_staff(desk: Desk, reader: Caller) -> None:
    out = desk.proposed()
    for read in (got(desk.alerts, out), got(desk.alerts, out, reader)):
        assert (pb.ALERT_STATUS_ISSUED, "Demonstration") == (read.status, read.content.headline)
        assert (b"", 0) == (read.digest, len(read.content.audience))
        assert not read.HasField("all_clear_proposal")


def test_staff_read_the_digest_the_audience_and_the_proposal(desk: Desk) -> None:
    out = desk.proposed()
    for who in (desk.author, desk.approver):
        assert out == got(desk.alerts, out, who)


def test_whom_a_red_alert_names_reads_it_and_not_who_else_may(
    desk: Desk, server: Served, stores: MemoryAlertsStores, reader: Caller
) -> None:
    stores.reach.people = [replace(SOMEBODY, subject=reader.subject)]
    named = [reader.subject, desk.approver.subject, str(uuid4())]
    red = kernel_pb2.Marking(
        tlp=kernel_pb2.TLP_RED, minimum_tier=kernel_pb2.TIER_VERIFIED, named_subjects=named
    )
    out = desk.issued(marking=red)
    read = got(desk.alerts, out, reader)
    assert (kernel_pb2.TLP_RED, []) == (
        read.content.marking.tlp,
        list(read.content.marking.named_subjects),
    )
    read_it = (reader.subject, "alerts:read-red", out.alert_id)
    assert read_it == stores.audit.rows[-1][:3], "reading it is on record"
    events = len(stores.audit.rows)
    for other in (None, server.caller(tier=Tier.TRUSTED), desk.author):
        with refusal() as refused:
            got(desk.alerts, out, other)
        assert ("NOT_FOUND", "ALERT_NOT_FOUND") == refused.status_and_reason
        assert [] == ids(listed(desk.alerts, other))
    assert events == len(stores.audit.rows)
    assert [out.alert_id] == ids(listed(desk.alerts, reader))
    assert read_it == stores.audit.rows[-1][:3], "so is finding it in a list"


def test_who_read_a_red_alert_is_in_an_inquirys_export_and_not_among_the_decisions(
    desk: Desk, server: Served, reader: Caller, stores: MemoryAlertsStores
) -> None:
    stores.reach.people = [replace(SOMEBODY, subject=reader.subject)]
    red = kernel_pb2.Marking(
        tlp=kernel_pb2.TLP_RED,
        minimum_tier=kernel_pb2.TIER_VERIFIED,
        named_subjects=[reader.subject, desk.author.subject, desk.approver.subject],
    )
    out = desk.issued(marking=red)
    got(desk.alerts, out, reader)
    years = timedelta(days=3650)
    asked = rpc.ExportDecisionsRequest(since=ahead(-years), until=ahead(years))
    inquirer = server.caller("privacy-officer", tier=Tier.REGISTERED)
    found = desk.alerts.ExportDecisions(asked, metadata=inquirer.metadata).decisions
    assert ("alerts:read-red", reader.subject) == (found[-1].action, found[-1].subject)
    of_it = rpc.GetDecisionsRequest(alert_id=out.alert_id)
    decided = desk.alerts.GetDecisions(of_it, metadata=desk.approver.metadata).decisions
    assert "alerts:read-red" not in {each.action for each in decided}


@pytest.mark.parametrize("member", [True, False])
def test_a_closed_groups_alert_is_for_its_members(
    desk: Desk, server: Served, stores: MemoryAlertsStores, member: bool
) -> None:
    strict = kernel_pb2.Marking(
        tlp=kernel_pb2.TLP_AMBER_STRICT,
        minimum_tier=kernel_pb2.TIER_VERIFIED,
        closed_group="ports",
    )
    draft = desk.drafted(marking=strict)
    kept = stores.alerts.kept[UUID(draft.alert_id)].submit(by=desk.author.subject, reach=1)
    at = kept.created_at + timedelta(seconds=1)
    stores.alerts.kept[kept.alert_id] = kept.approve(by="second", read=kept.digest, at=at)
    groups = frozenset({"ports"} if member else {"airports"})
    who = server.caller(tier=Tier.VERIFIED, closed_groups=groups)
    assert ([draft.alert_id] if member else []) == ids(listed(desk.alerts, who))


def test_what_was_not_issued_is_for_staff(desk: Desk, reader: Caller) -> None:
    waiting = desk.submitted()
    assert waiting == got(desk.alerts, waiting, desk.approver)
    for other in (None, reader):
        with refusal() as refused:
            got(desk.alerts, waiting, other)
        assert ("NOT_FOUND", "ALERT_NOT_FOUND") == refused.status_and_reason


def test_an_author_reads_their_own_draft_above_their_tier(desk: Desk, server: Served) -> None:
    low = server.caller("alert-author", tier=Tier.REGISTERED)
    other = server.caller("alert-author", tier=Tier.REGISTERED)
    draft = desk.drafted(by=low, marking=AMBER)
    assert draft == got(desk.alerts, draft, low)
    with refusal() as refused:
        got(desk.alerts, draft, other)
    assert ("NOT_FOUND", "ALERT_NOT_FOUND") == refused.status_and_reason


def test_unless_asked_otherwise_what_was_issued_is_listed_current_or_ended_newest_first(
    desk: Desk, reader: Caller
) -> None:
    first, gone, last = desk.issued(), desk.issued(), desk.issued()
    desk.alerts.WithdrawAlert(withdrawal_of(gone), metadata=desk.approver.metadata)
    desk.submitted()
    expected = [last.alert_id, gone.alert_id, first.alert_id]
    for who in (None, reader, desk.author):
        assert expected == ids(listed(desk.alerts, who))


def test_statuses_asked_for_are_those_that_come(desk: Desk, reader: Caller) -> None:
    out, draft, waiting = desk.issued(), desk.drafted(), desk.submitted()
    asked = [pb.ALERT_STATUS_DRAFT, pb.ALERT_STATUS_SUBMITTED, pb.ALERT_STATUS_ISSUED]
    everything = [waiting.alert_id, draft.alert_id, out.alert_id]
    assert everything == ids(listed(desk.alerts, desk.author, statuses=asked))
    assert [draft.alert_id] == ids(listed(desk.alerts, desk.author, statuses=asked[:1]))
    for other in (None, reader):
        assert [out.alert_id] == ids(listed(desk.alerts, other, statuses=asked))
        assert [] == ids(listed(desk.alerts, other, statuses=asked[:2]))


def test_a_list_shows_no_more_of_an_alert_than_the_alert_itself(desk: Desk, reader: Caller) -> None:
    out = desk.proposed()
    for who in (None, reader, desk.author):
        (shown,) = listed(desk.alerts, who).alerts
        assert got(desk.alerts, out, who) == shown


def test_pages_follow_one_another_to_the_end_and_hidden_alerts_take_no_place(
    desk: Desk, server: Served
) -> None:
    who = server.caller(tier=Tier.REGISTERED)
    shown = []
    for _ in range(5):
        shown.append(desk.issued().alert_id)
        desk.issued(marking=AMBER)
    pages: list[list[str]] = []
    token = ""
    while not pages or token:
        page = listed(desk.alerts, who, page_size=2, page_token=token)
        pages.append(ids(page))
        token = page.next_page_token
    assert [2, 2, 1] == [len(page) for page in pages]
    assert shown[::-1] == [alert_id for page in pages for alert_id in page]
    back = page.previous_page_token
    for earlier in reversed(pages[:-1]):
        page = listed(desk.alerts, who, page_size=2, page_token=back)
        assert earlier == ids(page)
        back = page.previous_page_token
    assert "" == back


def test_without_a_size_a_page_has_twenty(desk: Desk) -> None:
    for _ in range(21):
        desk.issued()
    assert 20 == len(listed(desk.alerts).alerts)
    assert 21 == len(listed(desk.alerts, page_size=100).alerts)
    assert "" == listed(desk.alerts, page_size=21).next_page_token


@pytest.mark.parametrize("size", [-1, 101, 2_147_483_647, -2_147_483_648])
def test_a_page_of_another_size_is_refused_by_name(alerts: AlertsServiceStub, size: int) -> None:
    with refusal() as refused:
        listed(alerts, page_size=size)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert ["page_size"] == [each.field for each in refused.said.violations]


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "token",
    [
        "forged",
        "A",
        "\u2603",
        "_____w",
        encoded("2026-11-24T12:00:00+00:00|"),
        encoded("2026-11-24T12:00:00+00:00"),
        encoded(f"|{UUID(int=1)}"),
        encoded(f"yesterday|{UUID(int=1)}"),
        encoded(f"2026-11-24T12:00:00|{UUID(int=1)}"),
        encoded(f"2026-11-24T12:00:00+00:00|{UUID(int=1)}|{UUID(int=1)}"),
        "A" * 100_000,
    ],
    ids=[
        "forged",
        "a_quarter",
        "not_ascii",
        "not_text",
        "no_id",
        "no_bar",
        "no_time",
        "no_moment",
        "a_naive_time",
        "two_ids",
        "very_long",
    ],
)
def test_a_page_token_that_is_none_of_ours_is_refused_by_name(
    alerts: AlertsServiceStub, token: str
) -> None:
    with refusal() as refused:
        listed(alerts, page_token=token)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert ["page_token"] == [each.field for each in refused.said.violations]


@pytest.mark.parametrize(
    ("statuses", "fields"),
    [
        ([0], ["statuses[0]"]),
        ([99], ["statuses[0]"]),
        ([1, 0, 5, 99], ["statuses[1]", "statuses[3]"]),
    ],
)
def test_a_status_that_is_none_is_refused_by_name(
    alerts: AlertsServiceStub, statuses: list[int], fields: list[str]
) -> None:
    with refusal() as refused:
        listed(alerts, statuses=statuses)
    assert fields == [each.field for each in refused.said.violations]


def test_more_wrong_statuses_than_a_refusal_can_carry_are_refused_as_wrong(
    alerts: AlertsServiceStub,
) -> None:
    with refusal() as refused:
        listed(alerts, statuses=[99] * 5_000)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
