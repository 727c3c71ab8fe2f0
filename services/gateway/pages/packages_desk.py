"""The desk of packages: brought in, seen, published by a second trainer, and stopped."""

import hashlib
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, BinaryIO, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from govuk_frontend_wtf.wtforms_widgets import GovFileInput
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse
from wtforms import FileField, HiddenField
from wtforms.validators import Length

from isp.training.v1 import packages_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in
from services.gateway.resources.packages import LOOK_SECONDS

packages_desk = APIBlueprint(
    "packages_desk", __name__, url_prefix="/desk/packages", enable_openapi=False
)

PAGE_SIZE: Final = 20
STATES: Final = {
    "QUARANTINED": lazy_gettext("Waits to be scanned and looked into"),
    "REFUSED": lazy_gettext("Refused; nothing of it is kept"),
    "PROPOSED": lazy_gettext("Waits for a second trainer"),
    "PUBLISHED": lazy_gettext("Published"),
    "WITHDRAWN": lazy_gettext("Stopped"),
}
REFUSALS: Final = {
    "DIGEST_DIFFERS": lazy_gettext("What came is not what was sent. Bring it again."),
    "NOT_A_PACKAGE": lazy_gettext("It is neither a ZIP file nor a course structure."),
    "DAMAGED": lazy_gettext("It cannot be read as a ZIP file."),
    "ENCRYPTED": lazy_gettext("It needs a password, so nobody can look into it."),
    "DUPLICATE_NAME": lazy_gettext("Two files in it have the same name."),
    "LEADS_OUT": lazy_gettext("A file's name leads out of the package, or is too long."),
    "LINK": lazy_gettext("There is a link in it, which is no file."),
    "TOO_MANY_FILES": lazy_gettext("There are more than 5,000 files in it."),
    "TOO_LARGE": lazy_gettext("It unpacks to more than 256 MB."),
    "COMPRESSION_BOMB": lazy_gettext("It unpacks to far more than it is."),
    "NO_MANIFEST": lazy_gettext("There is no manifest at its top."),
    "BAD_MANIFEST": lazy_gettext("Its manifest is not as the standard asks."),
    "MISSING_FILE": lazy_gettext("A unit names a file that is not in it."),
    "TOO_COMPLEX": lazy_gettext("It is too complex to be looked into."),
    "INFECTED": lazy_gettext("The scanner knows something in it as harmful."),
}
_REFUSED: Final = {
    **dict.fromkeys(
        (
            *("INVALID", "TOO_MANY_UPLOADS", "LOOK_BUSY", "UPLOAD_CLOSED", "UPLOAD_INCOMPLETE"),
            *("PIECE_OUT_OF_ORDER", "STORAGE_UNAVAILABLE", "PACKAGE_NOT_FOUND"),
            *("COURSE_NOT_FOUND", "NOT_OF_PACKAGES", "SELF_PUBLICATION", "PACKAGE_CHANGED"),
            *("ILLEGAL_PACKAGE_MOVE", "STALE_VERSION"),
        ),
        "",
    ),
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
}
_CHOOSE: Final = lazy_gettext("choose a file that is not empty")


class PackageForm(Form):
    """A package, and which course it is the next version of."""

    file = FileField(
        lazy_gettext("Choose a package"),
        widget=GovFileInput(),
        description=lazy_gettext(
            "A ZIP file with a cmi5.xml or an imsmanifest.xml (SCORM), up to 25 MB here. It is"
            " scanned and looked into at once, which may take half a minute."
        ),
    )
    course_id = HiddenField(validators=[Length(max=36)])
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])

    def refuse(self, violations: Iterator[tuple[str, str]]) -> list[str]:
        """Show whatever is wrong with the file at the one field that there is."""
        return super().refuse(("file", what) for _, what in violations)


class PackageWithdrawalForm(Form):
    """Why a package is stopped."""

    reason = line(lazy_gettext("Why is it stopped? For the record only"), most=300)


@packages_desk.get("")
@signed_in
def packages() -> Response:
    """Show the packages, newest first."""
    return _all(PackageForm())


