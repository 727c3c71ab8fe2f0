"""Answers and calls for help, through the real door."""

import re
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from isp.alerts.v1 import alert_pb2
from isp.alerts.v1 import answers_pb2 as pb
from isp.alerts.v1.answers_pb2_grpc import AnswersServiceStub
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from services.alerts.domain.recipient import Recipient
from services.alerts.outbound.link_sealer import LinkSealer
from services.alerts.usecases.answer_ports import AnswerLink
from tests.contract.alerts.desk import AMBER, TICKET_KEY, Desk, ahead, withdrawal_of
from tests.contract.front_door import Rpc
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.deliveries import recipient
from tests.fakes.serving import Served, refusal

SERVICE = pb.DESCRIPTOR.services_by_name["AnswersService"]
FOLLOWING = {
    *("alert-author", "alert-approver", "duty-officer"),
    *("hub-officer", "regional-coordinator", "platform-admin"),
    "welsh-approver",
}
MAY = {
    "GetAnswers": FOLLOWING,
    "GetSituation": FOLLOWING,
    "StaffHelpQueue": {"duty-officer"},
    "LeaveHelpQueue": {"duty-officer"},
    "ListHelpRequests": {"duty-officer"},
    "TakeHelpRequest": {"duty-officer"},
    "CloseHelpRequest": {"duty-officer"},
}
SIGNED_IN = {"AnswerAlert", "GetMyAnswer", "ReportSituation"}
PUBLIC = {"GetAnswerLink", "AnswerByLink"}


def link(alert: alert_pb2.Alert, to: Recipient) -> str:
    said = AnswerLink(
        thread_id=UUID(alert.alert_id),
        recipient_id=to.recipient_id,
        ends_at=alert.content.expires_at.ToDatetime(tzinfo=UTC),
    )
    return LinkSealer(TICKET_KEY).seal(said)


def by_link(token: str, alert: alert_pb2.Alert, **given: Any) -> pb.AnswerByLinkRequest:
    said = {"answer": pb.ANSWER_SAFE, "idempotency_key": str(uuid4())} | given
    return pb.AnswerByLinkRequest(**{"link": token, "alert_id": alert.alert_id} | said)


def by_account(alert: alert_pb2.Alert, **given: Any) -> pb.AnswerAlertRequest:
    said = {"answer": pb.ANSWER_SAFE, "idempotency_key": str(uuid4())} | given
    return pb.AnswerAlertRequest(**{"alert_id": alert.alert_id} | said)


def staffed(answers: AnswersServiceStub, desk: Desk, queue: str = "NATIONAL") -> pb.HelpShift:
    asked = pb.StaffHelpQueueRequest(
        queue=queue, until=ahead(timedelta(hours=1)), idempotency_key=str(uuid4())
    )
    return answers.StaffHelpQueue(asked, metadata=desk.duty.metadata).shift


@pytest.fixture
def shop(stores: MemoryAlertsStores) -> Recipient:
    """Somebody in London without an account."""
    there = recipient()
    stores.recipients.keep(there)
    return there


def test_the_tables_of_who_may_name_every_rpc() -> None:
    assert MAY.keys() | PUBLIC | SIGNED_IN == {method.name for method in SERVICE.methods}


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(MAY))
def test_a_role_may_do_what_the_table_says_and_no_more(
    server: Served, name: str, role: str
) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    code, _ = Rpc(SERVICE.methods_by_name[name]).outcome(server.channel, caller.metadata)
    assert (code == "PERMISSION_DENIED") is (role not in MAY[name])


@pytest.mark.parametrize("name", sorted(SIGNED_IN))
def test_who_has_no_account_answers_by_the_link_alone(server: Served, name: str) -> None:
    code, _ = Rpc(SERVICE.methods_by_name[name]).outcome(server.channel, ())
    assert "UNAUTHENTICATED" == code


