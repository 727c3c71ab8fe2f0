"""Whom a file names is told to who manages an organisation's training."""

import pytest

from services.training.domain.errors import NotTrainingManager
from services.training.usecases.read_staff_file import ReadStaffFile
from tests.unit.training.employers import ADMIN, GOOD, MEMBER


def test_the_addresses_come_back_each_once(clock) -> None:
    twice = GOOD + b"n@hall.example,awareness,2026-12-24,,,\n"
    found = ReadStaffFile(clock=clock)(ADMIN, file=twice)
    assert ["m@hall.example", "n@hall.example"] == list(found)


def test_only_who_manages_an_organisation_may(clock) -> None:
    with pytest.raises(NotTrainingManager):
        ReadStaffFile(clock=clock)(MEMBER, file=GOOD)
