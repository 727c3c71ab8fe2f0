"""TemplatesService and the review: from a proposal to a warning by one, and the look at it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from isp.alerts.v1 import alert_pb2, templates_pb2_grpc
from isp.alerts.v1 import alerts_pb2 as rpc
from isp.alerts.v1 import templates_pb2 as pb
from tests.contract.alerts.desk import Desk, ahead
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.serving import Caller, Served, refusal


@pytest.fixture
def templates(server: Served) -> templates_pb2_grpc.TemplatesServiceStub:
    return templates_pb2_grpc.TemplatesServiceStub(server.channel)


def words(**given: Any) -> pb.TemplateContent:
    said: dict[str, Any] = {
        "name": "Stay inside",
        "headline": "Stay inside in {place}",
        "description": "Demonstration since {time}.",
        "instruction": "Lock the doors.",
        "action_line": "Stay inside in {place}.",
        "severity": alert_pb2.SEVERITY_SEVERE,
        "urgency": alert_pb2.URGENCY_IMMEDIATE,
        "certainty": alert_pb2.CERTAINTY_OBSERVED,
        "largest_radius_metres": 1000,
        "longest_minutes": 180,
        "expires_at": ahead(timedelta(days=30)),
    }
    return pb.TemplateContent(**said | given)


def approved(desk: Desk, templates: templates_pb2_grpc.TemplatesServiceStub) -> pb.Template:
    asked = pb.ProposeTemplateRequest(content=words(), idempotency_key=str(uuid4()))
    template = templates.ProposeTemplate(asked, metadata=desk.author.metadata).template
    assert (pb.TEMPLATE_STATUS_PROPOSED, True) == (template.status, template.by_you)
    read = pb.ApproveTemplateRequest(template_id=template.template_id, read_digest=template.digest)
    return templates.ApproveTemplate(read, metadata=desk.approver.metadata).template


def breaking(template: pb.Template, **given: Any) -> pb.BreakGlassRequest:
    said: dict[str, Any] = {
        "template_id": template.template_id,
        "place": "bath",
        "radius_metres": 500,
        "seen_at": ahead(timedelta()),
        "minutes": 60,
        "reason": "Nobody else is here.",
        "idempotency_key": str(uuid4()),
    }
    return pb.BreakGlassRequest(**said | given)


def test_a_duty_officer_warns_alone_and_a_colleague_reviews_it(
    desk: Desk, templates: templates_pb2_grpc.TemplatesServiceStub
) -> None:
    template = approved(desk, templates)
    listed = templates.ListTemplates(pb.ListTemplatesRequest(), metadata=desk.duty.metadata)
    assert [template.template_id] == [each.template_id for each in listed.templates]
    assert "bath" in [place.code for place in listed.places]

    alert = templates.BreakGlass(breaking(template), metadata=desk.duty.metadata).alert
    assert (alert_pb2.ALERT_STATUS_ISSUED, "Stay inside in Bath") == (
        alert.status,
        alert.content.headline,
    )
    public = desk.alerts.GetAlert(rpc.GetAlertRequest(alert_id=alert.alert_id)).alert
    assert ("", False) == (public.template_id, public.HasField("review"))

    waiting = desk.alerts.ListReviews(rpc.ListReviewsRequest(), metadata=desk.second.metadata)
    assert [alert.alert_id] == [each.alert_id for each in waiting.alerts]
    look = rpc.ReviewAlertRequest(
        alert_id=alert.alert_id, expected_version=alert.version, finding="Right."
    )
    with refusal() as refused:
        desk.alerts.ReviewAlert(look, metadata=desk.duty.metadata)
    assert ("PERMISSION_DENIED", "SELF_APPROVAL") == refused.status_and_reason
    seen = desk.alerts.ReviewAlert(look, metadata=desk.second.metadata).alert
    assert ("Right.", True) == (seen.review.finding, seen.review.HasField("reviewed_at"))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"place": "atlantis"}, "place"),
        ({"radius_metres": 5000}, "radius_metres"),
        ({"seen_at": None}, "seen_at"),
        ({"minutes": 0}, "minutes"),
        ({"reason": " "}, "reason"),
        ({"idempotency_key": "k"}, "idempotency_key"),
        ({"template_id": "t"}, "template_id"),
    ],
)
def test_what_is_outside_the_bounds_is_refused_by_name(
    desk: Desk,
    templates: templates_pb2_grpc.TemplatesServiceStub,
    stores: MemoryAlertsStores,
    given: dict[str, Any],
    field: str,
) -> None:
    template = approved(desk, templates)
    with refusal() as refused:
        templates.BreakGlass(breaking(template, **given), metadata=desk.duty.metadata)
    assert [field] == [each.field for each in refused.said.violations]
    assert {} == stores.alerts.kept


def test_without_a_fresh_second_factor_nobody_warns_alone(
    desk: Desk, server: Served, templates: templates_pb2_grpc.TemplatesServiceStub
) -> None:
    template = approved(desk, templates)
    stale: Caller = server.caller("duty-officer", aal2=False)
    with refusal() as refused:
        templates.BreakGlass(breaking(template), metadata=stale.metadata)
    assert ("UNAUTHENTICATED", "STEP_UP_REQUIRED") == refused.status_and_reason


def test_a_retired_template_is_good_for_nothing(
    desk: Desk, templates: templates_pb2_grpc.TemplatesServiceStub
) -> None:
    template = approved(desk, templates)
    gone = pb.RetireTemplateRequest(
        template_id=template.template_id, expected_version=template.version, reason="Old."
    )
    retired = templates.RetireTemplate(gone, metadata=desk.approver.metadata).template
    assert pb.TEMPLATE_STATUS_RETIRED == retired.status
    with refusal() as refused:
        templates.BreakGlass(breaking(template), metadata=desk.duty.metadata)
    assert ("FAILED_PRECONDITION", "TEMPLATE_NOT_APPROVED") == refused.status_and_reason


def test_a_wrong_template_names_every_word_that_we_do_not_know(
    desk: Desk, templates: templates_pb2_grpc.TemplatesServiceStub
) -> None:
    wrong = pb.TemplateContent(name="x")
    asked = pb.ProposeTemplateRequest(content=wrong, idempotency_key=str(uuid4()))
    with refusal() as refused:
        templates.ProposeTemplate(asked, metadata=desk.author.metadata)
    assert {"content.severity", "content.urgency", "content.certainty", "content.expires_at"} == {
        each.field for each in refused.said.violations
    }
