"""What is unusual about a draft as protobuf."""

from collections.abc import Sequence

from chassis.errors import Invalid, Violation
from isp.alerts.v1 import sharing_pb2 as pb
from services.alerts.domain.sharing import SharingWarning, digest_of_warnings

DIGEST_LENGTH = 32


def warnings_to_pb(warnings: Sequence[SharingWarning]) -> pb.GetSharingWarningsResponse:
    """Return the warnings with the digest that a submission names."""
    shown = [
        pb.SharingWarning(
            kind=pb.Unusual.Value(f"UNUSUAL_{each.kind.name}"),
            values=each.values,
            sentence_en=each.sentence("en"),
            sentence_cy=each.sentence("cy"),
        )
        for each in warnings
    ]
    digest = digest_of_warnings(warnings) if warnings else b""
    return pb.GetSharingWarningsResponse(warnings=shown, digest=digest)


def seen_from(digest: bytes) -> bytes:
    """Return the digest of the warnings that were seen; none is one too.

    Raises:
        Invalid: it is no digest.
    """
    if digest and len(digest) != DIGEST_LENGTH:
        raise Invalid(Violation("warnings_digest", f"must have {DIGEST_LENGTH} bytes, or none"))
    return digest
