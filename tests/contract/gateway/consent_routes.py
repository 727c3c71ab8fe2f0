"""The routes of consent: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.identity.v1 import consents_pb2 as pb
from isp.identity.v1.subscriptions_pb2 import SUBSCRIPTION_CHANNEL_EMAIL
from tests.contract.gateway.route import Route

_AT: Final = Timestamp()
_AT.FromDatetime(datetime(2026, 11, 24, 9, tzinfo=UTC))
_MINE: Final = "/v1/me/consents"
_KIND: Final[dict[str, Any]] = {"purpose": "SURVEY", "channel": "EMAIL"}
_PB: Final[dict[str, Any]] = {
    "purpose": pb.CONSENT_PURPOSE_SURVEY,
    "channel": SUBSCRIPTION_CHANNEL_EMAIL,
}
_WORDS: Final = {"wording_version": "2026-12", "language": "cy"}
CONSENT_ROUTES: Final = (
    Route(
        "GET",
        _MINE,
        "GetMyConsents",
        pb.GetMyConsentsRequest(language="cy"),
        query={"language": "cy"},
    ),
    Route(
        "POST",
        _MINE,
        "GiveConsent",
        pb.GiveConsentRequest(**_PB, **_WORDS, way=pb.CONSENT_WAY_REST),
        body=_KIND | _WORDS,
    ),
    Route(
        "POST",
        f"{_MINE}/withdrawal",
        "WithdrawConsent",
        pb.WithdrawConsentRequest(**_PB, way=pb.CONSENT_WAY_REST),
        body=_KIND,
    ),
    Route(
        "POST",
        "/v1/consent-links/withdrawal",
        "StopConsent",
        pb.StopConsentRequest(token="t"),
        body={"token": "t"},
    ),
)
_CONSENTS: Final = [
    pb.Consent(
        **_PB,
        given=True,
        at=_AT,
        way=pb.CONSENT_WAY_REST,
        **_WORDS,
        words=pb.ConsentWords(version="2026-12", language="cy", text="W", digest=b"\x01"),
    )
]
ANSWERS: Final[dict[str, Message]] = {
    "GetMyConsents": pb.GetMyConsentsResponse(consents=_CONSENTS),
    "GiveConsent": pb.GiveConsentResponse(consents=_CONSENTS),
    "WithdrawConsent": pb.WithdrawConsentResponse(consents=_CONSENTS),
    "StopConsent": pb.StopConsentResponse(**_PB),
}
_READ: Final = {
    "consents": [
        {
            **_KIND,
            "given": True,
            "at": "2026-11-24T09:00:00.000Z",
            "way": "REST",
            **_WORDS,
            "words": {"version": "2026-12", "language": "cy", "text": "W", "sha256": "01"},
        }
    ]
}
READ: Final[dict[str, Any]] = {
    "StopConsent": _KIND,
    **dict.fromkeys(("GetMyConsents", "GiveConsent", "WithdrawConsent"), _READ),
}
