"""The route that names people: what it says, hears and shows."""

from typing import Any, Final

from google.protobuf.message import Message

from isp.identity.v1 import naming_pb2 as pb
from tests.contract.gateway.route import PERSON_ID, Route

NAMING_ROUTES: Final = (
    Route(
        "POST",
        "/v1/named-people",
        "NamePeople",
        body={"emails": ["owner@cafe.example"]},
        message=pb.NamePeopleRequest(emails=["owner@cafe.example"]),
    ),
)
ANSWERS: Final[dict[str, Message]] = {"NamePeople": pb.NamePeopleResponse(subjects=[PERSON_ID])}
READ: Final[dict[str, Any]] = {"NamePeople": {"subjects": [PERSON_ID]}}
