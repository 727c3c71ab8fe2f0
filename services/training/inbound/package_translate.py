"""Packages between protobuf and the domain."""

import re
from itertools import islice
from typing import Any, Final
from uuid import UUID

from chassis.requests import Wrong, id_from, key_from
from isp.training.v1 import packages_pb2 as pb
from kernel.principals import Principal
from services.training.domain.cmi5_course import Unit
from services.training.domain.package import LARGEST, LONGEST_NAME, PIECE_BYTES, Package
from services.training.domain.package_course import words_in
from services.training.inbound.shown import moment

MOST_SHOWN: Final = 200
_DIGEST: Final = re.compile("[0-9a-f]{64}")


def beginning_from(request: pb.BeginPackageRequest) -> dict[str, Any]:
    """Return what is announced, and the key under which it is done once.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    wrong.unless(1 <= len(request.name) <= LONGEST_NAME, "name", "must be said")
    wrong.unless(0 < request.size <= LARGEST, "size", f"must be from 1 to {LARGEST} bytes")
    course_id: UUID | None = None
    if request.course_id:
        course_id = wrong.built("course_id", lambda: id_from("course_id", request.course_id))
    key = wrong.built("idempotency_key", lambda: key_from("BeginPackage", request))
    wrong.check()
    return {"name": request.name, "size": request.size, "course_id": course_id, "key": key}


def piece_from(request: pb.PutPackagePieceRequest) -> dict[str, Any]:
    """Return a piece.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    upload = wrong.built("package_id", lambda: id_from("package_id", request.package_id))
    wrong.unless(request.number >= 0, "number", "must be 0 or more")
    sized = 1 <= len(request.body) <= PIECE_BYTES
    wrong.unless(sized, "body", f"must have 1 to {PIECE_BYTES} bytes")
    wrong.check()
    return {"package_id": upload, "number": request.number, "body": request.body}


def digested_from(package_id: str, field: str, digest: str) -> tuple[UUID, str]:
    """Return which package, and a digest of it that somebody says.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    found = wrong.built("package_id", lambda: id_from("package_id", package_id))
    good = _DIGEST.fullmatch(digest) is not None
    wrong.unless(good, field, "must be SHA-256 in 64 lower-case hexadecimal digits")
    wrong.check()
    assert found is not None
    return found, digest


def package_to_pb(package: Package, to: Principal, *, units: bool = True) -> pb.Package:
    """Return a package as those who manage training see it, with its first units if asked."""
    shown = pb.Package(
        package_id=str(package.package_id),
        version=package.version,
        state=pb.PackageState.Value(f"PACKAGE_STATE_{package.state.name}"),
        name=package.name,
        size=package.size,
        digest=package.digest,
        course_id=str(package.course_id),
        course_version=package.course_version or 0,
        uploaded_at=moment(package.uploaded_at),
        published_at=moment(package.published_at) if package.published_at else None,
        pieces=package.pieces,
        received=package.received,
        kind=pb.PackageKind.Value(f"PACKAGE_KIND_{package.kind.name}"),
        refused_part=package.refused_part,
        uploaded_by_you=package.uploaded_by == to.person,
    )
    if package.refusal is not None:
        shown.refusal = pb.PackageRefusal.Value(f"PACKAGE_REFUSAL_{package.refusal.name}")
    structure = package.structure
    if structure is not None:
        shown.title = words_in(structure.title, "en-GB", "en", "")
        shown.title_cy = words_in(structure.title, "cy") if "cy" in structure.title else ""
        shown.description = words_in(structure.description, "en-GB", "en", "", most=2000)
        shown.unit_count = sum(1 for _ in structure.units())
        if units:
            shown.units.extend(map(_unit, islice(structure.units(), MOST_SHOWN)))
    return shown


def _unit(unit: Unit) -> pb.PackageUnit:
    return pb.PackageUnit(
        title=words_in(unit.title, "en-GB", "en", ""),
        url=unit.url,
        move_on=unit.move_on.value,
        mastery_score="" if unit.mastery_score is None else str(unit.mastery_score),
    )
