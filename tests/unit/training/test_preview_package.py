"""Looking at a unit, by a path of its own package."""

import pytest

from services.training.domain.package_errors import (
    PackageNotFound,
)
from tests.fakes.package_desk import ORIGINS, SECOND
from tests.fakes.training_packages import PAGE, package_zip


def test_a_file_opens_by_a_path_of_its_own_package_for_a_while(desk, clock) -> None:
    made, other = desk.brought(package_zip()), desk.brought(package_zip())
    url, grant = desk.preview(SECOND, package_id=made.package_id, unit=0)
    origin, token, rest = url.rsplit("/", 2)
    assert (ORIGINS.of(made.package_id), "index.html?unit=1") == (origin, rest)
    which = {"package_id": made.package_id, "token": token}
    _, file, body = desk.read(**which, path="index.html")
    assert PAGE == b"".join(body(0, file.size))
    refused = (
        which | {"path": "none.html"},
        which | {"path": ""},
        {"package_id": other.package_id, "token": token, "path": "index.html"},
        {"package_id": made.package_id, "token": token[:-4], "path": "index.html"},
        {"package_id": made.package_id, "token": "", "path": "index.html"},
    )
    for each in refused:
        with pytest.raises(PackageNotFound):
            desk.read(**each)
    clock.moment = grant.expires_at
    with pytest.raises(PackageNotFound):
        desk.read(**which, path="index.html")
    with pytest.raises(PackageNotFound):
        desk.preview(SECOND, package_id=made.package_id, unit=2)