@packages_desk.post("")
@signed_in
def upload() -> AnyResponse:
    """Bring a package."""
    form, file = PackageForm(), request.files.get("file")
    status = int(HTTPStatus.BAD_REQUEST)
    size = _size(file.stream) if file and file.filename else 0
    if not file or not size:
        form.file.errors = [*form.file.errors, str(_CHOOSE)]
    else:
        try:
            with said_on(form, _REFUSED):
                made = _bring(file, size, form)
            return redirect(address("packages_desk.package", package_id=made.package_id))
        except Refused as refused:
            status = refused.status
    form.key.data = str(uuid4())
    return _all(form, status)


@packages_desk.get("/<uuid:package_id>")
@signed_in
def package(package_id: UUID) -> Response:
    """Show what was found in a package."""
    return _one(package_id, PackageWithdrawalForm(formdata=None))


@packages_desk.get("/<uuid:package_id>/units/<int:number>")
@signed_in
def unit(package_id: UUID, number: int) -> AnyResponse:
    """Look at a unit, on the package's own origin."""
    message = pb.PreviewPackageRequest(package_id=str(package_id), unit=min(number, 9_999))
    answer = redirect(ask(clients().packages.PreviewPackage, message).url)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@packages_desk.post("/<uuid:package_id>")
@signed_in
def act(package_id: UUID) -> AnyResponse:
    """Publish a package, or stop it."""
    deed = request.form.get("do")
    withdrawal = PackageWithdrawalForm() if deed == "withdraw" else PackageWithdrawalForm(None)
    status = int(HTTPStatus.BAD_REQUEST)
    if deed != "withdraw" or withdrawal.validate():
        try:
            with said_on(withdrawal, _REFUSED):
                return _done(package_id, str(deed), withdrawal)
        except Refused as refused:
            status = refused.status
    return _one(package_id, withdrawal, status)


def _done(package_id: UUID, deed: str, form: PackageWithdrawalForm) -> AnyResponse:
    rpcs, which = clients().packages, str(package_id)
    if deed == "withdraw":
        why = pb.WithdrawPackageRequest(
            package_id=which, expected_version=version_read(), reason=form.reason.data
        )
        ask(rpcs.WithdrawPackage, why)
        flash(gettext("It is stopped."), "success")
    else:
        read = request.form.get("digest", "")[:64]
        ask(rpcs.PublishPackage, pb.PublishPackageRequest(package_id=which, read_digest=read))
        flash(gettext("It is published."), "success")
    return redirect(address("packages_desk.package", package_id=package_id))


def _bring(file: FileStorage, size: int, form: PackageForm) -> pb.Package:
    """Send a package to training, piece by piece, and have it looked into."""
    rpcs = clients().packages
    begin = pb.BeginPackageRequest(
        name=file.filename or "",
        size=size,
        course_id=str(form.course_id.data or ""),
        idempotency_key=str(form.key.data),
    )
    begun, digest = ask(rpcs.BeginPackage, begin), hashlib.sha256()
    which = begun.package.package_id
    for number in range(begun.package.pieces):
        piece = file.stream.read(begun.piece_bytes)
        digest.update(piece)
        message = pb.PutPackagePieceRequest(package_id=which, number=number, body=piece)
        ask(rpcs.PutPackagePiece, message)
    whole = pb.FinishPackageRequest(package_id=which, digest=digest.hexdigest())
    finished: pb.Package = clients().call(rpcs.FinishPackage, whole, seconds=LOOK_SECONDS).package
    return finished


def _size(stream: BinaryIO | Any) -> int:
    size = int(stream.seek(0, 2))
    stream.seek(0)
    return size


def _all(form: PackageForm, status: int = HTTPStatus.OK) -> Response:
    message = pb.ListPackagesRequest(
        page_size=PAGE_SIZE, page_token=request.args.get("page", "")[:200]
    )
    found = ask(clients().packages.ListPackages, message)
    return page("desk_packages.html", status, found=found, form=form, states=STATES)


def _one(
    package_id: UUID, withdrawal: PackageWithdrawalForm, status: int = HTTPStatus.OK
) -> Response:
    message = pb.GetPackageRequest(package_id=str(package_id))
    found = ask(clients().packages.GetPackage, message).package
    form = PackageForm(None, course_id=found.course_id)
    return page(
        "desk_package.html",
        status,
        package=found,
        form=form,
        withdrawal=withdrawal,
        states=STATES,
        refusals=REFUSALS,
    )
