"""What the verbs about packages have in common: where bytes lie, and whose an upload is."""

from uuid import UUID

from kernel.principals import Principal
from services.training.domain.package import Package, PackageState
from services.training.domain.package_errors import PackageNotFound
from services.training.usecases.package_ports import Packages


def incoming(package_id: UUID) -> str:
    """Return how the keys of an upload's pieces begin."""
    return f"incoming/{package_id}/"


def piece_key(package_id: UUID, number: int) -> str:
    """Return the key of a piece, which sorts by its number."""
    return f"{incoming(package_id)}{number:05d}"


def kept(package_id: UUID) -> str:
    """Return how the keys of a package's files begin."""
    return f"packages/{package_id}/"


def file_key(package_id: UUID, number: int) -> str:
    """Return the key of a file of a package."""
    return f"{kept(package_id)}{number:05d}"


def own_upload(packages: Packages, caller: Principal, package_id: UUID) -> Package:
    """Return an upload of the caller's, locked while its bytes are kept or looked into.

    Raises:
        PackageNotFound: there is none, or somebody else began it; the two look the same.
    """
    package = packages.hold(package_id)
    if package.uploaded_by != caller.person:
        raise PackageNotFound("There is no such package.")
    return package


def found(packages: Packages, package_id: UUID, *, lock: bool = False) -> Package:
    """Return a package that came whole.

    Raises:
        PackageNotFound: there is none, or it is still an upload.
    """
    package = packages.get(package_id, lock=lock)
    if package.state is PackageState.UPLOADING:
        raise PackageNotFound("There is no such package.")
    return package
