"""Questions to providers of evidence as domain words; each field that is wrong is named."""

from typing import TypedDict
from uuid import UUID

from chassis.requests import Wrong, id_from, key_from
from isp.identity.v1 import identity_pb2, verifications_pb2
from kernel.idempotency import RequestKey
from kernel.ports import Pseudonyms
from services.identity.domain.check import CheckKind
from services.identity.domain.provider_check import ASKABLE
from services.identity.inbound.translate import is_printed, tidy
from services.identity.inbound.verifications_translate import (
    ISSUER_LONGEST,
    number_digest,
    plain_number,
)
from services.identity.usecases.request_provider_check import Document


class Asked(TypedDict):
    """What a question says."""

    verification_id: UUID
    kind: CheckKind
    document: Document
    key: RequestKey


def provider_question_from(
    request: verifications_pb2.RequestProviderCheckRequest, numbers: Pseudonyms
) -> Asked:
    """Return a question; the key is over the number's keyed digest, not the number.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    case_id = wrong.built(
        "verification_id", lambda: id_from("verification_id", request.verification_id)
    )
    known = identity_pb2.CheckKind.DESCRIPTOR.values_by_number.get(request.kind)
    name = known.name.removeprefix("CHECK_KIND_") if known else ""
    kind = CheckKind.__members__.get(name)
    wrong.unless(kind in ASKABLE, "kind", "must be EVIDENCE, ACTIVITY or FRAUD")
    document, digest = _document(request, kind, numbers, wrong)
    body = verifications_pb2.RequestProviderCheckRequest()
    body.CopyFrom(request)
    body.document_number = digest
    key = wrong.built("idempotency_key", lambda: key_from("RequestProviderCheck", body))
    wrong.check()
    assert case_id is not None
    assert kind is not None
    assert key is not None
    return {"verification_id": case_id, "kind": kind, "document": document, "key": key}


def _document(
    request: verifications_pb2.RequestProviderCheckRequest,
    kind: CheckKind | None,
    numbers: Pseudonyms,
    wrong: Wrong,
) -> tuple[Document, str]:
    if kind is not CheckKind.EVIDENCE:
        for field in ("document_type", "issuer", "document_number"):
            wrong.unless(not getattr(request, field), field, "is for evidence alone")
        return Document(), ""
    digest = number_digest(request.document_number, numbers)
    kind_of, issuer = tidy(request.document_type).lower(), tidy(request.issuer)
    wrong.unless(is_printed(kind_of, 60), "document_type", "must be said for evidence")
    wrong.unless(
        not issuer or is_printed(issuer, ISSUER_LONGEST),
        "issuer",
        "must have at most 100 characters",
    )
    wrong.unless(bool(digest), "document_number", "must have 4 to 40 letters and digits")
    document = Document(
        type=kind_of,
        issuer=issuer,
        number=plain_number(request.document_number),
        number_digest=digest,
    )
    return document, digest
