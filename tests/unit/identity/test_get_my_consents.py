"""One sees one's own consent and nobody else's; it can be told again."""

from services.identity.domain.events import ConsentChanged
from services.identity.outbound.consent_message import consent_message
from services.identity.usecases.get_my_consents import GetMyConsents
from services.identity.usecases.withdraw_consent import WithdrawConsent
from tests.fakes.identity import caller
from tests.unit.identity.asking import OWNER, peopled
from tests.unit.identity.consenting import LETTER, PAGE, SURVEY, given


def test_one_sees_one_s_own(unit_of_work, clock, ids, stores) -> None:
    peopled(stores)
    given(unit_of_work, clock, ids)
    mine = GetMyConsents(unit_of_work=unit_of_work)
    assert [LETTER] == list(mine(OWNER))
    assert {} == mine(caller("other"))


def test_who_sends_is_told_what_stands_alone(unit_of_work, clock, ids, stores) -> None:
    peopled(stores)
    given(unit_of_work, clock, ids, SURVEY)
    entry = given(unit_of_work, clock, ids)[LETTER]
    WithdrawConsent(unit_of_work=unit_of_work, clock=clock, ids=ids)(OWNER, SURVEY, way=PAGE)
    event = next(e for e in reversed(stores.outbox.events) if isinstance(e, ConsentChanged))
    message = consent_message(event)
    assert ("owner", 3) == (message.subject, message.version)
    (one,) = message.given
    assert (entry.stop_token, entry.wording_version) == (one.stop_token, one.wording_version)
    gone = consent_message(ConsentChanged("owner", (), 4))
    assert ([], 4) == (list(gone.given), gone.version)
