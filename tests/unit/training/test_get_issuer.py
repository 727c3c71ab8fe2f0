"""Who issues certificates."""

from services.training.outbound.credential_signer import JoseCredentials
from services.training.usecases.get_issuer import GetIssuer
from tests.fakes.training import ISSUER, credentials, signing_key


def test_the_present_key_comes_first_and_former_ones_are_named_too() -> None:
    before = credentials().keys()[0]
    rotated = JoseCredentials(signing_key("new"), [signing_key()], ISSUER)
    issuer, (present, former) = GetIssuer(credentials=rotated, issuer=ISSUER)()
    assert ISSUER == issuer
    assert before == former != present
    assert f"https://isp.example/v1/credentials/keys/{present.key_id}" == present.kid
    assert "AQAB" == present.e
