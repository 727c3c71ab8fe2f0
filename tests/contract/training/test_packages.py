"""Packages through the front of training: in pieces, looked into, published, withdrawn."""

from uuid import uuid4

from isp.training.v1 import packages_pb2 as pb
from isp.training.v1 import training_pb2
from isp.training.v1.packages_pb2_grpc import PackagesServiceStub
from kernel.tiers import Tier
from tests.fakes.serving import Caller, Served, refusal
from tests.fakes.training_packages import package_zip, sha256


def _trainer(server: Served) -> Caller:
    return server.caller("trainer", tier=Tier.TRUSTED)


def _brought(packages: PackagesServiceStub, by: Caller, body: bytes) -> pb.Package:
    begin = pb.BeginPackageRequest(name="a.zip", size=len(body), idempotency_key=str(uuid4()))
    which = packages.BeginPackage(begin, metadata=by.metadata).package.package_id
    piece = pb.PutPackagePieceRequest(package_id=which, body=body)
    packages.PutPackagePiece(piece, metadata=by.metadata)
    whole = pb.FinishPackageRequest(package_id=which, digest=sha256(body))
    return packages.FinishPackage(whole, metadata=by.metadata).package


def test_a_package_is_published_by_a_second_trainer_and_offered(server, packages, training) -> None:
    one, two = _trainer(server), _trainer(server)
    made = _brought(packages, one, package_zip())
    assert ("Gates", 2, True) == (made.title, made.unit_count, made.uploaded_by_you)
    assert ["Unit 0", "Unit 1"] == [each.title for each in made.units]
    word = pb.PublishPackageRequest(package_id=made.package_id, read_digest=made.digest)
    with refusal() as refused:
        packages.PublishPackage(word, metadata=one.metadata)
    assert ("PERMISSION_DENIED", "SELF_PUBLICATION") == refused.status_and_reason
    published = packages.PublishPackage(word, metadata=two.metadata).package
    assert (pb.PACKAGE_STATE_PUBLISHED, 1) == (published.state, published.course_version)
    offered = training.ListCourses(training_pb2.ListCoursesRequest()).courses
    assert ("Gates", made.course_id) in [(each.title, each.course_id) for each in offered]
    end = pb.WithdrawPackageRequest(
        package_id=made.package_id, expected_version=published.version, reason="Wrong."
    )
    packages.WithdrawPackage(end, metadata=one.metadata)
    offered = training.ListCourses(training_pb2.ListCoursesRequest()).courses
    assert made.course_id not in [each.course_id for each in offered]


def test_what_is_refused_says_why_and_is_not_shown(server, packages, storage) -> None:
    trainer = _trainer(server)
    before = set(storage.kept)
    made = _brought(packages, trainer, package_zip(**{"../out.html": b"x"}))
    assert (pb.PACKAGE_STATE_REFUSED, pb.PACKAGE_REFUSAL_LEADS_OUT, "../out.html") == (
        made.state,
        made.refusal,
        made.refused_part,
    )
    assert before == set(storage.kept)
    (listed,) = packages.ListPackages(pb.ListPackagesRequest(), metadata=trainer.metadata).packages
    assert made.package_id == listed.package_id
    asked = pb.PreviewPackageRequest(package_id=made.package_id)
    with refusal() as refused:
        packages.PreviewPackage(asked, metadata=trainer.metadata)
    assert ("FAILED_PRECONDITION", "ILLEGAL_PACKAGE_MOVE") == refused.status_and_reason


def test_what_is_infected_is_refused_by_name(server, packages, storage) -> None:
    before = set(storage.kept)
    made = _brought(packages, _trainer(server), package_zip(**{"media/a.js": b"harmful"}))
    refused = (pb.PACKAGE_STATE_REFUSED, pb.PACKAGE_REFUSAL_INFECTED)
    assert refused == (made.state, made.refusal)
    assert before == set(storage.kept)


def test_without_a_scanner_nothing_is_shown_and_it_may_be_taken_back(
    server, packages, scanner
) -> None:
    one, two = _trainer(server), _trainer(server)
    scanner.away = True
    try:
        made = _brought(packages, one, package_zip())
    finally:
        scanner.away = False
    assert (pb.PACKAGE_STATE_QUARANTINED, "", 0) == (made.state, made.title, made.unit_count)
    word = pb.PublishPackageRequest(package_id=made.package_id, read_digest=made.digest)
    look = pb.PreviewPackageRequest(package_id=made.package_id)
    for ask, request in ((packages.PublishPackage, word), (packages.PreviewPackage, look)):
        with refusal() as refused:
            ask(request, metadata=two.metadata)
        assert ("FAILED_PRECONDITION", "ILLEGAL_PACKAGE_MOVE") == refused.status_and_reason
    end = pb.WithdrawPackageRequest(
        package_id=made.package_id, expected_version=made.version, reason="Not wanted."
    )
    withdrawn = packages.WithdrawPackage(end, metadata=one.metadata).package
    assert pb.PACKAGE_STATE_WITHDRAWN == withdrawn.state


def test_a_unit_is_seen_on_the_package_s_own_origin(server, packages) -> None:
    trainer = _trainer(server)
    made = _brought(packages, trainer, package_zip())
    asked = pb.PreviewPackageRequest(package_id=made.package_id, unit=1)
    url = packages.PreviewPackage(asked, metadata=trainer.metadata).url
    assert url.startswith(f"https://{made.package_id}.packages.example/")
    assert url.endswith("/media/two.html#top")
    got = pb.GetPackageRequest(package_id=made.package_id)
    assert made == packages.GetPackage(got, metadata=trainer.metadata).package
