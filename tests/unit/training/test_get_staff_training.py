"""A manager sees their own organisation's people, and nobody else's; a leaver is gone at once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import NotTrainingManager
from services.training.usecases.get_staff_training import GetStaffTraining
from tests.fakes.training import (
    NOON,
    MemoryTrainingStores,
    certificate,
    completed,
    enrolment,
    memory,
)
from tests.unit.training.employers import ADMIN, MEMBER, TODAY, asked, recorded


@pytest.mark.parametrize(
    "caller",
    [
        MEMBER,
        replace(ADMIN, organisation_admin=False),
        replace(ADMIN, organisation_id=None),
        replace(MEMBER, roles=frozenset({"trainer"})),
    ],
)
def test_nobody_else_sees_an_organisations_training(unit_of_work, stores, caller) -> None:
    stores.staff.belongs = {"m": "hall"}
    with pytest.raises(NotTrainingManager):
        GetStaffTraining(unit_of_work=unit_of_work)(caller, subjects=["m"])


def test_the_security_lead_does_as_well(unit_of_work, stores) -> None:
    stores.staff.belongs = {"m": "hall"}
    lead = replace(MEMBER, roles=frozenset({"security-lead"}))
    (found,) = GetStaffTraining(unit_of_work=unit_of_work)(lead, subjects=["m"])
    assert "m" == found.subject


_HOMES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["hall", "barn", None]))


@given(
    homes=_HOMES, own=st.sampled_from(["hall", "barn"]), names=st.lists(st.sampled_from("abcdefg"))
)
def test_of_any_names_just_ones_own_people_come_back(homes, own, names) -> None:
    """Whoever is asked for, in whatever order: nothing of another organisation, nobody who left."""
    unit_of_work = memory()
    stores: MemoryTrainingStores = unit_of_work.stores
    stores.staff.belongs = dict(homes)
    for name in "abcdefg":
        stores.enrolments.add(enrolment(name))
        for each in ("hall", "barn"):
            stores.staff.ask(asked(name, each))
            stores.staff.record(recorded(name, each))
    found = GetStaffTraining(unit_of_work=unit_of_work)(
        replace(ADMIN, organisation_id=own), subjects=names
    )
    wanted = [each for each in dict.fromkeys(names) if homes.get(each) == own]
    assert wanted == [each.subject for each in found]
    assert {own} >= {one.organisation_id for each in found for one in each.records}
    assert all(1 == len(each.records) == len(each.courses) for each in found)


def test_it_says_who_began_who_completed_and_until_when_a_certificate_is_good(
    unit_of_work, stores
) -> None:
    stores.staff.belongs = dict.fromkeys(["begun", "done", "revoked", "none"], "hall")
    stores.enrolments.add(enrolment("begun"))
    done, revoked = completed(stores, "done"), completed(stores, "revoked")
    stores.certificates.add(certificate("done", enrolment_id=done.enrolment_id))
    stores.certificates.add(
        certificate("revoked", enrolment_id=revoked.enrolment_id, revoked_at=NOON)
    )
    stores.staff.ask(asked("none"))
    people = GetStaffTraining(unit_of_work=unit_of_work)(
        ADMIN, subjects=["begun", "done", "revoked", "none"]
    )
    (begun,), (passed,), (ended,), (none,) = (each.courses for each in people)
    assert begun.newest is not None
    assert (EnrolmentStatus.OPEN, None) == (begun.newest.status, begun.certified_until)
    assert NOON.replace(year=2028) == passed.certified_until
    assert ended.certified_until is None
    assert (None, TODAY + timedelta(days=14)) == (none.newest, none.due_on)
