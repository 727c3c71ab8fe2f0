"""Printing one's own certificate."""

import json
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from joserfc import jws

from services.training.domain.certificate_sheet import SUMMARY_TYPE, Sheet
from services.training.domain.course import Catalogue
from services.training.domain.errors import CertificateEnded, CertificateNotFound
from services.training.usecases.get_certificate import GetCertificate
from services.training.usecases.print_certificate import PrintCertificate, PrintForm
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import (
    ISSUER,
    LEARNER,
    NOON,
    OTHER,
    certificate,
    course,
    credentials,
    signing_key,
)


class KeptSheets:
    """Keeps what it is to print."""

    def __init__(self) -> None:
        self.printed: list[tuple[str, Sheet]] = []

    def pdf(self, sheet: Sheet) -> bytes:
        self.printed.append(("pdf", sheet))
        return b"a document"

    def badge(self, sheet: Sheet) -> bytes:
        self.printed.append(("badge", sheet))
        return b"a picture"


@pytest.fixture
def sheets() -> KeptSheets:
    return KeptSheets()


@pytest.fixture
def print_certificate(unit_of_work, sheets) -> PrintCertificate:
    return PrintCertificate(
        get_certificate=GetCertificate(unit_of_work=unit_of_work),
        catalogue=Catalogue([course()]),
        credentials=credentials(),
        issuer=ISSUER,
        sheets=sheets,
    )


def test_the_holder_has_both_files_of_what_is_on_record(print_certificate, stores, sheets) -> None:
    stores.certificates.add(mine := certificate())
    made = {
        form: print_certificate(LEARNER, certificate_id=mine.certificate_id, form=form)
        for form in PrintForm
    }
    assert {PrintForm.PDF: b"a document", PrintForm.BADGE: b"a picture"} == made
    (first, document), (second, picture) = sheets.printed
    assert ("pdf", "badge") == (first, second)
    assert (mine.name, mine.title, mine.credential) == (
        picture.name,
        picture.title,
        picture.credential,
    )
    assert (course().criteria, course().banner) == (document.criteria, document.banner)


def test_the_code_leads_to_the_page_and_carries_a_summary_that_the_issuer_signed(
    print_certificate, stores, sheets
) -> None:
    stores.certificates.add(mine := certificate())
    print_certificate(LEARNER, certificate_id=mine.certificate_id, form=PrintForm.PDF)
    address = urlsplit(sheets.printed[0][1].code)
    assert f"/verify/{mine.certificate_id}" == address.path
    signed = jws.deserialize_compact(address.fragment, signing_key(), algorithms=["RS256"])
    assert SUMMARY_TYPE == signed.headers()["typ"]
    assert {
        "iss": ISSUER.id,
        "jti": str(mine.certificate_id),
        "name": mine.name,
        "title": mine.title,
        "nbf": int(mine.issued_at.timestamp()),
        "exp": int(mine.valid_until.timestamp()),
    } == json.loads(signed.payload)


def test_for_others_it_is_not_there(print_certificate, stores) -> None:
    stores.certificates.add(mine := certificate())
    said = []
    for who, certificate_id in ((OTHER, mine.certificate_id), (LEARNER, FreshIds().new())):
        with pytest.raises(CertificateNotFound) as refused:
            print_certificate(who, certificate_id=certificate_id, form=PrintForm.PDF)
        said.append(str(refused.value))
    assert said[0] == said[1]


def test_one_that_was_revoked_is_printed_no_more(print_certificate, stores, sheets) -> None:
    stores.certificates.add(mine := replace(certificate(), revoked_at=NOON))
    with pytest.raises(CertificateEnded):
        print_certificate(LEARNER, certificate_id=mine.certificate_id, form=PrintForm.BADGE)
    assert not sheets.printed
