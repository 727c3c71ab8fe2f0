"""Puts the pages together: both languages, sessions, sign-in, forms and what templates know."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from apiflask import APIFlask
from flask import Blueprint, Response, request
from flask_wtf.csrf import CSRFProtect
from google.protobuf.timestamp_pb2 import Timestamp
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from redis import Redis
from werkzeug.wrappers import Response as AnyResponse

from isp.alerts.v1 import (
    alert_pb2,
    answers_pb2,
    cap_pb2,
    cascades_pb2,
    cordon_pb2,
    deliveries_pb2,
    rumours_pb2,
    safeguards_pb2,
    site_response_pb2,
    templates_pb2,
    threat_level_pb2,
    webhooks_pb2,
)
from isp.content.v1 import (
    attachments_pb2,
    document_pb2,
    drafts_pb2,
    formats_pb2,
    partner_catalogues_pb2,
    partner_links_pb2,
)
from isp.engagement.v1 import question_pb2
from isp.identity.v1 import (
    identity_pb2,
    partners_pb2,
    privacy_requests_pb2,
    providers_pb2,
    role_grants_pb2,
    seats_pb2,
    verification_case_pb2,
)
from isp.kernel.v1 import kernel_pb2
from isp.training.v1 import certificate_pb2, enrolment_pb2, led_sessions_pb2, packages_pb2
from services.gateway import problems
from services.gateway.config import GatewaySettings
from services.gateway.pages import forms, labels, language, markup, navigation, roles, sessions
from services.gateway.pages.access_desk import access_desk
from services.gateway.pages.account import account
from services.gateway.pages.acting import capacity_line
from services.gateway.pages.advice import advice, same_search
from services.gateway.pages.agreeing import agreeing
from services.gateway.pages.answering import answering
from services.gateway.pages.asking import asking
from services.gateway.pages.assessment import assessment
from services.gateway.pages.attachments_desk import attachments_desk, type_name
from services.gateway.pages.audience import area_lines, audience_lines, channel_lines, hand_lines
from services.gateway.pages.audit_desk import audit_desk
from services.gateway.pages.cascading import cascading
from services.gateway.pages.catalogues_desk import catalogues_desk
from services.gateway.pages.certificates import certificates
from services.gateway.pages.certificates_desk import certificates_desk
from services.gateway.pages.checking import checking
from services.gateway.pages.complaining import complaining
from services.gateway.pages.confirming import confirming
from services.gateway.pages.cordon_desk import cordon_desk
from services.gateway.pages.course_packages_desk import course_packages_desk
from services.gateway.pages.dead_letters import dead_letters
from services.gateway.pages.decisions import decisions
from services.gateway.pages.desk import desk
from services.gateway.pages.drafting import drafting
from services.gateway.pages.drilling import drilling
from services.gateway.pages.extra_time import extra_time
from services.gateway.pages.factors_desk import factors_desk
from services.gateway.pages.films import places_of
from services.gateway.pages.following import following
from services.gateway.pages.formats import formats
from services.gateway.pages.formats_desk import formats_desk
from services.gateway.pages.freezing import freezing
from services.gateway.pages.gaps_desk import gaps_desk
from services.gateway.pages.glass import glass
from services.gateway.pages.grants import Grants
from services.gateway.pages.groups import groups
from services.gateway.pages.guarding import warning_values
from services.gateway.pages.held import held_page
from services.gateway.pages.help_desk import help_desk
from services.gateway.pages.home import home
from services.gateway.pages.how_told import how_told
from services.gateway.pages.learning import after, learning, progress_in
from services.gateway.pages.leaving import leaving
from services.gateway.pages.led_sessions import led_sessions_pages
from services.gateway.pages.links_desk import links_desk
from services.gateway.pages.my_privacy import my_privacy
from services.gateway.pages.my_roles import my_roles
from services.gateway.pages.my_verification import my_verification
from services.gateway.pages.notices import notice_at
from services.gateway.pages.notifying import notifying
from services.gateway.pages.organisation import organisation
from services.gateway.pages.own_readings import own_readings
from services.gateway.pages.packages_desk import packages_desk
from services.gateway.pages.papers_desk import papers_desk
from services.gateway.pages.partner_sites import partner_sites
from services.gateway.pages.partners_desk import partners_desk
from services.gateway.pages.passkey_sign_in import passkey_sign_in
from services.gateway.pages.passkeys import passkeys
from services.gateway.pages.passporting import passporting
from services.gateway.pages.places import gazetteer
from services.gateway.pages.premises import premises
from services.gateway.pages.privacy_desk import privacy_desk
from services.gateway.pages.providers_desk import providers_desk
from services.gateway.pages.questions_desk import questions_desk
from services.gateway.pages.reaching import reaching
from services.gateway.pages.reference import pages
from services.gateway.pages.regional_desk import regional_desk
from services.gateway.pages.remarking import remarking
from services.gateway.pages.remarks_desk import remarks_desk
from services.gateway.pages.reminding import reminding
from services.gateway.pages.roles_desk import roles_desk
from services.gateway.pages.rumour_board import rumour_board
from services.gateway.pages.rumour_desk import rumour_desk
from services.gateway.pages.saved import saved, saved_stop
from services.gateway.pages.seats_desk import seats_desk
from services.gateway.pages.second_factor import second_factor
from services.gateway.pages.sessions_desk import sessions_desk
from services.gateway.pages.sign_in import Keycloak, auth
from services.gateway.pages.sign_ins import sign_ins_pages
from services.gateway.pages.site_response import site_response
from services.gateway.pages.staff_training import staff_training_pages
from services.gateway.pages.subscribing import subscribing
from services.gateway.pages.synonyms_desk import synonyms_desk
from services.gateway.pages.teasers import my_access, teasers
from services.gateway.pages.threat import slug_of, spoken, threat
from services.gateway.pages.threat_desk import threat_desk
from services.gateway.pages.units import units
from services.gateway.pages.unled_desk import unled_desk
from services.gateway.pages.upkeep_desk import upkeep_desk
from services.gateway.pages.verification_desk import verification_desk
from services.gateway.pages.verifying import verdict, verifying
from services.gateway.pages.versions_desk import versions_desk
from services.gateway.pages.visitors import passkey_ends, sign_in_is_away, visitor
from services.gateway.pages.warnings import alerts, said_in
from services.gateway.pages.webhooks import webhooks
from services.gateway.problems import Problem

CHILDREN: Final = (
    *(home, advice, alerts, subscribing, held_page, account, desk, asking, questions_desk),
    *(
        learning,
        verifying,
        certificates_desk,
        course_packages_desk,
        led_sessions_pages,
        sessions_desk,
        reminding,
    ),
    *(premises, drilling, checking, drafting, decisions, freezing, glass),
    *(answering, help_desk),
    *(cascading, threat, threat_desk, notifying),
    cordon_desk,
    rumour_board,
    rumour_desk,
    *(passkeys, passkey_sign_in),
    *(seats_desk, regional_desk),
    site_response,
    *(webhooks, dead_letters),
    *(my_verification, verification_desk),
    *(sign_ins_pages, second_factor, factors_desk),
    *(partners_desk, partner_sites, providers_desk),
    *(leaving, links_desk, catalogues_desk, synonyms_desk),
    attachments_desk,
    packages_desk,
    *(papers_desk, upkeep_desk),
    *(saved, saved_stop, gaps_desk, remarking, remarks_desk, following, own_readings, confirming),
    *(teasers, my_access, access_desk),
    *(formats, formats_desk),
    *(my_roles, roles_desk, groups),
    *(organisation, how_told, reaching, staff_training_pages),
    passporting,
    unled_desk,
    *(extra_time, versions_desk),
    *(my_privacy, agreeing, privacy_desk, audit_desk, complaining),
)
"""The pages that exist in each language."""

for _part in (assessment, certificates, units):
    learning.register_blueprint(_part)

_WITH_FORMS: Final = frozenset({*language.LANGUAGES, "auth"})
_STATIC: Final = Path(__file__).resolve().parents[1] / "static"


def install(app: APIFlask, settings: GatewaySettings, store: Redis) -> None:
    """Give the app its pages; `store` keeps the sessions."""
    app.secret_key = settings.session_key
    app.config.update(
        ISP_PUBLIC_URL=settings.public_url,
        ISP_DEMONSTRATION=settings.demonstration,
        WTF_CSRF_CHECK_DEFAULT=False,  # forms.guard asks for it where there is a session
        WTF_CSRF_SSL_STRICT=False,  # we send no referrer; guard looks at Sec-Fetch-Site
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
    )
    sessions.install(app, store, _sessions_away)
    keycloak = Keycloak(app, settings)
    app.extensions["isp-keycloak"] = keycloak
    app.extensions["isp-grants"] = Grants(store, keycloak.refresh)
    CSRFProtect(app)
    language.install(app)
    _install_templates(app, settings)
    for code in language.LANGUAGES:
        site = Blueprint(code, __name__)
        for child in CHILDREN:
            site.register_blueprint(child)
        app.register_blueprint(site, url_prefix=None if code == "en" else f"/{code}")
    for only in (auth, pages):
        app.register_blueprint(only)
    app.before_request(_guard)
    app.after_request(_keep)


def _sessions_away() -> AnyResponse:
    reason = sessions.SessionsUnavailable.reason
    return problems.answer(Problem(status=HTTPStatus.SERVICE_UNAVAILABLE, reason=reason))


def _guard() -> None:
    if (request.endpoint or "").partition(".")[0] in _WITH_FORMS:
        forms.guard()


def _keep(answer: Response) -> Response:
    """Say what caches may keep: a static file named by its digest for a year, no one's own page."""
    if request.endpoint == "static" and "v" in request.args and answer.status_code == HTTPStatus.OK:
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif answer.mimetype == "text/html" and not request.path.startswith("/v1/"):
        answer.vary.add("Cookie")
    return answer


