"""Offline bundles, by REST."""

from typing import Any, Final

from apiflask import APIBlueprint, Schema
from apiflask.fields import Dict
from apiflask.validators import Length
from flask import Response, jsonify

from isp.content.v1 import bundles_pb2 as pb
from services.gateway.clients import clients
from services.gateway.headers import REVALIDATED, public
from services.gateway.preconditions import with_digest
from services.gateway.resources.fields import String

bundles = APIBlueprint("bundles", __name__, url_prefix="/v1/bundle", tag="Advice")

BUNDLE: Final = "application/vnd.isp.bundle"
MOST_HELD: Final = 2_000
_KEPT_SECONDS: Final = 300
_Answers = dict[int | str, dict[str, str | dict[str, dict[str, Any]]]]
_SIGNED: Final[dict[str, str | dict[str, dict[str, Any]]]] = {
    "description": "The file",
    "content": {BUNDLE: {"schema": {"type": "string", "format": "binary"}}},
}
_NONE_MADE: Final[_Answers] = {503: {"description": "No bundles are made here"}}
_WHOLE: Final[_Answers] = {200: _SIGNED, 304: {"description": "You hold it"}, **_NONE_MADE}
_CHANGES: Final[_Answers] = {200: _SIGNED, **_NONE_MADE}


class HeldIn(Schema):
    """What a client has: the digest of each document, by its id."""

    held = Dict(
        keys=String(validate=Length(36, 36)),
        values=String(validate=Length(1, 100)),
        required=True,
        validate=Length(max=MOST_HELD),
    )


def _file(file: bytes) -> Response:
    """Return a file that its own reader alone keeps, and asks about each time."""
    answer = Response(file, mimetype=BUNDLE)
    answer.headers["Cache-Control"] = REVALIDATED
    return answer


@bundles.get("")
@bundles.doc(
    summary="What you may read without a network",
    description="A signed file, described in docs/offline-bundle.md: what everyone may read and,"
    " with a token, what you may take along. Needs no account.",
    responses=_WHOLE,
)
def get_bundle() -> Response:
    """Read a bundle."""
    found = clients().call(clients().bundles.GetBundle, pb.GetBundleRequest())
    return with_digest(_file(found.file))


@bundles.post("/changes")
@bundles.input(HeldIn, arg_name="said")
@bundles.doc(
    summary="What changed since you took a bundle",
    description="Documents that you lack, and ids that you must delete, in the same format.",
    responses=_CHANGES,
)
def get_bundle_changes(said: dict[str, Any]) -> Response:
    """Read what changed."""
    message = pb.GetBundleChangesRequest(held=said["held"])
    found = clients().call(clients().bundles.GetBundleChanges, message)
    return _file(found.file)


@bundles.get("/keys")
@bundles.doc(
    summary="By which keys a bundle is checked",
    description="The present one first; former ones as long as what they signed is good.",
    responses={200: "A JWK set"},
)
def get_bundle_keys() -> Response:
    """Read the keys."""
    found = clients().call(clients().bundles.GetBundleKeys, pb.GetBundleKeysRequest())
    keys = [
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "use": "sig",
            "alg": "Ed25519",
            "kid": each.kid,
            "x": each.x,
        }
        for each in found.keys
    ]
    return public(jsonify({"keys": keys}), _KEPT_SECONDS)
