"""What somebody types finds what they mean: on the real Elasticsearch, with controls."""

from dataclasses import replace
from itertools import count
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.principals import ANONYMOUS
from services.content.domain.compartments import entitled
from services.content.domain.search import LONGEST_TEXT, MARK_BEGINS, MARK_ENDS, Query
from services.content.domain.synonyms import first_synonyms
from services.content.outbound.elasticsearch import request
from services.content.outbound.elasticsearch.index import ElasticsearchDocuments, open_client
from tests.fakes.content import NOON, published

_NUMBERS = count(1)

VEHICLES = published(
    title="Hostile vehicles",
    summary="Keep vehicles away from where people stand.",
    body="A vehicle as a weapon needs room to get up to speed. Bollards take the room away.",
)
PARCELS = published(
    title="Suspicious packages",
    summary="Leave it alone and tell somebody.",
    body="Do not touch a suspicious package. Move people away from the post room.",
)
LOCKDOWN = published(
    title="Lockdown",
    summary="Keep people safe inside.",
    body="Lock the doors. A lockdown is short. Decide who may call it.",
)
LOCK_DOWN = published(
    title="Closing a site",
    summary="When nobody may go in or out.",
    body="Staff who lock down a building need the keys, and to know who is inside.",
)
CAMERAS = published(
    title="Cameras", summary="What CCTV is good for.", body="CCTV shows what went on before."
)
WELSH = published(
    title="Diogelwch",
    summary="Cyngor i fusnesau.",
    body="Mae'r gath yng Nghaerdydd. Byddwch yn barod i adael yr adeilad. Tân.",
    language="cy",
)
ALL = (VEHICLES, PARCELS, LOCKDOWN, LOCK_DOWN, CAMERAS, WELSH)


@pytest.fixture(scope="module")
def client(elasticsearch_url):
    client = open_client(elasticsearch_url).options(request_timeout=20)
    yield client
    client.close()


def _filled(client, synonyms=first_synonyms) -> ElasticsearchDocuments:
    search = ElasticsearchDocuments(
        client=client, prefix=f"words{next(_NUMBERS)}", synonyms=synonyms
    )
    search.keep(*ALL)
    search.refresh()
    return search


@pytest.fixture(scope="module")
def search(client) -> ElasticsearchDocuments:
    return _filled(client)


def _found(search: ElasticsearchDocuments, text: str) -> list[UUID]:
    found = search.find(entitled(ANONYMOUS), Query(text=text), size=50, offset=0)
    return [hit.document_id for hit in found.hits]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("suspicious package", PARCELS),
        ("suspisious pakage", PARCELS),
        ("suspicous packge in the post room", PARCELS),
        ("suspicious bag", PARCELS),
        ("abandoned bag", PARCELS),
        ("vehicle as a weapon", VEHICLES),
        ("VAW", VEHICLES),
        ("hostile vehicle", VEHICLES),
        ("hostille vehical", VEHICLES),
        ("security camera", CAMERAS),
        ("lockdown", LOCKDOWN),
        ("lock down", LOCKDOWN),
        ("lock-down", LOCKDOWN),
        ("lokdown", LOCKDOWN),
        ("what is a lockdown and who may call it", LOCKDOWN),
        ("diogelwch", WELSH),
        ("ddiogelwch", WELSH),
        ("cath", WELSH),
        ("chath", WELSH),
        ("Caerdydd", WELSH),
        ("busnes", WELSH),
        ("gadael yr adeiladau", WELSH),
        ("tan", WELSH),
        ("tân", WELSH),
    ],
)
def test_what_is_typed_finds_first_what_is_meant(search, text: str, meant) -> None:
    assert [meant.document_id] == _found(search, text)[:1]


@pytest.mark.parametrize("text", ["lockdown", "lock down", "lock-down"])
def test_a_word_is_found_written_as_one_and_as_two(search, text: str) -> None:
    assert {LOCKDOWN.document_id, LOCK_DOWN.document_id} <= set(_found(search, text))


