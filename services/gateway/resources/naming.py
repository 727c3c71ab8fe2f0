"""Naming people whom a document is for, by REST."""

from typing import Any

from apiflask import APIBlueprint, Schema
from apiflask.fields import List
from apiflask.validators import Length
from flask import Response, jsonify

from isp.identity.v1 import naming_pb2 as pb
from services.gateway.clients import clients
from services.gateway.resources.fields import String

naming = APIBlueprint("naming", __name__, url_prefix="/v1", tag="Advice")


class NamedIn(Schema):
    """Addresses of people."""

    emails = List(String(validate=Length(1, 254)), required=True, validate=Length(1, 50))


@naming.post("/named-people")
@naming.input(NamedIn, arg_name="said")
@naming.doc(
    summary="Turn addresses into what a marking names",
    description="For named_subjects of a marking. Of an address without an account an id comes"
    " that looks the same and is nobody's. Each counts towards the day's records of others.",
    responses={200: "One subject for each address, in their order", 403: "Not allowed"},
    security="bearer",
)
def name_people(said: dict[str, Any]) -> Response:
    """Name people."""
    message = pb.NamePeopleRequest(emails=said["emails"])
    found = clients().call(clients().naming.NamePeople, message)
    return jsonify({"subjects": list(found.subjects)})