def test_the_link_is_looked_at_answered_and_counted_once(
    answers: AnswersServiceStub, desk: Desk, shop: Recipient
) -> None:
    alert = desk.issued(asks_answer=True)
    token = link(alert, shop)
    for _ in range(3):
        shown = answers.GetAnswerLink(pb.GetAnswerLinkRequest(link=token))
        assert ("Demonstration", pb.ANSWER_UNSPECIFIED, False) == (
            shown.headline,
            shown.standing.answer,
            shown.help_offered,
        )
    board = answers.GetAnswers(
        pb.GetAnswersRequest(alert_id=alert.alert_id), metadata=desk.author.metadata
    )
    assert [0, 0, 0] == [each.count for each in board.counts]
    for said in (pb.ANSWER_NOT_AFFECTED, pb.ANSWER_SAFE, pb.ANSWER_SAFE):
        stands = answers.AnswerByLink(by_link(token, alert, answer=said)).standing
    assert (pb.ANSWER_SAFE, 2) == (stands.answer, stands.version)
    board = answers.GetAnswers(
        pb.GetAnswersRequest(alert_id=alert.alert_id), metadata=desk.duty.metadata
    )
    assert (True, True) == (board.asked, board.exact)
    (london,) = [each for each in board.regions if each.region == "LON"]
    assert [1, 0, 0] == [each.count for each in london.counts]
    wider = answers.GetAnswers(
        pb.GetAnswersRequest(alert_id=alert.alert_id), metadata=desk.author.metadata
    )
    assert [1, 0, 0] == [each.count for each in wider.counts]
    assert not any(each.HasField("count") for row in wider.regions for each in row.counts)


def test_nothing_restricted_is_in_what_a_link_shows(
    answers: AnswersServiceStub, desk: Desk, shop: Recipient
) -> None:
    alert = desk.issued(
        asks_answer=True, marking=AMBER, headline="Restricted words", description="Hidden."
    )
    shown = answers.GetAnswerLink(pb.GetAnswerLinkRequest(link=link(alert, shop)))
    assert "" == shown.headline
    assert "Demonstration: do nothing." == shown.action_line
    assert not re.search("Restricted|Hidden", str(shown))


def test_an_exercise_says_so_first_and_last(
    answers: AnswersServiceStub, desk: Desk, shop: Recipient
) -> None:
    alert = desk.issued(asks_answer=True, cap_status=alert_pb2.CAP_STATUS_EXERCISE)
    shown = answers.GetAnswerLink(pb.GetAnswerLinkRequest(link=link(alert, shop)))
    for said in (shown.headline, shown.action_line):
        assert said.startswith("EXERCISE EXERCISE EXERCISE")
        assert said.endswith("EXERCISE EXERCISE EXERCISE")


def test_a_bad_link_has_a_named_reason_and_changes_nothing(
    answers: AnswersServiceStub, desk: Desk, shop: Recipient, stores: MemoryAlertsStores
) -> None:
    alert, other = desk.issued(asks_answer=True), desk.issued(asks_answer=True)
    quiet, over = desk.issued(), desk.issued(asks_answer=True)
    desk.alerts.WithdrawAlert(withdrawal_of(over), metadata=desk.approver.metadata)
    old = LinkSealer(TICKET_KEY).seal(
        AnswerLink(
            thread_id=UUID(alert.alert_id),
            recipient_id=shop.recipient_id,
            ends_at=ahead(timedelta(seconds=-1)).ToDatetime(tzinfo=UTC),
        )
    )
    for token, of, expected in (
        ("forged", alert, ("NOT_FOUND", "ANSWER_LINK_REFUSED")),
        (old, alert, ("FAILED_PRECONDITION", "ANSWER_LINK_ENDED")),
        (link(other, shop), alert, ("PERMISSION_DENIED", "ANSWER_LINK_OF_ANOTHER_ALERT")),
        (link(quiet, shop), quiet, ("FAILED_PRECONDITION", "ANSWER_NOT_ASKED")),
        (link(over, shop), over, ("FAILED_PRECONDITION", "ANSWERS_CLOSED")),
        (link(alert, recipient()), alert, ("NOT_FOUND", "ANSWER_LINK_REFUSED")),
        ("", alert, ("INVALID_ARGUMENT", "INVALID")),
        ("x" * 201, alert, ("INVALID_ARGUMENT", "INVALID")),
    ):
        with refusal() as refused:
            answers.AnswerByLink(by_link(token, of))
        assert expected == refused.status_and_reason
    assert {} == stores.answers.kept


@pytest.mark.parametrize(
    ("spoiled", "field"),
    [
        ({"answer": 0}, "answer"),
        ({"answer": 9}, "answer"),
        ({"call_back": "Jo, 0207"}, "call_back"),
        ({"call_back": "1" * 21}, "call_back"),
        ({"idempotency_key": "no"}, "idempotency_key"),
        ({"alert_id": "no"}, "alert_id"),
    ],
)
def test_what_is_no_answer_is_refused(
    answers: AnswersServiceStub, server: Served, desk: Desk, spoiled: dict[str, Any], field: str
) -> None:
    alert, owner = desk.issued(asks_answer=True), server.caller()
    with refusal() as refused:
        answers.AnswerAlert(by_account(alert, **spoiled), metadata=owner.metadata)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert [field] == [each.field for each in refused.said.violations]