@pytest.mark.parametrize("text", ["math", "nath", "zebra", "zzzz zzzz", "the", "", "  ", "…"])
def test_what_only_rhymes_or_says_nothing_finds_nothing_of_it(search, text: str) -> None:
    if not text.strip():
        assert len(ALL) == len(_found(search, text)), "no text: all, newest first"
    else:
        assert [] == _found(search, text)


def test_without_synonyms_nothing_of_another_name_is_found(client, search) -> None:
    """The control: what the test above sees is the synonyms' doing."""
    bare = _filled(client, lambda: [replace(each, groups=()) for each in first_synonyms()])
    for text in ("VAW", "HVM", "video surveillance"):
        assert [] == _found(bare, text)
        assert [] != _found(search, text)
    assert [VEHICLES.document_id] == _found(bare, "hostile vehicle")[:1]


def test_without_near_spellings_nothing_misspelt_is_found(search, monkeypatch) -> None:
    """The control: what the test above sees is the doing of near spellings."""
    for text in ("suspisious pakage", "vehikles", "lokdown"):
        assert [] != _found(search, text)
        with monkeypatch.context() as without:
            without.setattr(request, "SPELLING", {"fuzziness": 0})
            assert [] == _found(search, text)


def test_what_was_found_is_marked_however_it_was_typed(search) -> None:
    for text, marked in (
        ("suspisious pakage", "suspicious"),
        ("VAW", "vehicle"),
        ("chath", "gath"),
    ):
        found = search.find(entitled(ANONYMOUS), Query(text=text), size=1, offset=0)
        assert any(
            f"{MARK_BEGINS}{marked}{MARK_ENDS}" in piece.lower()
            for piece in found.hits[0].highlights
        ), text


def test_near_spellings_are_marked_by_a_second_request_and_only_where_no_word_is(
    search, monkeypatch
) -> None:
    """To mark them costs more than to find them: what is spelt right is not charged for it."""
    asked, plainly = [], search.client.search
    monkeypatch.setattr(
        search.client, "search", lambda **said: asked.append(said["body"]) or plainly(**said)
    )
    _found(search, "suspicious package")
    assert 1 == len(asked)
    asked.clear()
    found = search.find(entitled(ANONYMOUS), Query(text="suspisious pakage"), size=10, offset=0)
    assert 2 == len(asked)
    assert {str(PARCELS.document_id)} <= set(asked[1]["query"]["terms"]["document_id"])
    assert all(hit.highlights for hit in found.hits if hit.document_id == PARCELS.document_id)


def test_nothing_is_marked_where_nothing_was_typed(search, monkeypatch) -> None:
    asked, plainly = [], search.client.search
    monkeypatch.setattr(
        search.client, "search", lambda **said: asked.append(said["body"]) or plainly(**said)
    )
    found = search.find(entitled(ANONYMOUS), Query(), size=10, offset=0)
    assert found.hits
    assert not any(hit.highlights for hit in found.hits)
    assert 1 == len(asked)


def test_tags_are_looked_into_and_a_title_counts_more_than_a_body(client) -> None:
    search = ElasticsearchDocuments(client=client, prefix=f"words{next(_NUMBERS)}")
    tagged = published(tags=("metronome",))
    titled = published(title="A pendulum", body="Nothing else is said of it here.")
    told = published(title="Nothing else", body="A pendulum is said to be here.")
    search.keep(tagged, told, titled)
    search.refresh()
    assert [tagged.document_id] == _found(search, "metronomes")
    assert [titled.document_id, told.document_id] == _found(search, "pendulum")


def test_two_words_side_by_side_come_before_the_same_words_apart(client) -> None:
    search = ElasticsearchDocuments(client=client, prefix=f"words{next(_NUMBERS)}")
    said = "One page says where the first post is, and another which aid is there. Come now."
    apart = published(title="A page", summary="For all.", body=said)
    beside = published(
        title="A page",
        summary="For all.",
        body="One page says where the post is, and another which first aid is there. Come now.",
    )
    search.keep(apart, beside)
    search.refresh()
    assert [beside.document_id, apart.document_id] == _found(search, "first aid")


