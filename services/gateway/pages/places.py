"""Where a place is that somebody typed: a point, a postcode, postcodes that begin alike, a town."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import grpc
from flask import g
from flask_babel import gettext

from chassis.rpc_errors import refusal_of
from isp.alerts.v1 import templates_pb2
from isp.identity.v1 import subscriptions_pb2
from services.gateway.clients import clients
from services.gateway.pages.answers import ask

_POINT: Final = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
_POSTCODE: Final = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
_BEGINNING: Final = re.compile(r"[A-Z]{1,2}(\d[A-Z\d]?)?")
_NOT_THERE: Final = frozenset({"POSTCODE_AREA_NOT_FOUND", "POSTCODE_NOT_COVERED", "INVALID"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where it is, in degrees; `covers_km` is how far it reaches by itself."""

    latitude: float
    longitude: float
    covers_km: float | None = None


class NoSuchPlace(ValueError):
    """Nobody knows where that is; the text says what to do instead."""


def gazetteer() -> Sequence[templates_pb2.Place]:
    """Return the towns that we know, asked once a request."""
    if "gazetteer" not in g:
        found = ask(clients().templates.ListTemplates, templates_pb2.ListTemplatesRequest())
        g.gazetteer = list(found.places)
    places: Sequence[templates_pb2.Place] = g.gazetteer
    return places


def find(said: str) -> Found:
    """Return where something is that somebody typed.

    Raises:
        NoSuchPlace: it is nothing of which we know where it is.
        grpc.RpcError: who knows it is away.
    """
    point = _POINT.fullmatch(said)
    if point is not None:
        return Found(latitude=float(point.group(1)), longitude=float(point.group(2)))
    named = next((p for p in gazetteer() if said.strip().casefold() == p.name.casefold()), None)
    if named is not None:
        return Found(latitude=named.latitude, longitude=named.longitude)
    tight = "".join(said.split()).upper()
    try:
        if _POSTCODE.fullmatch(tight):
            return _postcode(tight)
        if _BEGINNING.fullmatch(tight):
            return _beginning(tight)
    except grpc.RpcError as error:
        if refusal_of(error).reason not in _NOT_THERE:
            raise
    raise NoSuchPlace(
        gettext("is no place that we know: give a town of the list, a postcode, or 51.501,-0.142")
    )


def _postcode(said: str) -> Found:
    message = subscriptions_pb2.ResolvePostcodeRequest(postcode=said)
    there = ask(clients().subscriptions.ResolvePostcode, message)
    if not (there.HasField("latitude") and there.HasField("longitude")):
        raise NoSuchPlace(
            gettext("is a postcode of which we do not know where it is: give a town, or 51.5,-0.1")
        )
    return Found(latitude=there.latitude, longitude=there.longitude)


def _beginning(said: str) -> Found:
    message = subscriptions_pb2.GetPostcodeAreaRequest(area=said)
    there = ask(clients().subscriptions.GetPostcodeArea, message)
    return Found(
        latitude=there.latitude,
        longitude=there.longitude,
        covers_km=there.radius_metres / 1000,
    )