def test_help_is_called_taken_and_closed(
    answers: AnswersServiceStub, server: Served, desk: Desk
) -> None:
    alert, owner = desk.issued(asks_answer=True), server.caller(regions=frozenset({"LON"}))
    asked = by_account(alert, answer=pb.ANSWER_NEED_HELP, call_back="020 7946 0000")
    with refusal() as refused:
        answers.AnswerAlert(asked, metadata=owner.metadata)
    assert ("FAILED_PRECONDITION", "HELP_NOT_STAFFED") == refused.status_and_reason
    shift = staffed(answers, desk)
    mine = answers.GetMyAnswer(
        pb.GetMyAnswerRequest(alert_id=alert.alert_id), metadata=owner.metadata
    )
    assert (True, True) == (mine.asked, mine.help_offered)
    stands = answers.AnswerAlert(asked, metadata=owner.metadata).standing
    assert (pb.ANSWER_NEED_HELP, pb.HELP_STATE_WAITING) == (stands.answer, stands.help)

    duty = desk.duty.metadata
    listed = answers.ListHelpRequests(pb.ListHelpRequestsRequest(), metadata=duty)
    (call,), (there,) = listed.requests, listed.shifts
    assert (shift, [], ["LON"]) == (there, list(call.contacts), list(call.regions))
    taken = answers.TakeHelpRequest(
        pb.TakeHelpRequestRequest(help_id=call.help_id, expected_version=call.version),
        metadata=duty,
    ).request
    assert ["020 7946 0000"] == list(taken.contacts)
    closing = pb.CloseHelpRequestRequest(
        help_id=call.help_id, expected_version=taken.version, outcome=pb.HELP_OUTCOME_HELPED
    )
    answers.CloseHelpRequest(closing, metadata=duty)
    with refusal() as refused:
        answers.CloseHelpRequest(closing, metadata=duty)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason
    leaving = pb.LeaveHelpQueueRequest(staffing_id=shift.staffing_id, expected_version=1)
    answers.LeaveHelpQueue(leaving, metadata=duty)
    listed = answers.ListHelpRequests(pb.ListHelpRequestsRequest(), metadata=duty)
    assert ([], []) == (list(listed.requests), list(listed.shifts))


def test_what_one_may_not_read_one_cannot_answer(
    answers: AnswersServiceStub, server: Served, desk: Desk
) -> None:
    alert, owner = desk.issued(asks_answer=True, marking=AMBER), server.caller()
    with refusal() as hidden:
        answers.AnswerAlert(by_account(alert), metadata=owner.metadata)
    alert.alert_id = str(uuid4())
    with refusal() as random:
        answers.AnswerAlert(by_account(alert), metadata=owner.metadata)
    assert hidden.status_and_reason == random.status_and_reason == ("NOT_FOUND", "ALERT_NOT_FOUND")


def test_a_member_taps_what_is_so_and_officers_see_the_first(
    answers: AnswersServiceStub, server: Served, desk: Desk
) -> None:
    alert, owner = desk.issued(), server.caller(regions=frozenset({"LON"}))
    for kind in ("CROWDS", "CROWDS", "SMOKE_OR_FIRE"):
        told = answers.ReportSituation(
            pb.ReportSituationRequest(
                alert_id=alert.alert_id, kind=kind, idempotency_key=str(uuid4())
            ),
            metadata=owner.metadata,
        )
    assert ["CROWDS", "SMOKE_OR_FIRE"] == list(told.kinds)
    asked = pb.GetSituationRequest(alert_id=alert.alert_id)
    seen = answers.GetSituation(asked, metadata=desk.duty.metadata)
    assert [("LON", "CROWDS", 1), ("LON", "SMOKE_OR_FIRE", 1)] == [
        (each.region, each.kind, each.people) for each in seen.sightings
    ]
    wide = answers.GetSituation(asked, metadata=desk.author.metadata)
    assert (False, []) == (wide.exact, list(wide.sightings))
    with refusal() as refused:
        answers.ReportSituation(
            pb.ReportSituationRequest(
                alert_id=alert.alert_id, kind="Jo is here", idempotency_key=str(uuid4())
            ),
            metadata=owner.metadata,
        )
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