def _install_templates(app: APIFlask, settings: GatewaySettings) -> None:
    libraries = {
        name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")
    }
    own: Any = app.jinja_loader
    app.jinja_loader = ChoiceLoader([own, PrefixLoader(libraries)])
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=_asset,
        capacity_line=capacity_line,
        area_lines=area_lines,
        audience_lines=audience_lines,
        channel_lines=channel_lines,
        kind_line=kind_line,
        hand_lines=hand_lines,
        warning_values=warning_values,
        said_in=said_in,
        csrf_field=forms.csrf_field,
        film_places=places_of,
        gazetteer=gazetteer,
        labels=labels,
        same_search=same_search,
        demonstration=settings.demonstration,
        footer=navigation.FOOTER,
        verbs=navigation.VERBS,
        module_after=after,
        notice_at=notice_at,
        progress_in=progress_in,
        slug_of=slug_of,
        verdict=verdict,
        passkey_ends=passkey_ends,
        sign_in_is_away=sign_in_is_away,
        visitor=visitor,
    )
    app.jinja_env.filters.update(
        prose=markup.prose,
        highlighted=markup.highlighted,
        word=_word,
        past=_past,
        spoken=spoken,
        tlp=_tlp,
        sector_name=labels.sector,
        region_name=labels.region,
        role_name=roles.role,
        place_name=labels.seat_place,
        premises_type_name=labels.premises_type,
        type_name=type_name,
    )


