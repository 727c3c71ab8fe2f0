"""Which readings are of one document."""

from services.identity.domain.check import Check, CheckKind
from services.identity.domain.documents import documents_of
from services.identity.domain.gpg45 import Evidence
from tests.fakes.identity import check


def read(kind: str, number: str = "", strength: int = 2, validity: int = 2) -> Check:
    return check(
        CheckKind.EVIDENCE,
        document_type=kind,
        number_digest=number,
        strength=strength,
        validity=validity,
    )


def test_one_type_or_one_number_is_one_document() -> None:
    """Whoever calls a passport a licence as well has not shown two documents."""
    found = documents_of(
        [read("passport", "a"), read("licence", "b"), read("id-card", "a", 3, 1), read("visa")]
    )
    assert {
        "id-card": frozenset({Evidence(2, 2), Evidence(3, 1)}),
        "licence": frozenset({Evidence(2, 2)}),
        "visa": frozenset({Evidence(2, 2)}),
    } == found


def test_a_chain_of_names_and_numbers_is_one_document() -> None:
    found = documents_of([read("a", "1"), read("b", "2"), read("c", "3"), read("a", "2")])
    assert ["a", "c"] == sorted(found)
    assert 1 == len(documents_of([read("a", "1"), read("b", "2"), read("b", "1")]))


def test_without_numbers_two_types_are_two_documents() -> None:
    assert 2 == len(documents_of([read("a"), read("b"), check(CheckKind.FRAUD, score=2)]))
