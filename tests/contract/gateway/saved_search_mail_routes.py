"""The routes of mails about saved searches: what they say, hear and show."""

from typing import Any, Final

from google.protobuf.message import Message

from isp.content.v1 import saved_search_mails_pb2 as pb
from tests.contract.gateway.route import Route

DAILY: Final = pb.SAVED_SEARCH_MAILING_DAILY
SAVED_SEARCH_MAIL_ROUTES: Final = (
    Route(
        "GET",
        "/v1/me/saved-search-mails",
        "GetSavedSearchMails",
        message=pb.GetSavedSearchMailsRequest(),
    ),
    Route(
        "PUT",
        "/v1/me/saved-search-mails",
        "SetSavedSearchMails",
        body={"mailing": "DAILY"},
        message=pb.SetSavedSearchMailsRequest(mailing=DAILY),
    ),
    Route(
        "POST",
        "/v1/saved-search-mail-links/stop",
        "StopSavedSearchMails",
        status=202,
        body={"token": "a-token"},
        message=pb.StopSavedSearchMailsRequest(token="a-token"),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "GetSavedSearchMails": pb.GetSavedSearchMailsResponse(mailing=DAILY),
    "SetSavedSearchMails": pb.SetSavedSearchMailsResponse(mailing=DAILY),
    "StopSavedSearchMails": pb.StopSavedSearchMailsResponse(),
}
READ: Final[dict[str, Any]] = {
    "GetSavedSearchMails": {"mailing": "DAILY"},
    "SetSavedSearchMails": {"mailing": "DAILY"},
    "StopSavedSearchMails": {},
}
