"""A bundle, as a client that was written from its description alone reads it."""

import gzip
import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.access import may_read, offline_reader
from kernel.markings import FLOORS, Marking, Tlp
from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from services.content.domain.bundle import MOST_DOCUMENTS, Bundle, BundlesOff
from services.content.domain.document import Document, Kind
from services.content.outbound.bundle_signer import NO_BUNDLES, Ed25519Bundles
from services.content.usecases import bundling
from services.content.usecases.get_bundle_keys import GetBundleKeys
from stack.demo_content.files import demo_documents
from tests.clients.offline_bundle import BundleRefused, opened, taken
from tests.fakes.content import AMBER, NOON, READER, VERIFIED, published
from tests.unit.content.bundles import KEYS, SIGNER, Phone

GREEN = Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED)
STRICT = Marking(tlp=Tlp.AMBER_STRICT, minimum_tier=Tier.VERIFIED, closed_group="g")
RED = Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({"top"}))
TRUSTED = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.TRUSTED)
TOP = Principal(
    subject="top",
    tier=Tier.TRUSTED,
    roles=frozenset({"editor"}),
    closed_groups=frozenset({"g"}),
)
BUDGET = 150_000
"""Bytes of the demonstration's documents: as docs/offline-bundle.md promises."""


@pytest.fixture
def shelf(stores):
    """One document of each marking, and one that was withdrawn."""
    markings = {
        "CLEAR": Marking.clear(),
        "GREEN": GREEN,
        "AMBER": AMBER,
        "STRICT": STRICT,
        "RED": RED,
        "TRUSTED": TRUSTED,
    }
    for name, marking in markings.items():
        stores.documents.add(published(marking=marking, title=name, teaser="Only a teaser."))
    gone = published(title="GONE")
    stores.documents.add(gone)
    stores.documents.save(gone.withdraw(by="editor", at=NOON))
    return stores


@pytest.fixture
def phone_of(unit_of_work, clock):
    return lambda owner: Phone(unit_of_work, clock, owner)


def titles(kept):
    return {each["title"] for each in kept.documents.values()}


def test_it_has_what_one_may_take_along_and_nothing_above(shelf, phone_of) -> None:
    for who, wanted in (
        (ANONYMOUS, {"CLEAR"}),
        (READER, {"CLEAR", "GREEN"}),
        (VERIFIED, {"CLEAR", "GREEN", "AMBER"}),
        (TOP, {"CLEAR", "GREEN", "AMBER"}),
    ):
        assert wanted == titles(phone_of(who).take())


@given(
    st.sampled_from(Tlp),
    st.sampled_from(Tier),
    st.sampled_from([None, "g"]),
    st.sampled_from([frozenset(), frozenset({"top"})]),
    st.sampled_from(Tier),
)
def test_what_goes_along_may_be_read_and_is_never_bound_to_group_or_name(
    tlp, tier, group, named, own
) -> None:
    try:
        marking = Marking(tlp=tlp, minimum_tier=tier, closed_group=group, named_subjects=named)
    except ValueError:
        return
    reader = replace(TOP, tier=own)
    if may_read(offline_reader(reader), marking):
        assert may_read(reader, marking)
        assert (None, frozenset()) == (marking.closed_group, marking.named_subjects)
        assert marking.minimum_tier <= Tier.VERIFIED
        assert FLOORS[marking.tlp] <= own
    elif may_read(reader, marking):
        assert (
            marking.closed_group or marking.named_subjects or marking.minimum_tier > Tier.VERIFIED
        )


def test_entitled_text_is_over_after_a_day_and_all_of_it_after_a_week(shelf, phone_of) -> None:
    kept = phone_of(VERIFIED).take()
    day, week = NOON + timedelta(hours=24), NOON + timedelta(days=7)
    soon = timedelta(seconds=1)
    assert 3 == len(kept.shown(day - soon))
    assert {"CLEAR"} == {kept.documents[each]["title"] for each in kept.shown(day)}
    assert 1 == len(kept.shown(week - soon))
    assert [] == kept.shown(week)


def test_it_has_no_teaser_no_name_and_nothing_of_editors(shelf, phone_of) -> None:
    text = gzip.decompress(phone_of(TOP).file()).decode()
    for word in ("teaser", "editor", "top", "owner", "changed_by", "attach"):
        assert word not in text.lower().replace("isp-bundle", "")


def test_the_same_gives_the_same_bytes_within_the_hour(shelf, phone_of, clock) -> None:
    phone = phone_of(READER)
    first = phone.file()
    clock.pass_(minutes=59)
    assert first == phone.file()
    clock.pass_(minutes=1)
    assert first != phone.file()


def test_each_is_counted_and_what_is_in_it_is_not(shelf, phone_of) -> None:
    phone_of(READER).file()
    used = shelf.outbox.events[-1]
    assert ("reader", "content.bundle-taken", "whole") == (
        used.caller.subject,
        used.metric,
        used.detail,
    )


def test_somebody_elses_is_refused(shelf, phone_of) -> None:
    file = phone_of(VERIFIED).file()
    for other in (READER, TOP, ANONYMOUS):
        with pytest.raises(BundleRefused, match="somebody else's"):
            phone_of(other).opened(file)
    with pytest.raises(BundleRefused, match="somebody else's"):
        phone_of(READER).opened(phone_of(ANONYMOUS).file())


