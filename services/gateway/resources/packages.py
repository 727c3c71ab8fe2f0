"""Packages of training by REST: brought in, published by a second person, withdrawn."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer
from apiflask.validators import Length, Range, Regexp
from flask import Response, jsonify, request
from marshmallow import RAISE

from isp.training.v1 import packages_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String
from services.gateway.resources.training import PageQuery

packages = APIBlueprint("packages", __name__, url_prefix="/v1/training", tag="Training packages")

MIB: Final = 1024 * 1024
LOOK_SECONDS: Final = 55.0
"""How long a scan of a package and a look into it may take, its files kept."""

_DIGEST: Final = Regexp("^[0-9a-f]{64}$")
_ONE: Final = {
    200: "The package",
    400: "Wrong input",
    401: "A fresh second factor",
    403: "Not allowed",
    404: "No such package",
    409: "Not in this state",
}


class PackageIn(Schema):
    """A package as it is announced: `size` in bytes; `course_id` if it is a next version."""

    name = String(required=True, validate=Length(1, 150))
    size = Integer(required=True, strict=True, validate=Range(1, 64 * MIB))
    course_id = String(load_default="", validate=Length(max=36))


class PackageWholeIn(Schema):
    """SHA-256 of the whole package, in lower-case hexadecimal."""

    digest = String(required=True, validate=_DIGEST)


class PublicationIn(Schema):
    """SHA-256 of the package that was read."""

    read_digest = String(required=True, validate=_DIGEST)


class PackageWithdrawalIn(Schema):
    """Why, for the record only."""

    reason = String(required=True, validate=Length(1, 300))


class PreviewIn(Schema):
    """Which unit, counted from 0."""

    unit = Integer(required=True, strict=True, validate=Range(0, 4_999))


def package_json(package: pb.Package) -> dict[str, Any]:
    """Return a package with what was found in it."""
    return {
        "package_id": package.package_id,
        "version": package.version,
        "state": pb.PackageState.Name(package.state).removeprefix("PACKAGE_STATE_"),
        "name": package.name,
        "size": package.size,
        "digest": package.digest or None,
        "course_id": package.course_id,
        "course_version": package.course_version or None,
        "uploaded_at": time_json(package.uploaded_at),
        "published_at": (
            time_json(package.published_at) if package.HasField("published_at") else None
        ),
        "pieces": package.pieces,
        "received": package.received,
        "kind": pb.PackageKind.Name(package.kind).removeprefix("PACKAGE_KIND_"),
        "refusal": (
            pb.PackageRefusal.Name(package.refusal).removeprefix("PACKAGE_REFUSAL_")
            if package.refusal
            else None
        ),
        "refused_part": package.refused_part or None,
        "title": package.title,
        "title_cy": package.title_cy,
        "description": package.description,
        "unit_count": package.unit_count,
        "units": [
            {
                "title": each.title,
                "url": each.url,
                "move_on": each.move_on,
                "mastery_score": each.mastery_score or None,
            }
            for each in package.units
        ],
        "uploaded_by_you": package.uploaded_by_you,
    }


def _package(package: pb.Package) -> Response:
    return with_etag(jsonify(package_json(package)), package.version)


@packages.get("/packages")
@packages.input(PageQuery, location="query", arg_name="said", unknown=RAISE)
@packages.doc(
    summary="Packages that came whole, newest first",
    description="Without their units.",
    responses={200: "A page", 400: "Wrong input", 401: "No token", 403: "Not allowed"},
    security="bearer",
)
def list_packages(said: dict[str, Any]) -> Response:
    """List packages."""
    found = clients().call(clients().packages.ListPackages, pb.ListPackagesRequest(**said))
    shown = [package_json(each) for each in found.packages]
    return jsonify({"packages": shown, "next_page_token": found.next_page_token or None})


@packages.post("/packages")
@packages.input(PackageIn, arg_name="said")
@packages.doc(
    summary="Announce a package",
    description="It then comes in pieces of `piece_bytes`: a ZIP file with a cmi5.xml or an"
    " imsmanifest.xml, of at most 64 MiB. Needs Idempotency-Key and a fresh second factor.",
    responses={
        201: "The upload",
        400: "Wrong name or size",
        401: "A fresh second factor",
        403: "Not allowed",
        404: "No such course",
        409: "Not such a course",
        429: "As many uploads as there may be",
    },
    security="bearer",
)
def begin_package(said: dict[str, Any]) -> tuple[Response, int]:
    """Announce a package."""
    message = pb.BeginPackageRequest(idempotency_key=idempotency_key(), **said)
    made = clients().call(clients().packages.BeginPackage, message)
    shown = package_json(made.package) | {"piece_bytes": made.piece_bytes}
    return with_etag(jsonify(shown), made.package.version), HTTPStatus.CREATED


@packages.put("/packages/<uuid:package_id>/pieces/<int:number>")
@packages.doc(
    summary="Bring a piece of a package",
    description="Pieces count from 0 and come in order; one may come again. The body is the bytes"
    " themselves, as application/octet-stream: exactly 1 MiB, of the last piece what is left.",
    responses=_ONE
    | {413: "Too large", 415: "Not application/octet-stream", 503: "It cannot be kept now"},
    security="bearer",
)
def put_package_piece(package_id: UUID, number: int) -> Response:
    """Bring a piece."""
    message = pb.PutPackagePieceRequest(
        package_id=str(package_id), number=min(number, 2**31 - 1), body=request.get_data()
    )
    return _package(clients().call(clients().packages.PutPackagePiece, message).package)


@packages.post("/packages/<uuid:package_id>/finish")
@packages.input(PackageWholeIn, arg_name="said")
@packages.doc(
    summary="Say that a package is here",
    description="It is looked into at once. The package that comes back is proposed, or refused"
    " with a reason; of one that is refused nothing is kept.",
    responses=_ONE | {429: "Another one is looked into", 503: "It cannot be kept now"},
    security="bearer",
)
def finish_package(package_id: UUID, said: dict[str, str]) -> Response:
    """Finish an upload."""
    message = pb.FinishPackageRequest(package_id=str(package_id), **said)
    rpc = clients().packages.FinishPackage
    return _package(clients().call(rpc, message, seconds=LOOK_SECONDS).package)


@packages.get("/packages/<uuid:package_id>")
@packages.doc(
    summary="One package, with its first 200 units",
    responses={200: "The package", 401: "No token", 403: "Not allowed", 404: "No such package"},
    security="bearer",
)
def get_package(package_id: UUID) -> Response:
    """Read a package."""
    message = pb.GetPackageRequest(package_id=str(package_id))
    return _package(clients().call(clients().packages.GetPackage, message).package)


@packages.post("/packages/<uuid:package_id>/publication")
@packages.input(PublicationIn, arg_name="said")
@packages.doc(
    summary="Publish a package that somebody else brought in",
    description="As the next version of its course. Needs a fresh second factor.",
    responses=_ONE,
    security="bearer",
)
def publish_package(package_id: UUID, said: dict[str, str]) -> Response:
    """Publish a package."""
    message = pb.PublishPackageRequest(package_id=str(package_id), **said)
    return _package(clients().call(clients().packages.PublishPackage, message).package)


@packages.post("/packages/<uuid:package_id>/withdrawal")
@packages.input(PackageWithdrawalIn, arg_name="said")
@packages.doc(
    summary="Stop a package at once",
    description="For good: it is neither offered nor launched, also for who is in the middle of it."
    " A version that is only old is ended on a day by the withdrawal of its version. Needs If-Match"
    " and a fresh second factor.",
    responses=_ONE | {412: "Stale", 428: "No If-Match"},
    security="bearer",
)
def withdraw_package(package_id: UUID, said: dict[str, str]) -> Response:
    """Stop a package."""
    message = pb.WithdrawPackageRequest(
        package_id=str(package_id), expected_version=expected_version(), **said
    )
    return _package(clients().call(clients().packages.WithdrawPackage, message).package)


@packages.post("/packages/<uuid:package_id>/previews")
@packages.input(PreviewIn, arg_name="said")
@packages.doc(
    summary="Where a unit can be seen for half an hour",
    description="Nothing that it says is kept. Needs a fresh second factor.",
    responses=_ONE | {200: "Where it is seen"},
    security="bearer",
)
def preview_package(package_id: UUID, said: dict[str, int]) -> Response:
    """Look at a unit."""
    message = pb.PreviewPackageRequest(package_id=str(package_id), **said)
    seen = clients().call(clients().packages.PreviewPackage, message)
    return jsonify({"url": seen.url, "expires_at": time_json(seen.expires_at)})
