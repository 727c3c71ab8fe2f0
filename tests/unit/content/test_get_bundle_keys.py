"""The keys by which bundles are checked."""

import pytest

from chassis.configuration import BadSetting, Settings
from services.content.bootstrap_bundles import bundle_signer
from services.content.outbound.bundle_signer import Ed25519Bundles
from services.content.usecases.get_bundle_keys import GetBundleKeys
from tests.unit.content.bundles import SIGNER


def test_the_present_key_stands_first_and_a_secret_gives_one_key() -> None:
    (key,) = GetBundleKeys(signer=SIGNER)()
    assert key == Ed25519Bundles.of("s" * 32).keys()[0]
    rotated = Ed25519Bundles.of("n" * 32, former=key.x)
    assert [key] == list(GetBundleKeys(signer=rotated)())[1:]
    assert "s" * 32 not in repr(SIGNER)


@pytest.mark.parametrize(
    "said",
    [
        {"CONTENT_BUNDLE_KEY": "short"},
        {"CONTENT_BUNDLE_KEY": "s" * 32, "CONTENT_BUNDLE_FORMER_KEYS": "nokey"},
    ],
)
def test_an_unfit_key_is_refused_at_boot_without_a_word_of_it(said) -> None:
    with pytest.raises(BadSetting) as refused:
        bundle_signer(Settings(said))
    assert "short" not in str(refused.value).replace("too short", "")


def test_without_a_key_nothing_is_signed() -> None:
    assert () == GetBundleKeys(signer=bundle_signer(Settings({})))()