def test_one_that_is_over_is_refused(shelf, phone_of) -> None:
    phone = phone_of(READER)
    file = phone.file()
    assert phone.opened(file, NOON + timedelta(days=7, seconds=-1))
    with pytest.raises(BundleRefused, match="over"):
        phone.opened(file, NOON + timedelta(days=7))


def test_one_of_another_key_is_refused_and_one_of_a_former_key_is_not(shelf, phone_of) -> None:
    phone = phone_of(READER)
    text = gzip.decompress(phone.file()).partition(b"\n")[2]
    other = Ed25519Bundles.of("o" * 32).sign(text)
    with pytest.raises(BundleRefused, match="not signed"):
        phone.opened(other)
    rotated = Ed25519Bundles.of("n" * 32, former=SIGNER.keys()[0].x)
    known = GetBundleKeys(signer=rotated)()
    keys = [{"kty": "OKP", "crv": "Ed25519", "kid": e.kid, "x": e.x} for e in known]
    assert 2 == len(keys)
    assert opened(phone.file(), {"keys": keys}, subject="reader", now=NOON)
    assert opened(rotated.sign(text), {"keys": keys}, subject="reader", now=NOON)


def test_any_change_of_the_file_is_refused(shelf, phone_of) -> None:
    phone = phone_of(READER)
    signed, _, text = gzip.decompress(phone.file()).partition(b"\n")
    said = json.loads(text)
    later = text.replace(said["entitled_until"].encode(), b"2099-01-01T00:00:00Z")
    swapped = text.replace(said["holder"].encode(), b"x" * len(said["holder"]))
    header, _, signature = signed.decode().split(".")
    none = urlsafe_b64encode(b'{"alg":"none","kid":"%s"}' % KEYS["keys"][0]["kid"].encode())
    for changed in (
        signed + b"\n" + later,
        signed + b"\n" + swapped,
        signed + b"\n" + text + b" ",
        signed + b"\n" + text.replace(b"bollards", b"nothing!"),
        signed[:-4] + b"AAAA\n" + text,
        none.rstrip(b"=") + b".." + signature.encode() + b"\n" + text,
        f"{header}..".encode() + b"\n" + text,
        b"\n" + text,
        text,
    ):
        with pytest.raises(BundleRefused, match=r"not signed|not known"):
            phone.opened(gzip.compress(changed))
    for broken in (b"", b"text", phone.file()[:-9]):
        with pytest.raises(BundleRefused):
            phone.opened(broken)


def test_a_manifest_that_does_not_fit_is_refused(shelf, phone_of) -> None:
    said = phone_of(READER).opened(phone_of(READER).file())
    with pytest.raises(BundleRefused, match="not all"):
        taken(said | {"documents": said["documents"][1:]})


def test_of_too_many_the_newest_are_there() -> None:
    body = "x" * 90_000
    many = [published(at=NOON - timedelta(hours=n), body=body) for n in range(120)]
    bundle = Bundle.of(READER, many, more=False, at=NOON)
    assert not bundle.complete
    assert {each.document_id for each in many[:90]} <= {each.document_id for each in bundle.entries}
    small = [published() for _ in range(MOST_DOCUMENTS + 1)]
    assert (MOST_DOCUMENTS, False) == (
        len((cut := Bundle.of(READER, small, more=False, at=NOON)).entries),
        cut.complete,
    )
    assert Bundle.of(READER, small[:-1], more=False, at=NOON).complete


def test_what_was_not_looked_at_makes_it_incomplete(shelf, phone_of, monkeypatch) -> None:
    """Though all that was looked at and may be taken along is there."""
    opened = phone_of(TOP).opened(phone_of(TOP).file())
    assert opened["complete"]
    monkeypatch.setattr(bundling, "MOST_DOCUMENTS", 1)
    cut = phone_of(TOP).opened(phone_of(TOP).file())
    assert len(cut["documents"]) < len(opened["documents"])
    assert not cut["complete"]


def test_where_no_key_is_set_none_is_made() -> None:
    with pytest.raises(BundlesOff):
        NO_BUNDLES.sign(b"text")
    assert () == NO_BUNDLES.keys()


def test_the_demonstrations_documents_fit_the_budget() -> None:
    documents = [demonstrated(each.said()) for each in demo_documents()]
    assert 91 == len(documents)  # ten of them Welsh
    travelling = [each for each in documents if each.readable_by(offline_reader(TOP))]
    file = SIGNER.sign(Bundle.of(TOP, travelling, more=False, at=NOON).whole())
    assert 50_000 < len(file) <= BUDGET
    assert len(travelling) > 70


def demonstrated(said) -> Document:
    """One document as `make up` publishes it."""
    marking = Marking(
        tlp=Tlp(said["marking"]["tlp"]), minimum_tier=Tier[said["marking"]["minimum_tier"]]
    )
    same = {name: said[name] for name in ("title", "summary", "body", "language")}
    lists = {name: tuple(said.get(name, ())) for name in ("sources", "tags")}
    places = {name: frozenset(said.get(name, ())) for name in ("sectors", "regions")}
    kind = Kind[said["kind"]]
    return published(kind=kind, marking=marking, **same, **lists, **places)
