"""DraftAlert: what is kept, what is refused and how, and doing it once."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alert_pb2 as pb
from isp.alerts.v1 import alerts_pb2 as rpc
from isp.alerts.v1.alerts_pb2_grpc import AlertsServiceStub
from isp.kernel.v1 import kernel_pb2
from tests.contract.alerts.desk import AMBER, EVERYONE, LONDON, Desk, ahead, content, draft_of
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.serving import Caller, Refused, Served, refusal

RED = kernel_pb2.Marking(
    tlp=kernel_pb2.TLP_RED, minimum_tier=kernel_pb2.TIER_VERIFIED, named_subjects=["someone"]
)
STRICT = kernel_pb2.Marking(
    tlp=kernel_pb2.TLP_AMBER_STRICT,
    minimum_tier=kernel_pb2.TIER_VERIFIED,
    closed_group="ports",
)
UNKNOWN: Any = 99


def marked(tlp: str, tier: str, **more: Any) -> kernel_pb2.Marking:
    label, floor = kernel_pb2.Tlp.Value(f"TLP_{tlp}"), kernel_pb2.Tier.Value(f"TIER_{tier}")
    return kernel_pb2.Marking(tlp=label, minimum_tier=floor, **more)


def row(mode: Any, kind: Any, value: str = "") -> kernel_pb2.AudienceRow:
    return kernel_pb2.AudienceRow(mode=mode, kind=kind, value=value)


def organisations(number: int) -> list[kernel_pb2.AudienceRow]:
    return [row(1, kernel_pb2.AUDIENCE_KIND_ORGANISATION, str(each)) for each in range(number)]


def refused(alerts: AlertsServiceStub, by: Caller, request: rpc.DraftAlertRequest) -> Refused:
    with refusal() as said:
        alerts.DraftAlert(request, metadata=by.metadata)
    return said


def fields(said: Refused) -> list[str]:
    return [each.field for each in said.said.violations]


def test_a_draft_comes_back_as_it_was_said_and_nobody_receives_it(
    desk: Desk, stores: MemoryAlertsStores
) -> None:
    said = content(audience=[LONDON, EVERYONE], marking=AMBER)
    alert = desk.alerts.DraftAlert(
        rpc.DraftAlertRequest(content=said, idempotency_key=str(uuid4())),
        metadata=desk.author.metadata,
    ).alert
    assert said == alert.content
    assert (pb.ALERT_STATUS_DRAFT, 1, 32) == (alert.status, alert.version, len(alert.digest))
    assert str(UUID(alert.alert_id, version=4)) == alert.alert_id
    assert [False, False] == [alert.HasField(name) for name in ("issued_at", "ending")]
    assert ["Used"] == [type(event).__name__ for event in stores.outbox.events]


@pytest.mark.parametrize(
    "given",
    [
        {"headline": "x" * 160},
        {"description": "x" * 5000},
        {"instruction": "x" * 1000},
        {"action_line": "x" * 160},
        {"action_line": "", "urgency": pb.URGENCY_FUTURE},
        {"expires_at": timedelta(days=7, minutes=-1)},
        {"expires_at": timedelta(minutes=1)},
        {"audience": organisations(100)},
        {"headline": "Rhybudd: llifogydd \u2014 \U0001f6a8"},
        {"description": "One line.\nAnother line.\tEnd."},
        {"marking": RED},
        {"marking": STRICT},
    ],
    ids="_".join,
)
def test_what_is_just_within_the_limits_is_taken(desk: Desk, given: dict[str, Any]) -> None:
    assert pb.ALERT_STATUS_DRAFT == desk.drafted(**given).status


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"headline": ""}, "headline"),
        ({"headline": " \n "}, "headline"),
        ({"headline": "x" * 161}, "headline"),
        ({"description": ""}, "description"),
        ({"description": "x" * 5001}, "description"),
        ({"instruction": ""}, "instruction"),
        ({"instruction": "x" * 1001}, "instruction"),
        ({"action_line": "", "urgency": pb.URGENCY_IMMEDIATE}, "action_line"),
        ({"action_line": "x" * 161}, "action_line"),
        ({"action_line": "two\nlines"}, "action_line"),
        ({"action_line": "x" * 161, "urgency": pb.URGENCY_FUTURE}, "action_line"),
        ({"language": ""}, "language"),
        ({"language": "fr"}, "language"),
        ({"severity": 0}, "severity"),
        ({"severity": UNKNOWN}, "severity"),
        ({"urgency": 0}, "urgency"),
        ({"urgency": UNKNOWN}, "urgency"),
        ({"certainty": 0}, "certainty"),
        ({"certainty": UNKNOWN}, "certainty"),
        ({"marking": None}, ["marking.minimum_tier", "marking.tlp"]),
        ({"marking": kernel_pb2.Marking(tlp=kernel_pb2.TLP_CLEAR)}, "marking.minimum_tier"),
        (
            {"marking": kernel_pb2.Marking(tlp=UNKNOWN, minimum_tier=kernel_pb2.TIER_PUBLIC)},
            "marking.tlp",
        ),
        ({"marking": marked("GREEN", "PUBLIC")}, "marking"),
        ({"marking": marked("AMBER", "REGISTERED")}, "marking"),
        ({"marking": marked("AMBER_STRICT", "VERIFIED")}, "marking"),
        ({"marking": marked("RED", "REGISTERED", named_subjects=["someone"])}, "marking"),
        ({"marking": marked("RED", "VERIFIED")}, "marking"),
        ({"audience": []}, "audience"),
        ({"audience": organisations(101)}, "audience"),
        ({"audience": [LONDON, LONDON]}, "audience"),
        ({"audience": [row(0, 1)]}, "audience[0].mode"),
        ({"audience": [LONDON, row(1, 0)]}, "audience[1].kind"),
        ({"audience": [row(UNKNOWN, UNKNOWN)]}, ["audience[0].kind", "audience[0].mode"]),
        ({"audience": [row(1, 1, "LON")]}, "audience[0].value"),
        ({"audience": [row(1, 2, "MARS")]}, "audience[0].value"),
        ({"audience": [row(1, 2, "")]}, "audience[0].value"),
        ({"audience": [row(1, 3, "piracy")]}, "audience[0].value"),
        ({"audience": [row(1, 4, "GOLD")]}, "audience[0].value"),
        ({"audience": [row(1, 5, "emperor")]}, "audience[0].value"),
        ({"audience": [row(1, 6, "")]}, "audience[0].value"),
        ({"expires_at": None}, "expires_at"),
        ({"expires_at": Timestamp()}, "expires_at"),
        ({"expires_at": timedelta(seconds=-1)}, "expires_at"),
        ({"expires_at": timedelta(days=7, minutes=1)}, "expires_at"),
        ({"expires_at": Timestamp(seconds=1 << 60)}, "expires_at"),
        ({"expires_at": Timestamp(seconds=-(1 << 60))}, "expires_at"),
        ({"expires_at": Timestamp(seconds=4_000_000_000, nanos=-1)}, "expires_at"),
        ({"headline": "", "language": "fr", "audience": []}, ["audience", "headline", "language"]),
        ({"severity": 0, "audience": [row(1, 2, "X")]}, ["audience[0].value", "severity"]),
    ],
)
def test_each_field_that_is_wrong_is_named(
    desk: Desk, stores: MemoryAlertsStores, given: dict[str, Any], field: str | list[str]
) -> None:
    said = refused(desk.alerts, desk.author, draft_of(**given))
    names = [field] if isinstance(field, str) else field
    assert ("INVALID_ARGUMENT", "INVALID") == said.status_and_reason
    assert [f"content.{name}" for name in names] == sorted(fields(said))
    assert (0, []) == (len(stores.alerts.kept), stores.audit.rows)


def test_one_answer_names_every_field_that_is_wrong(desk: Desk) -> None:
    """Words, lengths, times and the key: nobody learns of them one refusal at a time."""
    wrong = draft_of("k", headline="", severity=0, language="fr", expires_at=timedelta(days=30))
    assert {
        "content.expires_at",
        "content.headline",
        "content.language",
        "content.severity",
        "idempotency_key",
    } == set(fields(refused(desk.alerts, desk.author, wrong)))


@pytest.mark.parametrize("value", ["x" * 20_000, "\u2603" * 3_000], ids=["long", "wide"])
def test_a_value_too_long_to_repeat_is_still_refused_by_its_name(desk: Desk, value: str) -> None:
    """A refusal travels in trailers, which hold a few kilobytes and no more."""
    said = refused(desk.alerts, desk.author, draft_of(audience=[row(1, 2, value)]))
    assert ("INVALID_ARGUMENT", "INVALID") == said.status_and_reason
    assert ["content.audience[0].value"] == fields(said)


@pytest.mark.parametrize("number", [100, 5_000])
def test_a_whole_audience_of_wrong_rows_is_refused_as_wrong(desk: Desk, number: int) -> None:
    wrong = [row(1, 2, f"X{each}") for each in range(number)]
    said = refused(desk.alerts, desk.author, draft_of(audience=wrong))
    assert ("INVALID_ARGUMENT", "INVALID") == said.status_and_reason
    assert "content.audience[0].value" in fields(said)


@pytest.mark.parametrize("field", ["headline", "description", "instruction", "action_line"])
def test_a_text_that_no_record_can_hold_is_refused_by_name(desk: Desk, field: str) -> None:
    """PostgreSQL keeps no NUL in text or JSON: taken here, it would be an error there."""
    said = refused(desk.alerts, desk.author, draft_of(**{field: "a\x00b"}))
    assert [f"content.{field}"] == fields(said)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"marking": marked("AMBER", "VERIFIED", closed_group="a\x00b")}, "marking"),
        ({"marking": marked("RED", "VERIFIED", named_subjects=["a\x00b"])}, "marking"),
        ({"audience": [row(1, 6, "a\x00b")]}, "audience[0].value"),
    ],
)
def test_a_name_that_no_record_can_hold_is_refused_by_name(
    desk: Desk, given: dict[str, Any], field: str
) -> None:
    said = refused(desk.alerts, desk.author, draft_of(**given))
    assert [True] == [name.startswith(f"content.{field}") for name in fields(said)]


@pytest.mark.parametrize(
    "key",
    [
        "",
        "k",
        "123",
        "1e5b1c1e-6d0c-4a53-9c55-2b2f6f0f5a0",
        "1e5b1c1e-6d0c-4a53-9c55-2b2f6f0f5a010",
        "g" * 32,
    ],
)
def test_a_key_that_is_no_uuid_is_refused(desk: Desk, key: str) -> None:
    said = refused(desk.alerts, desk.author, draft_of(key))
    assert ["idempotency_key"] == fields(said)


def test_the_same_request_again_answers_the_same_draft(
    desk: Desk, stores: MemoryAlertsStores
) -> None:
    request = draft_of()
    first = desk.alerts.DraftAlert(request, metadata=desk.author.metadata).alert
    request.idempotency_key = request.idempotency_key.upper()
    assert first == desk.alerts.DraftAlert(request, metadata=desk.author.metadata).alert
    assert (1, 1) == (len(stores.alerts.kept), len(stores.audit.rows))


@pytest.mark.parametrize(
    "other", [{"headline": "Other"}, {"audience": [EVERYONE]}, {"severity": pb.SEVERITY_MINOR}]
)
def test_a_key_with_another_body_is_refused(desk: Desk, other: dict[str, Any]) -> None:
    key, until = str(uuid4()), ahead(timedelta(hours=1))
    desk.drafted(key=key, expires_at=until)
    said = refused(desk.alerts, desk.author, draft_of(key, expires_at=until, **other))
    assert ("ABORTED", "IDEMPOTENCY_KEY_REUSED") == said.status_and_reason


def test_one_persons_key_is_not_anothers(desk: Desk, stores: MemoryAlertsStores) -> None:
    request = draft_of()
    mine = desk.alerts.DraftAlert(request, metadata=desk.author.metadata).alert
    theirs = desk.alerts.DraftAlert(request, metadata=desk.duty.metadata).alert
    assert mine.alert_id != theirs.alert_id
    assert 2 == len(stores.alerts.kept)


def test_a_refused_draft_leaves_its_key_free(desk: Desk) -> None:
    key = str(uuid4())
    refused(desk.alerts, desk.author, draft_of(key, headline=""))
    assert "Demonstration" == desk.drafted(key=key).content.headline


def test_a_request_larger_than_a_message_may_be_is_refused_before_it_is_read(
    desk: Desk, server: Served
) -> None:
    with pytest.raises(grpc.RpcError) as raised:
        desk.alerts.DraftAlert(draft_of(description="x" * 5_000_000), metadata=desk.author.metadata)
    assert grpc.StatusCode.RESOURCE_EXHAUSTED is raised.value.code()
