"""A second person publishes a package."""

from dataclasses import replace
from uuid import uuid4

import pytest

from kernel.principals import ANONYMOUS
from services.training.domain.cmi5_course import CourseStructure
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import CourseNotCompleted
from services.training.domain.package import (
    Package,
    PackageState,
)
from services.training.domain.package_course import course_of
from services.training.domain.package_errors import (
    IllegalPackageMove,
    PackageChanged,
    SelfPublication,
)
from services.training.usecases.issue_certificate import IssueCertificate
from tests.fakes.package_desk import SECOND
from tests.fakes.plumbing import FreshIds, SetClock
from tests.fakes.training import ISSUER, LEARNER, TRAINER, credentials, key
from tests.fakes.training_packages import package_zip


def test_a_second_person_publishes_exactly_what_they_read(desk, stores) -> None:
    made = desk.brought(package_zip())
    which = {"package_id": made.package_id}
    with pytest.raises(SelfPublication):
        desk.publish(TRAINER, **which, read_digest=made.digest)
    with pytest.raises(PackageChanged):
        desk.publish(SECOND, **which, read_digest="0" * 64)
    published = desk.publish(SECOND, **which, read_digest=made.digest)
    assert (PackageState.PUBLISHED, 1) == (published.state, published.course_version)
    assert "training:publish-package" == stores.audit.rows[-1][1]
    with pytest.raises(IllegalPackageMove):
        desk.publish(SECOND, **which, read_digest=made.digest)
    offered = desk.catalogue.newest(ANONYMOUS, made.course_id)
    assert ("Gates", 2) == (offered.title, len(list(offered.structure.units())))
    assert made.course_id in [each.course_id for each in desk.catalogue.offered(ANONYMOUS)]


def test_two_versions_overlap_and_a_learner_finishes_the_one_they_began(desk) -> None:
    first = desk.published(package_zip())
    begun = desk.enrol(LEARNER, course_id=first.course_id, key=key())
    second = desk.published(package_zip(more=b"x"), first.course_id)
    assert (first.course_id, 2) == (second.course_id, second.course_version)
    assert 2 == desk.catalogue.newest(LEARNER, first.course_id).version
    assert 1 == begun.enrolment.course_version
    assert not desk.catalogue.version(first.course_id, 1).withdrawn


def test_a_course_in_welsh_alone_is_said_to_be() -> None:
    made = Package.begun(uuid4(), uuid4(), name="a", size=1, by="x", at=SetClock().now())
    words = {"cy": "Gatiau"}
    structure = CourseStructure(publisher_id="x:y", title=words, description=words, children=())
    published = replace(made, structure=structure, course_version=1, published_at=made.uploaded_at)
    said = course_of(published)
    assert ("cy", "Gatiau", "Gatiau") == (said.language, said.title, said.title_cy)


def test_a_course_of_a_package_gives_no_certificate_whatever_its_enrolment_says(
    desk, stores, unit_of_work, clock
) -> None:
    """What a package says of a learner is the word of a browser."""
    made = desk.published(package_zip())
    begun = desk.enrol(LEARNER, course_id=made.course_id, key=key()).enrolment
    done = replace(begun, version=2, status=EnrolmentStatus.COMPLETED, completed_at=clock.now())
    stores.enrolments.save(done)
    issue = IssueCertificate(
        unit_of_work=unit_of_work,
        catalogue=desk.catalogue,
        credentials=credentials(),
        issuer=ISSUER,
        clock=clock,
        ids=FreshIds(),
    )
    with pytest.raises(CourseNotCompleted):
        issue(LEARNER, enrolment_id=begun.enrolment_id, name="Given Family", key=key("Issue"))
    assert {} == stores.certificates.kept
