"""Every route that leads to a service: a good request, and the message the service must hear."""

from typing import Any, Final

from isp.alerts.v1 import alert_pb2, alerts_pb2, audience_pb2
from isp.analytics.v1 import analytics_pb2
from isp.content.v1 import content_pb2, document_pb2
from isp.identity.v1 import identity_pb2
from tests.contract.gateway import training_routes
from tests.contract.gateway.access_routes import ACCESS_ROUTES
from tests.contract.gateway.alert_routes import ALERT_BODY, ALERT_ROUTES, CONTENT, DIGEST
from tests.contract.gateway.answer_routes import ANSWER_ROUTES
from tests.contract.gateway.attachment_routes import ATTACHMENT_ROUTES
from tests.contract.gateway.bundle_routes import BUNDLE_ROUTES
from tests.contract.gateway.cascade_routes import CASCADE_ROUTES
from tests.contract.gateway.channel_routes import CHANNEL_ROUTES
from tests.contract.gateway.complaint_routes import COMPLAINT_ROUTES
from tests.contract.gateway.consent_routes import CONSENT_ROUTES
from tests.contract.gateway.content_partner_routes import CONTENT_PARTNER_ROUTES
from tests.contract.gateway.cordon_routes import CORDON_ROUTES
from tests.contract.gateway.dead_letter_routes import DEAD_LETTER_ROUTES
from tests.contract.gateway.device_routes import DEVICE_ROUTES
from tests.contract.gateway.directory_routes import DIRECTORY_ROUTES
from tests.contract.gateway.drill_routes import DRILL_ROUTES
from tests.contract.gateway.editing_routes import EDITING_ROUTES
from tests.contract.gateway.feed_routes import FEED_ROUTES
from tests.contract.gateway.finding_routes import FINDING_ROUTES
from tests.contract.gateway.format_routes import FORMAT_ROUTES
from tests.contract.gateway.freeze_routes import FREEZE_ROUTES
from tests.contract.gateway.group_routes import GROUP_ROUTES
from tests.contract.gateway.guard_routes import GUARD_ROUTES
from tests.contract.gateway.held_routes import HELD_ROUTES
from tests.contract.gateway.launch_routes import LAUNCH_ROUTES
from tests.contract.gateway.led_session_routes import LED_SESSION_ROUTES
from tests.contract.gateway.naming_routes import NAMING_ROUTES
from tests.contract.gateway.organisation_routes import ORGANISATION_ROUTES
from tests.contract.gateway.package_routes import PACKAGE_ROUTES
from tests.contract.gateway.partner_routes import PARTNER_ROUTES
from tests.contract.gateway.passkey_routes import PASSKEY_ROUTES
from tests.contract.gateway.premises_routes import PREMISES_ROUTES
from tests.contract.gateway.privacy_routes import PRIVACY_ROUTES
from tests.contract.gateway.provider_routes import PROVIDER_ROUTES
from tests.contract.gateway.push_routes import PUSH_ROUTES
from tests.contract.gateway.question_routes import QUESTION_ROUTES
from tests.contract.gateway.reading_routes import READING_ROUTES
from tests.contract.gateway.record_routes import RECORD_ROUTES
from tests.contract.gateway.regional_routes import REGIONAL_ROUTES
from tests.contract.gateway.reminder_routes import REMINDER_ROUTES
from tests.contract.gateway.role_routes import ROLE_ROUTES
from tests.contract.gateway.route import (
    ALERT_ID,
    DOCUMENT_ID,
    KEY,
    PERSON_ID,
    VERSION,
    Route,
)
from tests.contract.gateway.rumour_routes import RUMOUR_ROUTES
from tests.contract.gateway.saved_search_mail_routes import SAVED_SEARCH_MAIL_ROUTES
from tests.contract.gateway.saved_search_routes import SAVED_SEARCH_ROUTES
from tests.contract.gateway.second_factor_routes import SECOND_FACTOR_ROUTES
from tests.contract.gateway.site_routes import SITE_ROUTES
from tests.contract.gateway.staff_training_routes import STAFF_TRAINING_ROUTES
from tests.contract.gateway.subscription_routes import SUBSCRIPTION_ROUTES
from tests.contract.gateway.synonym_routes import SYNONYM_ROUTES
from tests.contract.gateway.template_routes import TEMPLATE_ROUTES
from tests.contract.gateway.threat_routes import THREAT_ROUTES
from tests.contract.gateway.verification_routes import VERIFICATION_ROUTES
from tests.contract.gateway.webhook_routes import WEBHOOK_ROUTES

