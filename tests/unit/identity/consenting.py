"""Consent as tests give and withdraw it."""

from services.identity.domain.agreement import AgreementPurpose, AgreementWay, newest
from services.identity.domain.contact import Channel
from services.identity.usecases.give_consent import GiveConsent
from tests.unit.identity.asking import OWNER

LETTER = AgreementPurpose.NEWSLETTER, Channel.EMAIL
SURVEY = AgreementPurpose.SURVEY, Channel.EMAIL
PAGE = AgreementWay.PAGE


def given(unit_of_work, clock, ids, kind=LETTER, version=None, language="cy"):
    shown = version or newest(kind, language).version, language
    give = GiveConsent(unit_of_work=unit_of_work, clock=clock, ids=ids)
    return give(OWNER, kind, shown=shown, way=PAGE)
