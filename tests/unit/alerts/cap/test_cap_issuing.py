"""What our alerts and their ends are as CAP: each kind of end stays what it is."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.acts import EXPIRED_TEXT, WITHDRAWN_TEXT
from services.alerts.domain.alert import Alert
from services.alerts.domain.cap import terms
from services.alerts.domain.cap.drafting import draft_of
from services.alerts.domain.cap.geometry import Circle
from services.alerts.domain.cap.issuing import Sender, cap_of
from services.alerts.domain.cap.message import CapArea, Reference
from services.alerts.domain.cap.places import audience_of, regions_of
from services.alerts.domain.cap.scopes import marking_of, scoped
from services.alerts.domain.cap.writing import to_xml
from services.alerts.domain.wording import CapStatus
from services.alerts.inbound.cap_xml import read_cap
from tests.fakes.alerts import EVERYTHING, NOON, issued
from tests.unit.alerts.cap.messages import info, message
from tests.unit.alerts.cap.oasis import broken_rules

SENDER = Sender(sender="alerts@isp.example", name="ISP", public_url="https://isp.example")
SQUARE = CapArea(
    area_desc="A square",
    polygons=(((51.5, -0.2), (51.5, 0.0), (51.6, 0.0), (51.6, -0.2), (51.5, -0.2)),),
)
HERE = CapArea(area_desc="Here", circles=(Circle((51.5, 0.0), 1),))
THERE = CapArea(area_desc="There", circles=(Circle((52.5, 0.0), 1),))
AREA = "info[0].area[0]"
MANY = tuple(Circle((51 + number / 1000, 0.0), 1) for number in range(101))
CODES = tuple(("UGC", f"{number}") for number in range(101))
POINT = (Circle((51.5, 0.0), 0),)
SWAPPED = (tuple((east, north) for north, east in SQUARE.polygons[0]),)
SWAPPED_AT = f"{AREA}.polygon[0].points[0]"
MARK = "EXERCISE EXERCISE EXERCISE"


def ends(**given) -> dict[str, Alert]:
    """The same alert, ended in each way."""
    out = issued(**given)
    proposed = out.propose_all_clear(by="approver", text="It is over.", authority_reference="CAD 1")
    return {
        "withdrawn": out.withdraw(by="duty", why="Wrong town.", at=NOON + timedelta(hours=1)),
        "all clear": proposed.give_all_clear(
            by="second", read=proposed.proposal_digest, at=NOON + timedelta(hours=1)
        ),
        "expired": out.expire(at=NOON + timedelta(hours=6)),
    }


def test_an_issued_alert_is_an_alert_with_all_that_it_says() -> None:
    alert = issued()
    said = cap_of(alert, SENDER, code="7K3Q-9M2X-4T8W")
    assert (terms.MsgType.ALERT, terms.Status.ACTUAL) == (said.msg_type, said.status)
    assert (f"isp-{alert.alert_id}", "alerts@isp.example") == (said.identifier, said.sender)
    (block,) = said.infos
    assert ("en-GB", (terms.Category.SECURITY,)) == (block.language, block.category)
    assert (alert.content.headline, alert.content.expires_at) == (block.headline, block.expires)
    assert (
        "https://isp.example/alerts/verify/7K3Q-9M2X-4T8W" == dict(block.parameters)["ISP-VERIFY"]
    )
    assert [] == broken_rules(to_xml(said))


def test_each_end_is_what_it_is_and_refers_to_all_that_came_before() -> None:
    for name, ended in ends().items():
        first = Reference("alerts@isp.example", f"isp-{ended.alert_id}", NOON)
        before = (Reference("alerts@isp.example", f"isp-{uuid4()}", NOON - timedelta(1)), first)
        said = cap_of(ended, SENDER, earlier=before)
        assert [] == broken_rules(to_xml(said))
        assert before == read_cap(to_xml(said)).references
        kind = terms.MsgType.CANCEL if name == "withdrawn" else terms.MsgType.UPDATE
        assert kind is said.msg_type
        clear = terms.ResponseType.ALL_CLEAR in said.infos[0].response_types
        assert clear == (name == "all clear"), name


def test_only_an_all_clear_says_that_anything_is_over() -> None:
    """A false all-clear kills like a false alert."""
    blocks = {
        name: cap_of(ended, SENDER, earlier=(Reference("a", "b", NOON),)).infos[0]
        for name, ended in ends().items()
    }
    assert WITHDRAWN_TEXT == blocks["withdrawn"].description
    assert EXPIRED_TEXT == blocks["expired"].description
    for name in ("withdrawn", "expired"):
        assert terms.CapUrgency.UNKNOWN is blocks[name].urgency
        assert terms.CapSeverity.UNKNOWN is blocks[name].severity
        assert "all clear" not in f"{blocks[name].headline}".lower()
        assert "" == blocks[name].instruction
    assert "It is over." == blocks["all clear"].description
    assert "CAD 1" == dict(blocks["all clear"].parameters)["ISP-AUTHORITY-REFERENCE"]


@pytest.mark.parametrize("status", [CapStatus.ACTUAL, CapStatus.EXERCISE])
def test_an_all_clear_has_a_block_in_welsh_where_two_people_said_it_so(status) -> None:
    out = issued(cap_status=status, translations=EVERYTHING["translations"])
    proposed = out.propose_all_clear(
        by="approver", text="It is over.", authority_reference="CAD 1", text_cy="Mae drosodd."
    )
    ended = proposed.give_all_clear(by="second", read=proposed.proposal_digest, at=NOON)
    said = cap_of(ended, SENDER, earlier=(Reference("a", "b", NOON),))
    english, welsh = said.infos
    assert ("en-GB", "cy-GB") == (english.language, welsh.language)
    assert "Mae drosodd." in welsh.description
    assert "Popeth yn glir: Arddangosiad" in welsh.headline
    assert (english.response_types, english.areas) == (welsh.response_types, welsh.areas)
    drill = status is CapStatus.EXERCISE
    assert drill is welsh.headline.startswith(MARK) is welsh.description.startswith(MARK)
    assert [] == broken_rules(to_xml(said))


def test_an_end_has_an_identifier_of_its_own() -> None:
    identifiers = {
        cap_of(each, SENDER, earlier=(Reference("a", "b", NOON),)).identifier
        for each in ends().values()
    }
    assert 3 == len(identifiers)


def test_an_update_is_an_update_that_refers_to_all_that_came_before() -> None:
    before = (Reference("a@b.example", "one", NOON),)
    assert terms.MsgType.UPDATE is cap_of(issued(), SENDER, earlier=before).msg_type


def test_an_exercise_says_so_first_and_last_and_in_its_status_and_note() -> None:
    drill = {"cap_status": CapStatus.EXERCISE}
    for alert in (issued(**drill), *ends(**drill).values()):
        said = cap_of(alert, SENDER, earlier=(Reference("a", "b", NOON),))
        assert terms.Status.EXERCISE is said.status
        assert said.note.startswith(MARK)
        block = said.infos[0]
        for text in filter(None, (block.headline, block.description, block.instruction)):
            assert text.startswith(MARK)
            assert text.endswith(MARK)


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([("INCLUDE", "REGION", "LON")], ["LON"]),
        ([("INCLUDE", "REGION", "LON"), ("INCLUDE", "REGION", "NW")], ["LON", "NW"]),
        ([("INCLUDE", "EVERYONE", "")], ["GB"]),
        ([("INCLUDE", "REGION", "LON"), ("INCLUDE", "TIER", "VERIFIED")], ["GB"]),
        ([("INCLUDE", "EVERYONE", ""), ("MUST_BE", "REGION", "LON")], ["LON"]),
        ([("INCLUDE", "REGION", "LON"), ("EXCLUDE", "REGION", "LON")], ["GB"]),
    ],
)
def test_an_area_is_the_regions_named_or_the_country(rows, codes) -> None:
    audience = [AudienceRow(Mode[mode], Kind[kind], value) for mode, kind, value in rows]
    assert codes == [area.geocodes[0][1] for area in regions_of(audience)]


def test_where_some_regions_are_left_out_the_others_are_named() -> None:
    audience = [
        AudienceRow(Mode.INCLUDE, Kind.EVERYONE),
        AudienceRow(Mode.EXCLUDE, Kind.REGION, "LON"),
    ]
    codes = [area.geocodes[0][1] for area in regions_of(audience)]
    assert len(codes) > 5
    assert "LON" not in codes


def test_nothing_of_an_audience_is_said_but_regions() -> None:
    alert = issued(
        audience=(
            AudienceRow(Mode.INCLUDE, Kind.REGION, "LON"),
            AudienceRow(Mode.EXCLUDE, Kind.ORGANISATION, "secret-organisation"),
        )
    )
    assert b"secret-organisation" not in to_xml(cap_of(alert, SENDER))


def test_regions_come_back_as_an_audience() -> None:
    rows = (AudienceRow(Mode.INCLUDE, Kind.REGION, "LON"),)
    assert rows == audience_of([info(areas=regions_of(rows))])
    everyone = (AudienceRow(Mode.INCLUDE, Kind.EVERYONE),)
    assert everyone == audience_of([info(areas=regions_of(everyone))])


PERSON = str(uuid4())
MARKINGS = [
    Marking.clear(),
    Marking(tlp=Tlp.CLEAR, minimum_tier=Tier.VERIFIED),
    Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED),
    Marking(tlp=Tlp.AMBER, minimum_tier=Tier.TRUSTED),
    Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED, closed_group="ports; group b"),
    Marking(tlp=Tlp.AMBER_STRICT, minimum_tier=Tier.VERIFIED, closed_group="ports"),
    Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({PERSON})),
]


@pytest.mark.parametrize("marking", MARKINGS, ids=lambda each: each.tlp.value)
def test_a_marking_never_widens_on_its_way_through_cap(marking: Marking) -> None:
    said = scoped(marking)
    back = marking_of(
        message(scope=said.scope, restriction=said.restriction, addresses=said.addresses)
    )
    assert back.minimum_tier >= marking.minimum_tier
    assert back.closed_group == marking.closed_group
    assert back.named_subjects == marking.named_subjects
    if marking.tlp is not Tlp.CLEAR:
        assert back == marking


def test_a_restriction_in_words_of_others_is_for_verified_people_at_the_least() -> None:
    back = marking_of(message(scope=terms.Scope.RESTRICTED, restriction="First responders only"))
    assert (Tlp.AMBER, Tier.VERIFIED) == (back.tlp, back.minimum_tier)


def test_a_private_message_for_people_whom_we_do_not_know_is_refused() -> None:
    drafted = draft_of(message(scope=terms.Scope.PRIVATE, addresses=("chief@elsewhere.example",)))
    assert drafted.content is None
    assert ["addresses"] == [each.field for each in drafted.violations]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"cap_status": CapStatus.EXERCISE},
        {"cap_status": CapStatus.TEST},
        {name: EVERYTHING[name] for name in ("translations", "area")},
        {name: EVERYTHING[name] for name in ("translations", "area", "cap_status")},
        {name: EVERYTHING[name] for name in ("translations", "kinds")},
    ],
)
def test_what_we_issue_comes_back_as_a_draft_that_says_the_same(given) -> None:
    alert = issued(**given)
    written = to_xml(cap_of(alert, SENDER))
    assert [] == broken_rules(written)
    assert alert.content == draft_of(read_cap(written)).content


def test_what_it_is_about_and_what_to_do_is_said_in_each_language_and_kept_at_its_end() -> None:
    given = {name: EVERYTHING[name] for name in ("translations", "kinds")}
    kinds = given["kinds"]
    for block in cap_of(issued(**given), SENDER).infos:
        assert (kinds.categories, kinds.responses) == (block.category, block.response_types)
    for name, ended in ends(**given).items():
        (block,) = cap_of(ended, SENDER, earlier=(Reference("a", "b", NOON),)).infos
        assert kinds.categories == block.category
        wanted = (terms.ResponseType.ALL_CLEAR,) if name == "all clear" else ()
        assert wanted == block.response_types


def test_an_all_clear_from_elsewhere_becomes_no_draft_and_says_why() -> None:
    """A draft of it would be an alert that says safe, approved like any other."""
    over = info(response_types=(terms.ResponseType.MONITOR, terms.ResponseType.ALL_CLEAR))
    refused = draft_of(message(infos=(over,)))
    assert refused.content is None
    assert ["info.responseType"] == [each.field for each in refused.violations]


def test_each_language_has_a_block_of_its_own_and_an_end_is_told_in_english() -> None:
    out = issued(translations=EVERYTHING["translations"])
    said = cap_of(out, SENDER, code="7K3Q-9M2X-4T8W")
    assert ["en-GB", "cy-GB"] == [block.language for block in said.infos]
    welsh = said.infos[1]
    assert ("Arddangosiad", "Rhybudd diogelwch") == (welsh.headline, welsh.event)
    assert {"ISP-VERIFY", "ISP-ACTION-LINE"} == dict(welsh.parameters).keys()
    ended = cap_of(
        out.withdraw(by="duty", why="Wrong.", at=NOON), SENDER, earlier=(said.reference,)
    )
    assert ["en-GB"] == [block.language for block in ended.infos]


def test_the_circle_that_an_alert_names_is_an_area_beside_its_regions() -> None:
    bath, london = cap_of(issued(area=EVERYTHING["area"]), SENDER).infos[0].areas
    assert ("Bath", (Circle((51.381, -2.359), 0.5),)) == (bath.area_desc, bath.circles)
    assert ("ISP-REGION", "LON") == london.geocodes[0]


def test_a_test_says_that_it_is_one_and_comes_in_as_one() -> None:
    said = cap_of(issued(cap_status=CapStatus.TEST), SENDER)
    assert (terms.Status.TEST, "Technical test. Nothing has happened.") == (said.status, said.note)
    drafted = draft_of(message(status=terms.Status.TEST))
    assert drafted.content is not None
    assert CapStatus.TEST is drafted.content.cap_status


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"status": terms.Status.SYSTEM}, "status"),
        ({"status": terms.Status.DRAFT}, "status"),
        ({"msg_type": terms.MsgType.ACK}, "msgType"),
        ({"msg_type": terms.MsgType.ERROR, "note": "Why."}, "msgType"),
        ({"infos": ()}, "info"),
        ({"infos": (info(language="fr"),)}, "info"),
        ({"infos": (info(), info(language="fr"))}, "info.fr"),
        ({"infos": (info(), info(language="en-US"))}, "info.en-US"),
        ({"infos": (info(), info(language="cy"), info(language="cy-GB"))}, "info.cy-GB"),
        ({"infos": (info(areas=(SQUARE,)), info(language="cy", areas=(HERE,)))}, "info.area"),
        ({"infos": (info(areas=(replace(SQUARE, altitude=Decimal(9)),)),)}, f"{AREA}.altitude"),
        ({"infos": (info(areas=(replace(HERE, area_desc="x" * 501),)),)}, "info.area.areaDesc"),
        ({"infos": (info(areas=(replace(HERE, circles=MANY),)),)}, "info.area"),
        ({"infos": (info(areas=(replace(HERE, geocodes=CODES),)),)}, "info.area.geocode"),
        ({"infos": (info(areas=(replace(HERE, circles=POINT),)),)}, f"{AREA}.circle[0].radius_km"),
        ({"infos": (info(areas=(replace(HERE, polygons=SWAPPED),)),)}, f"{SWAPPED_AT}.latitude"),
        ({"infos": (info(areas=(CapArea(area_desc="x", geocodes=CODES[:1]),)),)}, "info.area"),
        ({"infos": (info(severity=terms.CapSeverity.UNKNOWN),)}, "info.severity"),
        ({"infos": (info(urgency=terms.CapUrgency.UNKNOWN),)}, "info.urgency"),
        ({"infos": (info(certainty=terms.CapCertainty.UNKNOWN),)}, "info.certainty"),
        ({"infos": (info(expires=None),)}, "info.expires"),
        ({"infos": (info(areas=()),)}, "info.area"),
    ],
)
def test_what_a_draft_cannot_hold_is_refused_and_not_lost(given, field: str) -> None:
    drafted = draft_of(message(**given))
    assert drafted.content is None
    assert [field] == sorted({each.field for each in drafted.violations})


def test_an_exercise_that_comes_in_stays_one() -> None:
    drafted = draft_of(message(status=terms.Status.EXERCISE, note="Practice."))
    assert drafted.content is not None
    assert CapStatus.EXERCISE is drafted.content.cap_status