DOCUMENT_BODY: Final[dict[str, Any]] = {
    "kind": "CASE_STUDY",
    "title": "What was learned",
    "summary": "In short.",
    "body": "# At length",
    "language": "cy",
    "marking": ALERT_BODY["marking"],
    "sectors": ["retail"],
    "regions": ["LON"],
    "sources": ["A public source"],
    "translation_of": ALERT_ID,
    "tags": ["vans", "bollards"],
    "teaser": "There is more of this.",
    "video": {
        "film": "https://films.example/1",
        "captions": "attachment:" + ALERT_ID,
        "transcript": "A van stops.",
        "signed_film": "https://films.example/2",
        "poster": "attachment:3fa85f64-5717-4562-b3fc-2c963f66afa6",
    },
    "receipt": "COUNTED",
}
DOCUMENT: Final = document_pb2.DocumentContent(
    **DOCUMENT_BODY
    | {
        "kind": document_pb2.DOCUMENT_KIND_CASE_STUDY,
        "marking": CONTENT.marking,
        "receipt": document_pb2.RECEIPT_ASKED_COUNTED,
    }
)
APPLICATION: Final[dict[str, Any]] = {
    "email": "owner@cafe.example",
    "given_name": "Given",
    "family_name": "Family",
    "organisation_name": "Cafe",
    "regions": ["LON", "NIR"],
    "sectors": ["retail"],
    "language": "cy",
}
_PUBLISHED: Final[dict[str, Any]] = {"review_on": "2027-11-24", "teaser_confirmed": True}
_REVISED: Final[dict[str, Any]] = _PUBLISHED | {"note": "Other bollards.", "material": True}
_DOCUMENT: Final = "/v1/documents/{document_id}"
_ALERT: Final = "/v1/alerts/{alert_id}"
_PERSON: Final = "/v1/subscribers/{subject}"
_READ: Final = {"read_digest": DIGEST.hex()}
_WHY: Final = {"reason": "Because."}
_WORDS: Final = {
    "text": "It is over.",
    "text_cy": "Mae drosodd.",
    "authority_reference": "R-1",
}

