"""The RPCs of templates and of warning alone: each translates, calls its use case, translates."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Final

import grpc

from chassis.calls import caller
from chassis.requests import Wrong, digest_from, id_from, key_from, text_from, version_from
from isp.alerts.v1 import alert_pb2, templates_pb2_grpc
from isp.alerts.v1 import templates_pb2 as pb
from kernel.principals import Principal
from services.alerts.domain.content import Certainty, Severity, Urgency
from services.alerts.domain.template import Filling, Template, TemplateContent, TemplateUse
from services.alerts.inbound.translate import kinds_from, translations_from
from services.alerts.messages import (
    alert_to_pb,
    categories_to_pb,
    moment,
    response_types_to_pb,
    word,
)
from services.alerts.usecases.approve_template import ApproveTemplate
from services.alerts.usecases.break_glass import BreakGlass
from services.alerts.usecases.list_templates import ListTemplates
from services.alerts.usecases.propose_template import ProposeTemplate
from services.alerts.usecases.retire_template import RetireTemplate

REASON_LONGEST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatesServicer(templates_pb2_grpc.TemplatesServiceServicer):
    """isp.alerts.v1.TemplatesService."""

    propose_template: ProposeTemplate
    approve_template: ApproveTemplate
    retire_template: RetireTemplate
    list_templates: ListTemplates
    break_glass: BreakGlass

    def ProposeTemplate(
        self, request: pb.ProposeTemplateRequest, context: grpc.ServicerContext
    ) -> pb.ProposeTemplateResponse:
        """Propose a template."""
        who, key = caller(context), key_from("ProposeTemplate", request)
        made = self.propose_template(who, content=_content_from(request.content), key=key)
        return pb.ProposeTemplateResponse(template=template_to_pb(made, who))

    def ApproveTemplate(
        self, request: pb.ApproveTemplateRequest, context: grpc.ServicerContext
    ) -> pb.ApproveTemplateResponse:
        """Approve a template as a second person."""
        who, template_id = caller(context), id_from("template_id", request.template_id)
        read = digest_from(request.read_digest)
        approved = self.approve_template(who, template_id=template_id, read=read)
        return pb.ApproveTemplateResponse(template=template_to_pb(approved, who))

    def RetireTemplate(
        self, request: pb.RetireTemplateRequest, context: grpc.ServicerContext
    ) -> pb.RetireTemplateResponse:
        """Retire a template."""
        who, template_id = caller(context), id_from("template_id", request.template_id)
        expected = version_from(request.expected_version)
        why = text_from("reason", request.reason, REASON_LONGEST)
        gone = self.retire_template(
            who, template_id=template_id, expected_version=expected, why=why
        )
        return pb.RetireTemplateResponse(template=template_to_pb(gone, who))

    def ListTemplates(
        self, _request: pb.ListTemplatesRequest, context: grpc.ServicerContext
    ) -> pb.ListTemplatesResponse:
        """Read the templates and the places."""
        who = caller(context)
        templates, places = self.list_templates(who)
        return pb.ListTemplatesResponse(
            templates=[template_to_pb(each, who) for each in templates],
            places=[pb.Place(**asdict(each)) for each in places],
        )

    def BreakGlass(
        self, request: pb.BreakGlassRequest, context: grpc.ServicerContext
    ) -> pb.BreakGlassResponse:
        """Warn alone."""
        key, template_id = (
            key_from("BreakGlass", request),
            id_from("template_id", request.template_id),
        )
        why, filling = text_from("reason", request.reason, REASON_LONGEST), _filling_from(request)
        alert = self.break_glass(
            caller(context), template_id=template_id, filling=filling, why=why, key=key
        )
        return pb.BreakGlassResponse(alert=alert_to_pb(alert))


def template_to_pb(template: Template, to: Principal) -> pb.Template:
    """Return a template as protobuf, for someone."""
    said = template.content
    message = pb.Template(
        template_id=str(template.template_id),
        status=pb.TemplateStatus.Value(f"TEMPLATE_STATUS_{template.status.name}"),
        version=template.version,
        digest=template.digest,
        proposed_at=moment(template.proposed.at),
        by_you=template.proposed.by == to.subject,
        content=pb.TemplateContent(
            name=said.name,
            headline=said.headline,
            description=said.description,
            instruction=said.instruction,
            action_line=said.action_line,
            severity=alert_pb2.Severity.Value(f"SEVERITY_{said.severity.name}"),
            urgency=alert_pb2.Urgency.Value(f"URGENCY_{said.urgency.name}"),
            certainty=alert_pb2.Certainty.Value(f"CERTAINTY_{said.certainty.name}"),
            largest_radius_metres=said.largest_radius_metres,
            longest_minutes=said.longest_minutes,
            expires_at=moment(said.expires_at),
            translations=[alert_pb2.Translation(**each.fields()) for each in said.translations],
            use=pb.TemplateUse.Value(f"TEMPLATE_USE_{said.use.name}"),
            categories=categories_to_pb(said.kinds),
            response_types=response_types_to_pb(said.kinds),
        ),
    )
    if template.approved is not None:
        message.approved_at.CopyFrom(moment(template.approved.at))
    return message


def _content_from(message: pb.TemplateContent) -> TemplateContent:
    wrong = Wrong()
    severity = wrong.word(
        Severity,
        word(alert_pb2.Severity.DESCRIPTOR, message.severity, "SEVERITY_"),
        "content.severity",
    )
    urgency = wrong.word(
        Urgency, word(alert_pb2.Urgency.DESCRIPTOR, message.urgency, "URGENCY_"), "content.urgency"
    )
    certainty = wrong.word(
        Certainty,
        word(alert_pb2.Certainty.DESCRIPTOR, message.certainty, "CERTAINTY_"),
        "content.certainty",
    )
    use = TemplateUse.BREAK_GLASS
    if message.use != pb.TEMPLATE_USE_UNSPECIFIED:
        named = word(pb.TemplateUse.DESCRIPTOR, message.use, "TEMPLATE_USE_")
        use = wrong.word(TemplateUse, named, "content.use") or use
    wrong.unless(message.HasField("expires_at"), "content.expires_at", "must be said")
    kinds = kinds_from(message, wrong)
    ends = wrong.built("content.expires_at", lambda: message.expires_at.ToDatetime(tzinfo=UTC))
    wrong.check()
    return TemplateContent(
        name=message.name,
        headline=message.headline,
        description=message.description,
        instruction=message.instruction,
        action_line=message.action_line,
        severity=severity or Severity.MINOR,
        urgency=urgency or Urgency.PAST,
        certainty=certainty or Certainty.UNLIKELY,
        largest_radius_metres=message.largest_radius_metres,
        longest_minutes=message.longest_minutes,
        expires_at=ends or datetime.max.replace(tzinfo=UTC),
        translations=translations_from(message.translations),
        use=use,
        kinds=kinds,
    )


def _filling_from(request: pb.BreakGlassRequest) -> Filling:
    wrong = Wrong()
    wrong.unless(request.HasField("seen_at"), "seen_at", "must be said")
    seen_at = wrong.built("seen_at", lambda: request.seen_at.ToDatetime(tzinfo=UTC))
    wrong.check()
    assert seen_at is not None
    return Filling(
        place=request.place,
        radius_metres=request.radius_metres,
        seen_at=seen_at,
        minutes=request.minutes,
    )