def test_of_two_that_say_the_same_the_newer_comes_first(client) -> None:
    search = ElasticsearchDocuments(client=client, prefix=f"words{next(_NUMBERS)}")
    old = published(at=NOON.replace(year=2018))
    new, newest = published(at=NOON), published(at=NOON.replace(day=25))
    search.keep(new, old, newest)
    search.refresh()
    found = _found(search, "bollards")
    assert (newest.document_id, old.document_id) == (found[0], found[-1])


def test_an_index_of_older_synonyms_is_outdated_until_it_is_built_anew(client) -> None:
    kept = first_synonyms()
    search = ElasticsearchDocuments(
        client=client, prefix=f"words{next(_NUMBERS)}", synonyms=lambda: kept
    )
    assert not search.outdated(), "there is nothing yet"
    search.keep(*ALL)
    assert not search.outdated()
    english, welsh = kept
    more = (*english.groups, ("telescope", "hostile vehicle"))
    kept[:] = [english.changed(more, read=1, by="editor", at=NOON), welsh]
    search.refresh()
    assert [] == _found(search, "telescope")
    assert search.outdated()
    assert len(ALL) == search.rebuild(iter(ALL))
    assert not search.outdated()
    assert [VEHICLES.document_id] == _found(search, "telescope")[:1]
    kept[:] = [english, welsh]
    assert not search.outdated(), "an older version of us leaves what a newer one built"


OPERATORS = '+-=&|><!(){}[]^"~*?\\/@#$%;'
NO_OPERATORS = str.maketrans(OPERATORS, " " * len(OPERATORS))
SIGNS = [*OPERATORS, *":,. \t\n", "\u2019", "\u200b", "\u202e", "\U0001f6a8"]
WORDS = (
    *("AND", "OR", "NOT", "TO", "title:", "en.title:hostile", "document_id:", "_id:", "_exists_:"),
    *("*:*", "/.*/", "{!lucene}", "[* TO *]", '{"match_all":{}}', "hostile", "retail", "GUIDANCE"),
    *("bollards", "suspicious", "package", "lock", "down"),
)
TYPED = st.one_of(
    st.text(max_size=LONGEST_TEXT),
    st.lists(st.sampled_from([*SIGNS, *WORDS]), max_size=20).map("".join),
    st.lists(st.sampled_from([*SIGNS, *WORDS]), max_size=12).map(" ".join),
).map(lambda text: text[:LONGEST_TEXT].replace("\x00", ""))


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TYPED)
def test_no_text_is_an_error_or_an_operator(search, text: str) -> None:
    """A sign that is an operator elsewhere is no more than a space between words."""
    plain = text.translate(NO_OPERATORS)
    if plain.strip() or not text.strip():
        assert _found(search, plain) == _found(search, text)
    else:
        assert [] == _found(search, text), "there is no word in it"


@pytest.mark.parametrize(
    "text",
    [
        *("retail", "GUIDANCE", "en-GB", "cy"),
        *(
            "document_id:*",
            "kind:GUIDANCE",
            "sectors:retail",
            "*:*",
            "*",
            "?",
            "/.*/",
            "_exists_:en",
        ),
        *("xyzzy OR retail", "[2026 TO 2027]", "published_at:[* TO *]", "+", "2026"),
    ],
)
def test_no_text_reaches_a_field_that_is_not_what_documents_say(search, text: str) -> None:
    assert [] == _found(search, text)


def test_an_id_is_not_what_a_document_says(search) -> None:
    assert [] == _found(search, str(VEHICLES.document_id))


@pytest.mark.parametrize("shape", ['"{}"', "+{}", "-{}", "{}~", "^{}", "({})", "{}*", "/{}/"])
def test_a_sign_beside_a_word_means_nothing(search, shape: str) -> None:
    for word in ("bollards", "vehicles"):
        assert VEHICLES.document_id in _found(search, shape.format(word))