ROUTES: Final = (
    *training_routes.ROUTES,
    *LAUNCH_ROUTES,
    *STAFF_TRAINING_ROUTES,
    *ANSWER_ROUTES,
    *RECORD_ROUTES,
    *CORDON_ROUTES,
    *ROLE_ROUTES,
    *GROUP_ROUTES,
    *ORGANISATION_ROUTES,
    *CHANNEL_ROUTES,
    *DIRECTORY_ROUTES,
    *RUMOUR_ROUTES,
    Route(
        "POST",
        "/v1/alerts",
        "DraftAlert",
        status=201,
        body=ALERT_BODY,
        needs_key=True,
        message=alerts_pb2.DraftAlertRequest(content=CONTENT, idempotency_key=KEY),
    ),
    Route(
        "GET",
        "/v1/alerts",
        "ListAlerts",
        query={"status": ["ISSUED", "EXPIRED"], "page_size": 7, "page_token": "a+b/c="},
        message=alerts_pb2.ListAlertsRequest(
            page_size=7,
            page_token="a+b/c=",
            statuses=[alert_pb2.ALERT_STATUS_ISSUED, alert_pb2.ALERT_STATUS_EXPIRED],
        ),
    ),
    Route("GET", _ALERT, "GetAlert", alerts_pb2.GetAlertRequest(alert_id=ALERT_ID)),
    Route(
        "POST",
        f"{_ALERT}/submission",
        "SubmitAlert",
        needs_version=True,
        query={"warnings_seen": DIGEST.hex()},
        message=alerts_pb2.SubmitAlertRequest(
            alert_id=ALERT_ID, expected_version=VERSION, warnings_digest=DIGEST
        ),
    ),
    Route(
        "POST",
        f"{_ALERT}/approval",
        "ApproveAlert",
        body=_READ | {"audience_size": "TENS", "counted": 12},
        message=alerts_pb2.ApproveAlertRequest(
            alert_id=ALERT_ID,
            read_digest=DIGEST,
            audience_size=alert_pb2.AUDIENCE_SIZE_TENS,
            counted=12,
        ),
    ),
    Route(
        "POST",
        f"{_ALERT}/withdrawal",
        "WithdrawAlert",
        body=_WHY,
        needs_version=True,
        message=alerts_pb2.WithdrawAlertRequest(
            alert_id=ALERT_ID, expected_version=VERSION, **_WHY
        ),
    ),
    Route(
        "POST",
        f"{_ALERT}/all-clear-proposal",
        "ProposeAllClear",
        body=_WORDS,
        needs_version=True,
        message=alerts_pb2.ProposeAllClearRequest(
            alert_id=ALERT_ID, expected_version=VERSION, **_WORDS
        ),
    ),
    Route(
        "POST",
        f"{_ALERT}/all-clear",
        "GiveAllClear",
        body=_READ,
        message=alerts_pb2.GiveAllClearRequest(alert_id=ALERT_ID, read_digest=DIGEST),
    ),
    Route(
        "POST",
        "/v1/documents",
        "PublishDocument",
        status=201,
        body=DOCUMENT_BODY | _PUBLISHED,
        needs_key=True,
        message=content_pb2.PublishDocumentRequest(
            content=DOCUMENT, idempotency_key=KEY, **_PUBLISHED
        ),
    ),
    Route(
        "GET",
        "/v1/documents",
        "ListDocuments",
        query={"language": "cy", "page_size": 7, "page_token": "a+b/c="},
        message=content_pb2.ListDocumentsRequest(language="cy", page_size=7, page_token="a+b/c="),
    ),
    Route("GET", _DOCUMENT, "GetDocument", content_pb2.GetDocumentRequest(document_id=DOCUMENT_ID)),
    Route(
        "PUT",
        _DOCUMENT,
        "ReviseDocument",
        body=DOCUMENT_BODY | _REVISED,
        needs_version=True,
        message=content_pb2.ReviseDocumentRequest(
            document_id=DOCUMENT_ID, expected_version=VERSION, content=DOCUMENT, **_REVISED
        ),
    ),
    Route(
        "POST",
        f"{_DOCUMENT}/withdrawal",
        "WithdrawDocument",
        body=_WHY,
        needs_version=True,
        message=content_pb2.WithdrawDocumentRequest(
            document_id=DOCUMENT_ID, expected_version=VERSION, **_WHY
        ),
    ),
    Route(
        "GET",
        "/v1/search",
        "Search",
        query={
            "q": 'vans & "crowds"',
            "sector": ["retail", "sport"],
            "region": ["LON"],
            "kind": ["BULLETIN"],
            "language": "cy",
            "page_size": 3,
            "offset": 6,
            "tag": ["vans"],
            "published_from": "2026-01-01",
            "published_to": "2026-11-24",
            "page_token": "t",
        },
        message=content_pb2.SearchRequest(
            text='vans & "crowds"',
            sectors=["retail", "sport"],
            regions=["LON"],
            kinds=[document_pb2.DOCUMENT_KIND_BULLETIN],
            language="cy",
            page_size=3,
            offset=6,
            tags=["vans"],
            published_from="2026-01-01",
            published_to="2026-11-24",
            page_token="t",
        ),
    ),
    Route("GET", "/v1/usage/metrics", "ListMetrics", analytics_pb2.ListMetricsRequest()),
    Route(
        "GET",
        "/v1/usage",
        "GetUsage",
        query={
            "metric": "alerts.issued",
            "dimension": "REGION",
            "from": "2026-11-01",
            "to": "2026-11-24",
        },
        message=analytics_pb2.GetUsageRequest(
            metric="alerts.issued",
            dimension=analytics_pb2.DIMENSION_REGION,
            from_day="2026-11-01",
            to_day="2026-11-24",
        ),
    ),
    Route(
        "GET",
        "/v1/alerts/{alert_id}/deliveries",
        "GetDeliveries",
        message=alerts_pb2.GetDeliveriesRequest(alert_id=ALERT_ID),
    ),
    Route(
        "POST",
        "/v1/alerts/audience-preview",
        "PreviewAudience",
        body={
            **{name: ALERT_BODY[name] for name in ("marking", "audience")},
            "immediate": True,
            "channels": ["SMS", "WEBHOOK"],
            "cap_status": "Exercise",
        },
        message=audience_pb2.PreviewAudienceRequest(
            marking=CONTENT.marking,
            audience=CONTENT.audience,
            immediate=True,
            channels=[alert_pb2.CHANNEL_SMS, alert_pb2.CHANNEL_WEBHOOK],
            cap_status=alert_pb2.CAP_STATUS_EXERCISE,
        ),
    ),
    Route(
        "POST",
        "/v1/alerts/stream-tickets",
        "CreateStreamTicket",
        status=201,
        message=alerts_pb2.CreateStreamTicketRequest(),
    ),
    Route(
        "GET",
        "/v1/alerts/stream",
        "CreateStreamTicket",
        status=307,
        message=alerts_pb2.CreateStreamTicketRequest(),
    ),
    Route(
        "POST",
        "/v1/registrations",
        "RegisterSubscriber",
        status=202,
        body=APPLICATION,
        needs_key=True,
        message=identity_pb2.RegisterSubscriberRequest(**APPLICATION, idempotency_key=KEY),
    ),
    Route(
        "POST",
        "/v1/registrations/confirm",
        "ConfirmEmail",
        status=202,
        body={"token": "t"},
        message=identity_pb2.ConfirmEmailRequest(token="t"),
    ),
    Route("GET", "/v1/me", "GetMe", identity_pb2.GetMeRequest()),
    *VERIFICATION_ROUTES,
    *PRIVACY_ROUTES,
    *COMPLAINT_ROUTES,
    *CONSENT_ROUTES,
    *HELD_ROUTES,
    Route(
        "POST",
        f"{_PERSON}/suspension",
        "SuspendSubscriber",
        body=_WHY,
        message=identity_pb2.SuspendSubscriberRequest(subject=PERSON_ID, **_WHY),
    ),
    Route(
        "POST",
        f"{_PERSON}/restoration",
        "RestoreSubscriber",
        body=_WHY,
        message=identity_pb2.RestoreSubscriberRequest(subject=PERSON_ID, **_WHY),
    ),
    *QUESTION_ROUTES,
    *SUBSCRIPTION_ROUTES,
    *PREMISES_ROUTES,
    *ALERT_ROUTES,
    *GUARD_ROUTES,
    *DRILL_ROUTES,
    *FREEZE_ROUTES,
    *TEMPLATE_ROUTES,
    *THREAT_ROUTES,
    *SITE_ROUTES,
    *WEBHOOK_ROUTES,
    *DEAD_LETTER_ROUTES,
    *(*PUSH_ROUTES, *DEVICE_ROUTES),
    *(*PASSKEY_ROUTES, *SECOND_FACTOR_ROUTES),
    *PARTNER_ROUTES,
    *CONTENT_PARTNER_ROUTES,
    *SYNONYM_ROUTES,
    *ATTACHMENT_ROUTES,
    *PACKAGE_ROUTES,
    *EDITING_ROUTES,
    *(*FINDING_ROUTES, *NAMING_ROUTES),
    *(*SAVED_SEARCH_ROUTES, *SAVED_SEARCH_MAIL_ROUTES),
    *(*LED_SESSION_ROUTES, *REMINDER_ROUTES),
    *(*READING_ROUTES, *FEED_ROUTES),
    *FORMAT_ROUTES,
    *ACCESS_ROUTES,
    *BUNDLE_ROUTES,
    *PROVIDER_ROUTES,
    *CASCADE_ROUTES,
    *REGIONAL_ROUTES,
)
