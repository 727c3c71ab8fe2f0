"""What is printed is what was signed, with what has no room in the code beside it."""

from dataclasses import dataclass, field
from uuid import uuid4

import pytest

from services.training.domain.errors import NoCertificate
from services.training.domain.passport import MOST_ITEMS, Standing, judged, token_in
from services.training.domain.passport_sheet import PassportSheet
from services.training.outbound.credential_signer import JoseCredentials
from services.training.usecases.get_my_passport import GetMyPassport
from services.training.usecases.print_my_passport import PrintMyPassport
from tests.fakes.training import ISSUER, LEARNER, NOON, certificate, credentials, signing_key


@dataclass
class KeptSheets:
    """Keeps what it is to print."""

    printed: list[PassportSheet] = field(default_factory=list)

    def passport(self, sheet: PassportSheet) -> bytes:
        self.printed.append(sheet)
        return b"a document"


@pytest.fixture
def sheets() -> KeptSheets:
    return KeptSheets()


@pytest.fixture
def print_passport(unit_of_work, clock, sheets) -> PrintMyPassport:
    sign = GetMyPassport(
        unit_of_work=unit_of_work, credentials=credentials(), issuer=ISSUER, clock=clock
    )
    return PrintMyPassport(get_my_passport=sign, issuer=ISSUER, sheets=sheets)


def test_the_words_are_those_of_the_code(print_passport, stores, sheets) -> None:
    for number in range(MOST_ITEMS + 3):
        stores.certificates.add(certificate(course_id=uuid4(), title=f"{number}"))
    stores.certificates.add(certificate(course_id=uuid4(), by="other", title="Of another"))
    assert b"a document" == print_passport(LEARNER, language="cy")
    (sheet,) = sheets.printed
    opened = JoseCredentials(signing_key(), [], ISSUER).open(token_in(sheet.code))
    standing, said = judged(opened, NOON)
    assert said is not None
    assert (Standing.GOOD, sheet.items) == (standing, said.items)
    assert (sheet.name, sheet.expires_at) == (said.name, said.expires_at)
    assert (MOST_ITEMS, 3) == (len(sheet.items), len(sheet.beyond))
    assert "Of another" not in {each.title for each in (*sheet.items, *sheet.beyond)}
    assert ("cy", ISSUER.name) == (sheet.language, sheet.issuer)
    assert sheet.code.startswith(f"{sheet.passport_page}#")
    number = sheet.beyond[0].certificate_id
    assert ISSUER.verification(number) == f"{sheet.certificates_page}/{number}"


def test_who_has_no_certificate_has_nothing_printed(print_passport, sheets) -> None:
    with pytest.raises(NoCertificate):
        print_passport(LEARNER, language="en-GB")
    assert not sheets.printed
