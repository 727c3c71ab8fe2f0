"""Keys that sign: what they may be, and that nothing of them is said."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.jwk import ECKey

from chassis.configuration import BadSetting, Settings
from services.training.config import SigningSettings
from services.training.outbound.credential_signer import (
    UnfitKey,
    read_private_key,
    read_public_keys,
)
from tests.fakes.training import ENVIRONMENT, signing_key


def pem(key, *, private: bool = True) -> str:
    return key.as_pem(private=private).decode()


def short_key() -> str:
    key = rsa.generate_private_key(65537, 1024)  # noqa: S505 - the weakness is the test
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, *form).decode()


UNFIT = {
    "nothing": "x",
    "another kind": pem(ECKey.generate_key("P-256")),
    "too short": short_key(),
    "public": pem(signing_key(), private=False),
    "cut": pem(signing_key())[:-100],
}


@pytest.mark.filterwarnings("ignore:Key size")
@pytest.mark.parametrize("text", UNFIT.values(), ids=UNFIT)
def test_a_key_that_cannot_sign_ends_the_process_and_is_not_shown(text: str) -> None:
    with pytest.raises(UnfitKey):
        read_private_key(text)
    with pytest.raises(BadSetting) as refused:
        SigningSettings.read(Settings(ENVIRONMENT | {"TRAINING_SIGNING_KEY": text}))
    assert "TRAINING_SIGNING_KEY" == refused.value.name
    assert text not in str(refused.value)


def test_a_key_may_come_from_a_file(tmp_path) -> None:
    file = tmp_path / "key.pem"
    file.write_text(pem(signing_key("file")))
    environment = {name: said for name, said in ENVIRONMENT.items() if "SIGNING" not in name}
    settings = SigningSettings.read(
        Settings(environment | {"TRAINING_SIGNING_KEY_FILE": str(file)})
    )
    assert signing_key("file").thumbprint() == settings.present.thumbprint()


def test_former_keys_are_read_one_after_another() -> None:
    keys = [signing_key("one"), signing_key("two")]
    text = "\n".join(pem(each, private=False) for each in keys)
    assert [each.thumbprint() for each in keys] == [
        each.thumbprint() for each in read_public_keys(text)
    ]
    settings = SigningSettings.read(Settings(ENVIRONMENT | {"TRAINING_FORMER_KEYS": text}))
    assert 2 == len(settings.former)
    for spoiled in (text[:-50], f"{text}\nmore", "-----END PUBLIC KEY-----"):
        with pytest.raises(BadSetting):
            SigningSettings.read(Settings(ENVIRONMENT | {"TRAINING_FORMER_KEYS": spoiled}))


def test_nothing_secret_is_in_what_settings_print() -> None:
    settings = SigningSettings.read(Settings(ENVIRONMENT))
    assert "PRIVATE" not in repr(settings)
    assert str(signing_key().as_dict(private=True)["d"]) not in repr(settings)
