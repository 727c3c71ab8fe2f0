"""The routes of packages of training: what they say, hear and show."""

from typing import Any, Final

from google.protobuf.message import Message

from isp.training.v1 import packages_pb2 as pb
from tests.contract.gateway.attachment_routes import NOON
from tests.contract.gateway.route import COURSE_ID, KEY, PACKAGE_ID, VERSION, Route

_AT: Final = "2026-11-24T12:00:00.000Z"
_DIGEST: Final = "ab" * 32
UNIT: Final = pb.PackageUnit(
    title="Unit <b>", url="index.html", move_on="Passed", mastery_score="0.8"
)
PROPOSED: Final = pb.Package(
    package_id=PACKAGE_ID,
    version=3,
    state=pb.PACKAGE_STATE_PROPOSED,
    name="gates <b>.zip",
    size=1_234_567,
    digest=_DIGEST,
    course_id=COURSE_ID,
    uploaded_at=NOON,
    pieces=2,
    received=2,
    kind=pb.PACKAGE_KIND_CMI5,
    title="Gates",
    title_cy="Gatiau",
    description="Keep them clear.",
    unit_count=1,
    units=[UNIT],
)
PUBLISHED: Final = pb.Package()
PUBLISHED.CopyFrom(PROPOSED)
PUBLISHED.MergeFrom(
    pb.Package(version=4, state=pb.PACKAGE_STATE_PUBLISHED, course_version=2, published_at=NOON)
)
REFUSED: Final = pb.Package(
    package_id=PACKAGE_ID,
    version=3,
    state=pb.PACKAGE_STATE_REFUSED,
    name="slip.zip",
    size=5,
    digest=_DIGEST,
    course_id=COURSE_ID,
    uploaded_at=NOON,
    pieces=1,
    received=1,
    kind=pb.PACKAGE_KIND_CMI5,
    refusal=pb.PACKAGE_REFUSAL_LEADS_OUT,
    refused_part="../../etc/<b>",
    uploaded_by_you=True,
)
UPLOADING: Final = pb.Package(
    package_id=PACKAGE_ID,
    version=1,
    state=pb.PACKAGE_STATE_UPLOADING,
    name="gates.zip",
    size=5,
    course_id=COURSE_ID,
    uploaded_at=NOON,
    pieces=1,
    kind=pb.PACKAGE_KIND_CMI5,
    uploaded_by_you=True,
)
URL: Final = f"http://{PACKAGE_ID}.localhost:8639/token/index.html"
_PAGE: Final[dict[str, Any]] = {"page_size": 5, "page_token": "abc"}
_ALL: Final = "/v1/training/packages"
_ONE: Final = f"{_ALL}/{{package_id}}"

PACKAGE_ROUTES: Final = (
    Route("GET", _ALL, "ListPackages", query=_PAGE, message=pb.ListPackagesRequest(**_PAGE)),
    Route("GET", _ONE, "GetPackage", pb.GetPackageRequest(package_id=PACKAGE_ID)),
    Route(
        "POST",
        _ALL,
        "BeginPackage",
        body={"name": "gates.zip", "size": 5, "course_id": COURSE_ID},
        status=201,
        needs_key=True,
        message=pb.BeginPackageRequest(
            name="gates.zip", size=5, course_id=COURSE_ID, idempotency_key=KEY
        ),
    ),
    Route(
        "POST",
        f"{_ONE}/finish",
        "FinishPackage",
        body={"digest": _DIGEST},
        message=pb.FinishPackageRequest(package_id=PACKAGE_ID, digest=_DIGEST),
    ),
    Route(
        "POST",
        f"{_ONE}/publication",
        "PublishPackage",
        body={"read_digest": _DIGEST},
        message=pb.PublishPackageRequest(package_id=PACKAGE_ID, read_digest=_DIGEST),
    ),
    Route(
        "POST",
        f"{_ONE}/withdrawal",
        "WithdrawPackage",
        body={"reason": "Because."},
        needs_version=True,
        message=pb.WithdrawPackageRequest(
            package_id=PACKAGE_ID, expected_version=VERSION, reason="Because."
        ),
    ),
    Route(
        "POST",
        f"{_ONE}/previews",
        "PreviewPackage",
        body={"unit": 0},
        message=pb.PreviewPackageRequest(package_id=PACKAGE_ID),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "ListPackages": pb.ListPackagesResponse(packages=[PROPOSED, REFUSED], next_page_token="next"),
    "GetPackage": pb.GetPackageResponse(package=PROPOSED),
    "BeginPackage": pb.BeginPackageResponse(package=UPLOADING, piece_bytes=1024 * 1024),
    "PutPackagePiece": pb.PutPackagePieceResponse(package=UPLOADING),
    "FinishPackage": pb.FinishPackageResponse(package=REFUSED),
    "PublishPackage": pb.PublishPackageResponse(package=PUBLISHED),
    "WithdrawPackage": pb.WithdrawPackageResponse(package=PROPOSED),
    "PreviewPackage": pb.PreviewPackageResponse(url=URL, expires_at=NOON),
}
_PROPOSED_READ: Final = {
    "package_id": PACKAGE_ID,
    "version": 3,
    "state": "PROPOSED",
    "name": "gates <b>.zip",
    "size": 1_234_567,
    "digest": _DIGEST,
    "course_id": COURSE_ID,
    "course_version": None,
    "uploaded_at": _AT,
    "published_at": None,
    "pieces": 2,
    "received": 2,
    "kind": "CMI5",
    "refusal": None,
    "refused_part": None,
    "title": "Gates",
    "title_cy": "Gatiau",
    "description": "Keep them clear.",
    "unit_count": 1,
    "units": [
        {"title": "Unit <b>", "url": "index.html", "move_on": "Passed", "mastery_score": "0.8"}
    ],
    "uploaded_by_you": False,
}
_NOTHING_FOUND: Final = {
    "title": "",
    "title_cy": "",
    "description": "",
    "unit_count": 0,
    "units": [],
    "size": 5,
    "pieces": 1,
    "uploaded_by_you": True,
}
_REFUSED_READ: Final = (
    _PROPOSED_READ
    | _NOTHING_FOUND
    | {
        "state": "REFUSED",
        "name": "slip.zip",
        "received": 1,
        "refusal": "LEADS_OUT",
        "refused_part": "../../etc/<b>",
    }
)
_UPLOADING_READ: Final = (
    _PROPOSED_READ
    | _NOTHING_FOUND
    | {"state": "UPLOADING", "version": 1, "name": "gates.zip", "digest": None, "received": 0}
)
_PUBLISHED_READ: Final = _PROPOSED_READ | {
    "state": "PUBLISHED",
    "version": 4,
    "course_version": 2,
    "published_at": _AT,
}
READ: Final[dict[str, Any]] = {
    "ListPackages": {"packages": [_PROPOSED_READ, _REFUSED_READ], "next_page_token": "next"},
    "GetPackage": _PROPOSED_READ,
    "BeginPackage": _UPLOADING_READ | {"piece_bytes": 1024 * 1024},
    "PutPackagePiece": _UPLOADING_READ,
    "FinishPackage": _REFUSED_READ,
    "PublishPackage": _PUBLISHED_READ,
    "WithdrawPackage": _PROPOSED_READ,
    "PreviewPackage": {"url": URL, "expires_at": _AT},
}