_ENUMS: Final = {
    "package_refusal": packages_pb2.PackageRefusal,
    "package_state": packages_pb2.PackageState,
    "accessible_format": formats_pb2.AccessibleFormat,
    "format_request_status": formats_pb2.FormatRequestStatus,
    "nation": formats_pb2.Nation,
    "tier": kernel_pb2.Tier,
    "audience_mode": kernel_pb2.AudienceMode,
    "audience_kind": kernel_pb2.AudienceKind,
    "alert_status": alert_pb2.AlertStatus,
    "delivery_channel": deliveries_pb2.DeliveryChannel,
    "delivery_state": deliveries_pb2.DeliveryState,
    "answer": answers_pb2.Answer,
    "help_state": answers_pb2.HelpState,
    "rumour_kind": rumours_pb2.RumourKind,
    "rumour_status": rumours_pb2.RumourStatus,
    "cordon_status": cordon_pb2.CordonStatus,
    "cordon_change_kind": cordon_pb2.CordonChangeKind,
    "webhook_mode": webhooks_pb2.WebhookMode,
    "cap_msg_type": cap_pb2.CapMsgType,
    "seat_role": seats_pb2.SeatRole,
    "role_grant_state": role_grants_pb2.RoleGrantState,
    "step_state": cascades_pb2.StepState,
    "threat_series": threat_level_pb2.ThreatSeries,
    "threat_level": threat_level_pb2.ThreatLevel,
    "response_level": threat_level_pb2.ResponseLevel,
    "site_standing": site_response_pb2.SiteStanding,
    "site_override_end": site_response_pb2.SiteOverrideEnd,
    "threat_level_change_status": threat_level_pb2.ThreatLevelChangeStatus,
    "severity": alert_pb2.Severity,
    "template_status": templates_pb2.TemplateStatus,
    "template_use": templates_pb2.TemplateUse,
    "freeze_status": safeguards_pb2.FreezeStatus,
    "audience_size": alert_pb2.AudienceSize,
    "hand_part": alert_pb2.HandPart,
    "cap_status": alert_pb2.CapStatus,
    "channel": alert_pb2.Channel,
    "cap_category": alert_pb2.CapCategory,
    "cap_response_type": alert_pb2.CapResponseType,
    "urgency": alert_pb2.Urgency,
    "certainty": alert_pb2.Certainty,
    "document_kind": document_pb2.DocumentKind,
    "document_status": document_pb2.DocumentStatus,
    "receipt_asked": document_pb2.ReceiptAsked,
    "draft_status": drafts_pb2.DraftStatus,
    "difference_side": drafts_pb2.DifferenceSide,
    "question_status": question_pb2.QuestionStatus,
    "message_kind": question_pb2.MessageKind,
    "enrolment_status": enrolment_pb2.EnrolmentStatus,
    "booking_status": led_sessions_pb2.BookingStatus,
    "check_name": certificate_pb2.CheckName,
    "check_outcome": certificate_pb2.CheckOutcome,
    "privacy_request_kind": privacy_requests_pb2.PrivacyRequestKind,
    "privacy_request_state": privacy_requests_pb2.PrivacyRequestState,
    "request_received": privacy_requests_pb2.RequestReceived,
    "clock_state": privacy_requests_pb2.ClockState,
    "verification_status": identity_pb2.VerificationStatus,
    "check_kind": identity_pb2.CheckKind,
    "missing_part": verification_case_pb2.MissingPart,
    "refusal_reason": verification_case_pb2.RefusalReason,
    "contact_source": verification_case_pb2.ContactSource,
    "call_outcome": verification_case_pb2.CallOutcome,
    "provider_protocol": providers_pb2.ProviderProtocol,
    "provider_status": providers_pb2.ProviderStatus,
    "attachment_state": attachments_pb2.AttachmentState,
    "attachment_refusal": attachments_pb2.AttachmentRefusal,
    "link_state": partner_links_pb2.LinkState,
    "catalogue_status": partner_catalogues_pb2.CatalogueStatus,
    "partner_scope": partners_pb2.PartnerScope,
    "partner_status": partners_pb2.PartnerStatus,
    "provider_check_state": verification_case_pb2.ProviderCheckState,
}


def kind_line(values: Iterable[int], enum: str, words: Mapping[str, Any]) -> str:
    """Return words of a contract's enum, with commas between."""
    return ", ".join(str(words[_word(each, enum)]) for each in values)


def _past(at: Timestamp) -> bool:
    """Tell whether a moment is over."""
    return bool(at.ToDatetime(tzinfo=UTC) < datetime.now(UTC))


def _word(value: int, enum: str) -> str:
    """Return the word of a contract's enum, such as VERIFIED for TIER_VERIFIED."""
    kind: Any = _ENUMS[enum]
    return str(kind.Name(value)).removeprefix(f"{enum.upper()}_")


def _tlp(value: int) -> str:
    """Return a label as the Traffic Light Protocol 2.0 writes it."""
    word = kernel_pb2.Tlp.Name(kernel_pb2.Tlp.ValueType(value)).removeprefix("TLP_")
    return f"TLP:{word.replace('_', '+')}"


@cache
def _asset(name: str) -> str:
    """Return a static file's address, with its digest: it may be kept as long as anyone likes."""
    digest = hashlib.sha256((_STATIC / name).read_bytes()).digest()
    return f"/static/{name}?v={base64.urlsafe_b64encode(digest[:9]).decode()}"
