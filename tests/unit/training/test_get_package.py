"""One package as trainers read it."""

from uuid import uuid4

import pytest

from services.training.domain.package_errors import PackageNotFound
from services.training.usecases.get_package import GetPackage
from tests.fakes.training_packages import package_zip


def test_what_was_found_in_a_package_is_read(desk, unit_of_work) -> None:
    made = desk.brought(package_zip())
    read = GetPackage(unit_of_work=unit_of_work)(package_id=made.package_id)
    assert (made.structure, made.digest) == (read.structure, read.digest)


def test_an_upload_is_no_package_yet(desk, unit_of_work) -> None:
    for none in (desk.uploaded(package_zip()).package_id, uuid4()):
        with pytest.raises(PackageNotFound):
            GetPackage(unit_of_work=unit_of_work)(package_id=none)
