"""What each route answers when its service says what the backend says."""

from tests.contract.gateway import (
    alert_answers,
    answer_routes,
    cascade_routes,
    channel_routes,
    complaint_routes,
    consent_routes,
    content_partner_routes,
    cordon_routes,
    dead_letter_routes,
    device_routes,
    directory_routes,
    drill_routes,
    group_routes,
    organisation_routes,
    partner_routes,
    passkey_routes,
    premises_routes,
    privacy_routes,
    provider_routes,
    push_routes,
    record_routes,
    role_routes,
    rumour_routes,
    site_routes,
    subscription_routes,
    threat_routes,
    training_answers,
    verification_routes,
    webhook_routes,
)
from tests.contract.gateway.alert_answers import ALERT_READ
from tests.contract.gateway.question_routes import QUESTION_BODY
from tests.contract.gateway.route import QUESTION_ID, REQUEST_ID
from tests.contract.gateway.routes import (
    ALERT_ID,
    DOCUMENT_BODY,
    DOCUMENT_ID,
    PERSON_ID,
)

ALERT_PATH = f"/v1/alerts/{ALERT_ID}"
PERSON_READ = {
    "subject": PERSON_ID,
    "email": "owner@cafe.example",
    "given_name": "Given",
    "family_name": "Family",
    "organisation_name": "Cafe",
    "organisation_id": None,
    "tier": "REGISTERED",
    "roles": ["analyst"],
    "regions": ["LON"],
    "sectors": ["retail"],
    "language": "en",
    "rights_version": 4,
    "created_at": "2026-11-24T07:00:00.000Z",
    "verification": "OPEN",
}
TICKET_READ = {
    "ticket": "t.i+c/k=et",
    "stream_url": "https://stream.example/v1/stream",
    "expires_at": "2026-11-24T11:00:00.000Z",
}
DELIVERIES_READ = {
    "counts": [
        {
            "notice": "ISSUED",
            "channel": "SMS",
            "state": "UNKNOWN",
            "count": 12,
            "possible_repeats": 2,
        },
        {
            "notice": "ALL_CLEAR",
            "channel": "EMAIL",
            "state": "SENT",
            "count": 34,
            "possible_repeats": 0,
        },
    ],
    "runs": [
        {"notice": "ISSUED", "queued": 12, "finished_at": "2026-11-24T09:00:00.000Z"},
        {"notice": "ALL_CLEAR", "queued": 34, "finished_at": None},
    ],
}
LISTED_READ = {
    "document_id": DOCUMENT_ID,
    "version": 3,
    "status": "PUBLISHED",
    **{name: value for name, value in DOCUMENT_BODY.items() if name != "body"},
    "published_at": "2026-11-24T08:00:00.000Z",
    "changed_at": "2026-11-24T09:00:00.000Z",
    "partner": None,
}
DOCUMENT_READ = LISTED_READ | {"body": "# At length"}
WAITING_READ = {
    "question_id": QUESTION_ID,
    "version": 3,
    "status": "CLAIMED",
    **{name: value for name, value in QUESTION_BODY.items() if name != "text"},
    "urgent": True,
    "asked_at": "2026-11-24T08:00:00.000Z",
    "changed_at": "2026-11-24T09:00:00.000Z",
    "answer_due_at": "2026-11-24T10:00:00.000Z",
    "overdue": True,
    "asked_by_you": False,
    "held_by_you": True,
}
QUESTION_READ = WAITING_READ | {
    "messages": [
        {
            "kind": "QUESTION",
            "author": "ASKER",
            "by_you": False,
            "text": QUESTION_BODY["text"],
            "said_at": "2026-11-24T08:00:00.000Z",
        },
        {
            "kind": "NOTE",
            "author": "EXPERT",
            "by_you": True,
            "text": "Yours.",
            "said_at": "2026-11-24T09:00:00.000Z",
        },
    ]
}
EMERGENCY_READ = {
    "call_999_now": True,
    "text": "Call 999 now.",
    "emergency_number": "999",
    "hotline_number": "0800 789 321",
    "unreviewed_translation": True,
}
ASKED_READ = QUESTION_READ | {"emergency": EMERGENCY_READ, "answer_working_days": 3}
QUESTIONS_READ = {"questions": [WAITING_READ], "next_page_token": "next+page"}
FIGURES_READ = {
    "metric": "alerts.issued",
    "dimension": "REGION",
    "from": "2026-11-01",
    "to": "2026-11-24",
    "least_people": 5,
    "demonstration": True,
    "days": [
        {"day": "2026-11-23", "withheld": True},
        {
            "day": "2026-11-24",
            "withheld": False,
            "events": 30,
            "people": 20,
            "values": [
                {"value": "", "events": 8, "people": 6},
                {"value": "=LON", "events": 12, "people": 7},
            ],
            "rest_events": 10,
        },
    ],
}
READ = {
    **record_routes.READ,
    "VerifyCode": {
        "cap_status": "Exercise",
        "code": record_routes.CODE,
        "issued_at": "2026-11-24T09:00:00.000Z",
        "status": "ALL_CLEAR",
        "exercise": True,
        "superseded": True,
        "alert": ALERT_READ,
        "identifier": "isp-1",
    },
    "GetAskingTerms": {
        "emergency": EMERGENCY_READ,
        "answer_working_days": 3,
        "longest_title": 120,
        "longest_text": 4000,
        "most_open_questions": 10,
    },
    "AskExpert": ASKED_READ,
    "AskFurther": ASKED_READ,
    "ListMyQuestions": QUESTIONS_READ,
    "ListQueue": QUESTIONS_READ,
    **dict.fromkeys(
        (
            *("GetQuestion", "CloseQuestion", "ClaimQuestion", "ReleaseQuestion"),
            *("HandOverQuestion", "AnswerQuestion"),
        ),
        QUESTION_READ,
    ),
    "ListMetrics": {
        "metrics": ["alerts.issued"],
        "dimensions": ["NONE", "TIER", "REGION", "SECTOR", "DETAIL", "SERVICE"],
    },
    "GetUsage": FIGURES_READ,
    **training_answers.READ,
    **premises_routes.READ,
    **organisation_routes.READ,
    **channel_routes.READ,
    **directory_routes.READ,
    **threat_routes.READ,
    **site_routes.READ,
    **rumour_routes.READ,
    **cordon_routes.READ,
    **webhook_routes.READ,
    **dead_letter_routes.READ,
    **push_routes.READ,
    **device_routes.READ,
    **passkey_routes.READ,
    **partner_routes.READ,
    **content_partner_routes.READ,
    **provider_routes.READ,
    **cascade_routes.READ,
    **role_routes.READ,
    **group_routes.READ,
    **verification_routes.READ,
    **consent_routes.READ,
    **privacy_routes.READ,
    **complaint_routes.READ,
    "PublishDocument": DOCUMENT_READ,
    "ReviseDocument": DOCUMENT_READ,
    "WithdrawDocument": DOCUMENT_READ,
    "GetDocument": DOCUMENT_READ | {"translations": [LISTED_READ]},
    "ListDocuments": {"documents": [LISTED_READ], "next_page_token": "next+page"},
    "Search": {
        "total": 7,
        "degraded": True,
        "hits": [LISTED_READ | {"highlights": ["a «van» <b>"]}],
        "facets": {"sectors": [{"value": "retail", "count": 7}]},
    },
    "ListAlerts": {
        "alerts": [ALERT_READ],
        "next_page_token": "next+page",
        "previous_page_token": "before+page",
    },
    **alert_answers.READ,
    **dict.fromkeys(
        (
            *("DraftRegionalAlert", "ApproveRegionalAlert"),
            *("ReturnRegionalAlert", "WithdrawRegionalAlert"),
        ),
        ALERT_READ,
    ),
    "ListMyRegions": {"regions": ["LON"]},
    "CreateStreamTicket": TICKET_READ,
    **subscription_routes.READ,
    **drill_routes.READ,
    **answer_routes.READ,
    "GetDeliveries": DELIVERIES_READ,
    "PreviewAudience": {"count": 46, "size": "TENS", "messages": 39},
    "RegisterSubscriber": {"next": "Open the link in the mail that we send you."},
    "ConfirmEmail": {"next": "Set your password on the page that our second mail leads to."},
    "GetMe": PERSON_READ,
    "SuspendSubscriber": {"rights_version": 5},
    "RestoreSubscriber": {"rights_version": 6},
    "GetConsentWording": {
        "wording_version": "2026-11",
        "text": "I want alerts.",
        "language": "en",
    },
    "ResolvePostcode": {
        "postcode": "SW1A 1AA",
        "outward_code": "SW1A",
        "regions": [{"code": "LON", "name": "London"}],
        "exact": True,
        "latitude": 51.501,
        "longitude": None,
    },
    "GetPostcodeArea": {
        "area": "SW1A",
        "latitude": 51.5,
        "longitude": -0.125,
        "radius_metres": 900,
    },
    "StartSubscription": {
        "request_id": REQUEST_ID,
        "next": "Open the link in the mail that we send you.",
    },
    "ConfirmSubscription": {"channel": "SMS", "regions": [{"code": "LON", "name": "London"}]},
    "RequestStop": {"next": "If alerts go there, open the link in the message that we send."},
    "StopSubscription": {"stopped": True},
}
