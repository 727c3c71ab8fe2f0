"""The verifier finds each kind of tampering, and believes nobody but the key."""

import copy
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.alerts.inbound.record_translate import entry_to_pb, head_to_pb
from services.alerts.verifier import Copy, NotTheLog, check, main, root_of
from services.gateway.resources.ledger import head_json
from tests.unit.alerts.logged import SIGNER, logged

KEY = SIGNER.key.public_key().public_bytes_raw()


@pytest.fixture
def file_of(unit_of_work, stores, clock):
    """Makes a log of so many messages and returns its copy as a file says it."""

    def file_of(much: int) -> dict[str, Any]:
        logged(unit_of_work, clock, much)
        entries = map(entry_to_pb, stores.log.entries(0, 100))
        return {
            "head": head_json(head_to_pb(stores.log.newest_head())),
            "entries": [
                {
                    "index": each.index,
                    "identifier": each.identifier,
                    "document": each.document.decode(),
                }
                for each in entries
            ],
        }

    return file_of


def refused(said: dict[str, Any], key: bytes = KEY, before: dict[str, Any] | None = None) -> str:
    with pytest.raises(NotTheLog) as caught:
        check(Copy.of(said), key, before and Copy.of(before))
    return str(caught.value)


@pytest.mark.parametrize("much", [1, 2, 7])
def test_a_true_copy_is_good(file_of, much: int) -> None:
    """The control of all the others."""
    assert check(Copy.of(file_of(much)), KEY).startswith(f"{much} messages")


def test_a_log_that_grew_is_good(file_of) -> None:
    before = file_of(3)
    assert "3 were there before" in check(Copy.of(file_of(2)), KEY, Copy.of(before))


def changed(said: dict[str, Any]) -> None:
    said["entries"][1]["document"] = said["entries"][1]["document"].replace("Severe", "Minor")


def removed(said: dict[str, Any]) -> None:
    del said["entries"][-1]


def added(said: dict[str, Any]) -> None:
    said["entries"].append({"index": len(said["entries"]), "document": "<alert/>"})


def swapped(said: dict[str, Any]) -> None:
    entries = said["entries"]
    one, other = entries[0]["document"], entries[1]["document"]
    entries[0]["document"], entries[1]["document"] = other, one


def renumbered(said: dict[str, Any]) -> None:
    said["entries"][0]["index"] = 1


def another_head(said: dict[str, Any]) -> None:
    head = json.loads(said["head"]["signed_text"])
    said["head"]["signed_text"] = json.dumps(head | {"tree_size": 2})


def another_signature(said: dict[str, Any]) -> None:
    said["head"]["signature"] = "00" * 64


def no_signature(said: dict[str, Any]) -> None:
    said["head"]["signature"] = ""


def no_hex(said: dict[str, Any]) -> None:
    said["head"]["signature"] = "zz"


def no_head(said: dict[str, Any]) -> None:
    del said["head"]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (changed, "not those that were signed"),
        (removed, "the copy has 3"),
        (added, "the copy has 5"),
        (swapped, "not those that were signed"),
        (renumbered, "not numbered"),
        (another_head, "not signed by this key"),
        (another_signature, "not signed by this key"),
        (no_signature, "not signed by this key"),
        (no_hex, "no copy of a log"),
        (no_head, "no copy of a log"),
    ],
)
def test_each_kind_of_tampering_is_found(file_of, spoil, why: str) -> None:
    good = file_of(4)
    spoilt = copy.deepcopy(good)
    spoil(spoilt)
    assert good != spoilt
    assert why in refused(spoilt)


def resigned(said: dict[str, Any], key: Ed25519PrivateKey) -> dict[str, Any]:
    """The copy of a server that rewrote its log and signed it anew."""
    documents = [entry["document"].encode() for entry in said["entries"]]
    head = json.loads(said["head"]["signed_text"])
    text = json.dumps(head | {"tree_size": len(documents), "root_hash": root_of(documents).hex()})
    signature = key.sign(text.encode()).hex()
    return said | {"head": said["head"] | {"signed_text": text, "signature": signature}}


def test_a_log_that_was_rewritten_and_signed_anew_is_found_by_an_earlier_copy(file_of) -> None:
    before = file_of(3)
    spoilt = copy.deepcopy(before)
    changed(spoilt)
    forged = resigned(spoilt, SIGNER.key)
    assert check(Copy.of(forged), KEY)
    assert "does not begin with what it was" in refused(forged, before=before)
    shorter = copy.deepcopy(before)
    removed(shorter)
    cut = resigned(shorter, SIGNER.key)
    assert "does not begin with what it was" in refused(cut, before=before)


def test_who_signs_with_a_key_of_their_own_is_found(file_of) -> None:
    forged = resigned(file_of(2), Ed25519PrivateKey.generate())
    assert "not signed by this key" in refused(forged)
    assert "not signed by this key" in refused(file_of(2), key=b"short")


@pytest.mark.parametrize("said", ["[]", "null", '{"head_version": 2}', "not json", "1"])
def test_a_head_of_a_kind_that_is_not_known_is_not_good(file_of, said: str) -> None:
    good = file_of(1)
    signature = SIGNER.key.sign(said.encode()).hex()
    forged = good | {"head": {"signed_text": said, "signature": signature}}
    assert "does not know" in refused(forged)


def test_the_command_says_good_or_what_is_not(file_of, tmp_path, capsys) -> None:
    good, spoilt = tmp_path / "good.json", tmp_path / "spoilt.json"
    said = file_of(3)
    good.write_text(json.dumps(said))
    changed(said)
    spoilt.write_text(json.dumps(said))
    assert 0 == main(["check", str(good), "--key", KEY.hex()])
    assert capsys.readouterr().out.startswith("good: 3 messages")
    assert 1 == main(["check", str(spoilt), "--key", KEY.hex(), "--before", str(good)])
    assert 1 == main(["check", str(tmp_path / "nothing.json"), "--key", KEY.hex()])
    spoilt.write_text("{" * 100_000)
    assert 1 == main(["check", str(spoilt), "--key", KEY.hex()])
    assert "NOT GOOD" in capsys.readouterr().err
