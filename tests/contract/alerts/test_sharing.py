"""GetSharingWarnings and what SubmitAlert asks of it: through the front."""

import pytest

from isp.alerts.v1 import alert_pb2 as pb
from isp.alerts.v1 import sharing_pb2
from isp.kernel.v1 import kernel_pb2
from tests.contract.alerts.desk import AMBER, LONDON, Desk, submission_of, update_of
from tests.fakes.serving import refusal

SCOTLAND = kernel_pb2.AudienceRow(
    mode=kernel_pb2.AUDIENCE_MODE_INCLUDE, kind=kernel_pb2.AUDIENCE_KIND_REGION, value="SCO"
)


def unusual(desk: Desk, alert: pb.Alert) -> sharing_pb2.GetSharingWarningsResponse:
    asked = sharing_pb2.GetSharingWarningsRequest(alert_id=alert.alert_id)
    return desk.alerts.GetSharingWarnings(asked, metadata=desk.author.metadata)


def test_a_region_that_nothing_went_to_before_must_be_seen_first(desk: Desk) -> None:
    desk.issued(audience=[LONDON])
    draft = desk.drafted(audience=[SCOTLAND])
    found = unusual(desk, draft)
    (warning,) = found.warnings
    assert (sharing_pb2.UNUSUAL_NEW_REGIONS, ["SCO"]) == (warning.kind, list(warning.values))
    assert "regions" in warning.sentence_en
    assert "rhanbarthau" in warning.sentence_cy
    for seen in (b"", b"0" * 32):
        with refusal() as refused:
            desk.alerts.SubmitAlert(submission_of(draft, seen), metadata=desk.author.metadata)
        assert ("FAILED_PRECONDITION", "WARNINGS_NOT_SEEN") == refused.status_and_reason
    asked = submission_of(draft, found.digest)
    waiting = desk.alerts.SubmitAlert(asked, metadata=desk.author.metadata).alert
    assert found.digest == waiting.warnings_seen_digest


def test_what_became_unusual_meanwhile_must_be_seen_too(desk: Desk) -> None:
    desk.issued(audience=[LONDON])
    draft = desk.drafted(audience=[SCOTLAND])
    stale = unusual(desk, draft).digest
    desk.issued(audience=[SCOTLAND])
    assert b"" == unusual(desk, draft).digest
    asked = submission_of(draft, stale)
    waiting = desk.alerts.SubmitAlert(asked, metadata=desk.author.metadata).alert
    assert b"" == waiting.warnings_seen_digest, "nothing is unusual any more"


def test_an_update_that_widens_its_thread_says_from_what_to_what(desk: Desk) -> None:
    out = desk.issued(marking=AMBER)
    update = desk.alerts.UpdateAlert(update_of(out), metadata=desk.author.metadata).alert
    (warning,) = unusual(desk, update).warnings
    assert sharing_pb2.UNUSUAL_WIDER_SHARING == warning.kind
    assert ["AMBER", "CLEAR"] == list(warning.values)


@pytest.mark.parametrize("digest", [b"1", b"1" * 33])
def test_what_is_no_digest_is_refused(desk: Desk, digest: bytes) -> None:
    with refusal() as refused:
        desk.alerts.SubmitAlert(
            submission_of(desk.drafted(), digest), metadata=desk.author.metadata
        )
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
