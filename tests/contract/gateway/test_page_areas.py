"""Areas on the form of an alert: rows that include, leave out or narrow, counted before kept."""

from html import unescape
from typing import Any

import pytest

from chassis.errors import Violation
from isp.alerts.v1 import alert_pb2, alerts_pb2, audience_pb2
from isp.identity.v1 import subscriptions_pb2
from isp.kernel.v1 import kernel_pb2
from services.alerts.domain.errors import PolygonUnclosed
from services.identity.domain.errors import PostcodeAreaNotFound
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.routes import ALERT_ID
from tests.contract.gateway.test_page_asking import heard
from tests.contract.gateway.test_page_drafting import standing
from tests.contract.gateway.test_page_forms import HERE, WORDS

NEW = "/desk/alerts/new"
SHOP = "5d0d1b5e-0d0f-4ac7-9c0f-1c1f7d0f5e11"
POINTS = "51.5,-0.1\n51.5,-0.2\n51.6,-0.2\n51.5,-0.1"
GEOJSON = (
    '{"type": "Feature", "geometry": {"type": "Polygon", "coordinates":'
    " [[[-0.1, 51.5], [-0.2, 51.5], [-0.2, 51.6], [-0.1, 51.5]]]}}"
)
TYPED: dict[str, Any] = {key: value for key, value in WORDS.items() if key != "regions"}
INCLUDE, EXCLUDE, ONLY = (
    kernel_pb2.AUDIENCE_MODE_INCLUDE,
    kernel_pb2.AUDIENCE_MODE_EXCLUDE,
    kernel_pb2.AUDIENCE_MODE_MUST_BE,
)


@pytest.fixture(autouse=True)
def signed_in(browsing: Browsing) -> None:
    browsing.sign_in()


def row(number: int, **said: str) -> dict[str, str]:
    return {f"row{number}_{name}": value for name, value in said.items()}


def drafted(browsing: Browsing, **fields: Any) -> alert_pb2.AlertContent:
    answer = browsing.post(NEW, TYPED | fields)
    assert 302 == answer.status_code, unescape(answer.text)
    content: alert_pb2.AlertContent = heard(browsing, "DraftAlert")[-1].content
    return content


@pytest.mark.parametrize(
    ("where", "point"),
    [
        ("51.501,-0.142", (51.501, -0.142)),
        ("51.501 -0.142", (51.501, -0.142)),
        ("bath", (51.381, -2.359)),
        (" Bath ", (51.381, -2.359)),
        ("sw1a 1aa", (51.5014, -0.1419)),
        ("SW1A", (51.5, -0.125)),
    ],
)
def test_around_a_place_is_a_circle(
    browsing: Browsing, where: str, point: tuple[float, float]
) -> None:
    browsing.gateway.backend.answers["ResolvePostcode"] = subscriptions_pb2.ResolvePostcodeResponse(
        latitude=51.5014, longitude=-0.1419
    )
    content = drafted(browsing, **row(1, where=where, km="0,5"))
    rows = [each for each in content.audience if each.kind == kernel_pb2.AUDIENCE_KIND_CIRCLE]
    assert [(INCLUDE, *point, 0.5)] == [
        (each.mode, each.circle.latitude, each.circle.longitude, each.circle.radius_km)
        for each in rows
    ]
    kinds = {each.kind for each in content.audience}
    assert kernel_pb2.AUDIENCE_KIND_EVERYONE not in kinds, "whom an area names is not everyone"
    assert not content.HasField("area"), "readers are told of no place that has no name"


def test_the_beginning_of_a_postcode_reaches_as_far_as_it_does(browsing: Browsing) -> None:
    (circle, *_) = drafted(browsing, sectors=[], **row(1, where="SW1A")).audience
    assert 0.9 == circle.circle.radius_km


def test_a_place_that_is_named_is_where_readers_are_told_that_it_applies(
    browsing: Browsing,
) -> None:
    more = row(2, where="Bath", km="1", name="Bath") | row(1, where="51,-1", km="1")
    assert (
        alert_pb2.Area(place="Bath", latitude=51.381, longitude=-2.359, radius_metres=1000)
        == drafted(browsing, **more).area
    )
    left_out = row(1, where="Bath", km="1", name="Bath", mode="AUDIENCE_MODE_EXCLUDE")
    assert not drafted(browsing, **left_out).HasField("area")


@pytest.mark.parametrize("said", [POINTS, POINTS.replace("\n", " "), GEOJSON])
def test_a_line_is_pasted_as_pairs_or_as_geojson(browsing: Browsing, said: str) -> None:
    (polygon, *_) = drafted(browsing, sectors=[], **row(1, points=said)).audience
    assert kernel_pb2.AUDIENCE_KIND_POLYGON == polygon.kind
    assert [51.5, 51.5, 51.6, 51.5] == list(polygon.polygon.latitudes)
    assert [-0.1, -0.2, -0.2, -0.1] == list(polygon.polygon.longitudes)


def test_rows_include_leave_out_and_narrow(browsing: Browsing) -> None:
    said = (
        row(1, where="Bath", km="5")
        | row(2, mode="AUDIENCE_MODE_EXCLUDE", points=POINTS)
        | row(3, mode="AUDIENCE_MODE_MUST_BE", what="PREMISES_TYPE:office")
        | row(4, mode="AUDIENCE_MODE_EXCLUDE", what="REGION:WAL")
    )
    found = drafted(browsing, **said).audience
    assert [
        (ONLY, kernel_pb2.AUDIENCE_KIND_SECTOR, "retail"),
        (INCLUDE, kernel_pb2.AUDIENCE_KIND_CIRCLE, ""),
        (EXCLUDE, kernel_pb2.AUDIENCE_KIND_POLYGON, ""),
        (ONLY, kernel_pb2.AUDIENCE_KIND_PREMISES_TYPE, "office"),
        (EXCLUDE, kernel_pb2.AUDIENCE_KIND_REGION, "WAL"),
    ] == [(each.mode, each.kind, each.value) for each in found]


def test_an_area_that_only_narrows_narrows_everyone(browsing: Browsing) -> None:
    said = row(1, mode="AUDIENCE_MODE_MUST_BE", where="Bath", km="5")
    found = drafted(browsing, sectors=[], **said).audience
    assert [kernel_pb2.AUDIENCE_KIND_EVERYONE, kernel_pb2.AUDIENCE_KIND_CIRCLE] == [
        each.kind for each in found
    ]


@pytest.mark.parametrize(
    ("said", "field", "what"),
    [
        (row(1, where="Atlantis", km="1"), "row1_where", "is no place that we know"),
        (row(1, where="Bath"), "row1_km", "say how many km"),
        (row(1, where="Bath", km="many"), "row1_km", "must be a number of km"),
        (row(1, where="Bath", km="0"), "row1_km", "must be a number of km"),
        (row(2, km="1"), "row2_where", "say around where"),
        (row(1, points="51.5,-0.1 x"), "row1_points", "point 2 must be latitude,longitude"),
        (row(1, points='{"type": "Point"}'), "row1_points", "must be one GeoJSON polygon"),
        (row(1, points="{"), "row1_points", "must be one GeoJSON polygon"),
        (row(1, points=POINTS, where="Bath"), "row1_points", "not both"),
        (row(1, what="MOON:all"), "row1_what", "choose from the list"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_with_everything_kept(
    browsing: Browsing, said: dict[str, str], field: str, what: str
) -> None:
    answer = browsing.post(NEW, TYPED | said)
    text = unescape(answer.text)
    assert (400, []) == (answer.status_code, heard(browsing, "DraftAlert"))
    assert f'href="#{field}"' in text
    assert what in text
    assert "Lock the doors.</textarea>" in text
    for name, value in said.items():
        assert value in text or name == "row1_what", "what is on no list is no choice"


def test_a_postcode_without_a_point_is_said_to_be_one(browsing: Browsing) -> None:
    browsing.gateway.backend.answers["ResolvePostcode"] = subscriptions_pb2.ResolvePostcodeResponse(
        exact=True
    )
    text = unescape(browsing.post(NEW, TYPED | row(1, where="SW1A 1AA", km="1")).text)
    assert "is a postcode of which we do not know where it is" in text
    browsing.gateway.backend.refuse(PostcodeAreaNotFound("x"), "GetPostcodeArea")
    text = unescape(browsing.post(NEW, TYPED | row(1, where="CF10", km="1")).text)
    assert "is no place that we know" in text


def test_what_alerts_finds_wrong_of_a_line_is_said_at_its_row_and_point(
    browsing: Browsing,
) -> None:
    wrong = PolygonUnclosed(
        Violation("content.audience[2].polygon.points[3]", "must be the first point again")
    )
    browsing.gateway.backend.refuse(wrong, "DraftAlert")
    said = row(1, where="Bath", km="1") | row(2, points=POINTS)
    answer = browsing.post(NEW, TYPED | said)
    assert 400 == answer.status_code
    text = unescape(answer.text)
    assert 'href="#row2_points"' in text
    assert "point 4: must be the first point again" in text


def test_whom_it_reaches_is_counted_before_anything_is_kept(browsing: Browsing) -> None:
    browsing.gateway.backend.answers["PreviewAudience"] = audience_pb2.PreviewAudienceResponse(
        count=1234, messages=99
    )
    said = TYPED | row(1, where="Bath", km="5") | {"do": "count", "headline": ""}
    said |= {"channels": ["EMAIL"], "cap_status": "EXERCISE"}
    answer = browsing.post(NEW, said)
    text = unescape(answer.text)
    assert 200 == answer.status_code
    assert "It reaches 1234 people." in text
    assert "99 messages are sent." in text
    assert "this is needed" not in text, "words may follow later"
    assert 'value="Bath"' in text
    assert [] == heard(browsing, "DraftAlert")
    (asked,) = heard(browsing, "PreviewAudience")
    assert 5.0 == asked.audience[1].circle.radius_km
    assert kernel_pb2.TLP_CLEAR == asked.marking.tlp
    assert [alert_pb2.CHANNEL_EMAIL] == list(asked.channels)
    assert alert_pb2.CAP_STATUS_EXERCISE == asked.cap_status


def test_what_cannot_be_counted_says_why(browsing: Browsing) -> None:
    said = TYPED | row(1, where="Atlantis", km="5") | {"do": "count"}
    answer = browsing.post(NEW, said | {"sharing": ""})
    assert 400 == answer.status_code
    assert 'href="#row1_where"' in answer.text
    assert 'href="#sharing"' in answer.text
    assert [] == heard(browsing, "PreviewAudience")


def test_a_row_more_keeps_what_was_typed_and_there_are_six_at_most(browsing: Browsing) -> None:
    page = browsing.get(NEW).text
    assert 'id="row2_where"' in page
    assert 'id="row3_where"' not in page
    said = TYPED | row(1, where="Bath") | {"do": "more", "rows": "2"}
    more = browsing.post(NEW, said)
    assert 200 == more.status_code
    assert 'id="row3_where"' in more.text
    assert 'value="Bath"' in more.text
    last = browsing.post(NEW, said | {"rows": "6"}).text
    assert 'id="row6_where"' in last
    assert 'value="more"' not in last
    assert 'id="row6_where"' in browsing.post(NEW, said | row(6, km="1")).text
    assert 'id="row3_where"' not in browsing.post(NEW, said | {"rows": "many", "do": ""}).text


def with_areas(browsing: Browsing) -> alert_pb2.Alert:
    alert = standing(browsing, "DRAFT")
    del alert.content.audience[:]
    circle = alert.content.audience.add(mode=INCLUDE, kind=kernel_pb2.AUDIENCE_KIND_CIRCLE)
    circle.circle.latitude, circle.circle.longitude = 51.381, -2.359
    circle.circle.radius_km = 0.5
    polygon = alert.content.audience.add(mode=EXCLUDE, kind=kernel_pb2.AUDIENCE_KIND_POLYGON)
    polygon.polygon.latitudes.extend([51.5, 51.5, 51.6, 51.5])
    polygon.polygon.longitudes.extend([-0.1, -0.2, -0.2, -0.1])
    alert.content.audience.add(
        mode=ONLY, kind=kernel_pb2.AUDIENCE_KIND_PREMISES_TYPE, value="office"
    )
    alert.content.area.CopyFrom(
        alert_pb2.Area(place="Bath", latitude=51.381, longitude=-2.359, radius_metres=500)
    )
    return alert


def edited(browsing: Browsing, **fields: Any) -> alert_pb2.AlertContent:
    said = TYPED | {"version": "3", "sharing": "KEEP", "minutes": "KEEP", "sectors": []} | fields
    answer = browsing.post(f"{HERE}/edit", said)
    assert 302 == answer.status_code, unescape(answer.text)
    content: alert_pb2.AlertContent = heard(browsing, "EditAlert")[-1].content
    return content


def test_what_an_alert_says_of_areas_is_on_the_form_that_changes_it(browsing: Browsing) -> None:
    alert = with_areas(browsing)
    page = unescape(browsing.get(f"{HERE}/edit").text)
    for said in ('value="51.381000,-2.359000"', 'value="0.5"', 'value="Bath"', "51.600000,-0.2"):
        assert said in page
    same = edited(
        browsing,
        **row(1, where="51.381000,-2.359000", km="0.5", name="Bath"),
        **row(2, mode="AUDIENCE_MODE_EXCLUDE", points=POINTS),
        **row(3, mode="AUDIENCE_MODE_MUST_BE", what="PREMISES_TYPE:office"),
    )
    assert list(alert.content.audience) == list(same.audience)
    assert alert.content.area == same.area


def test_a_place_that_was_told_goes_with_its_row(browsing: Browsing) -> None:
    """Readers are never told of a place from which the area was moved away."""
    with_areas(browsing)
    assert not edited(browsing, **row(1, where="51.5,-0.1", km="1")).HasField("area")
    moved = edited(browsing, **row(1, where="51.5,-0.1", km="1", name="Soho")).area
    assert ("Soho", 51.5) == (moved.place, moved.latitude)


def test_every_row_with_a_name_is_told_and_comes_back_to_its_row(browsing: Browsing) -> None:
    """Several places, a pasted line among them: one area, of which readers hear every name."""
    said = {
        **row(1, where="Bath", km="1", name="Bath"),
        **row(2, points=POINTS, name="The pier"),
        **row(3, where="51,-1", km="2"),
        **row(4, where="52,-1", km="3", name="Bath"),
    }
    content = drafted(browsing, **said)
    area = content.area
    assert ("Bath; The pier", 3) == (area.place, len(area.shapes))
    assert [1.0, 0.0, 3.0] == [shape.circle.radius_km for shape in area.shapes]
    assert [51.5, 51.5, 51.6, 51.5] == list(area.shapes[1].polygon.latitudes)
    alert = standing(browsing, "DRAFT")
    alert.content.CopyFrom(content)
    page = unescape(browsing.get(f"{HERE}/edit").text)
    assert 3 == page.count('value="Bath; The pier"'), "no name is given to another place"
    two = {**row(1, where="Bath", km="1", name="Bath"), **row(2, points=POINTS, name="The pier")}
    alert.content.CopyFrom(drafted(browsing, **two))
    page = unescape(browsing.get(f"{HERE}/edit").text)
    assert 'value="Bath"' in page
    assert 'value="The pier"' in page


def test_what_came_from_elsewhere_and_no_row_says_stays_as_it_is(browsing: Browsing) -> None:
    alert = with_areas(browsing)
    alert.content.area.place = "Gwent"
    alert.content.area.geocodes.add(name="UGC", value="UKC001")
    page = unescape(browsing.get(f"{HERE}/edit").text)
    assert 'value="Gwent"' not in page, "a row tells of less than that"
    kept = edited(browsing, **row(1, where="51.5,-0.1", km="1")).area
    assert alert.content.area == kept


def test_an_audience_that_no_row_can_say_stays(browsing: Browsing) -> None:
    alert = with_areas(browsing)
    alert.content.audience.add(mode=ONLY, kind=kernel_pb2.AUDIENCE_KIND_ROLE, value="sector-lead")
    alert.content.audience[-1].kind = kernel_pb2.AUDIENCE_KIND_TIER
    alert.content.audience[-1].value = "PUBLIC"
    assert "says more than this form can" in unescape(browsing.get(f"{HERE}/edit").text)
    assert list(alert.content.audience) == list(edited(browsing).audience)


@pytest.mark.parametrize(
    ("said", "kind", "value"),
    [
        ({"what": "ROLE:sector-lead"}, kernel_pb2.AUDIENCE_KIND_ROLE, "sector-lead"),
        (
            {"what": "PREMISES_TYPE:shop"},
            kernel_pb2.AUDIENCE_KIND_PREMISES_TYPE,
            "shop",
        ),
        (
            {"what": "ORGANISATION", "organisation": f" {SHOP} "},
            kernel_pb2.AUDIENCE_KIND_ORGANISATION,
            SHOP,
        ),
    ],
)
def test_a_row_says_a_role_a_type_of_premises_or_an_organisation(
    browsing: Browsing, said: dict[str, str], kind: int, value: str
) -> None:
    mode = {"mode": "AUDIENCE_MODE_MUST_BE"}
    content = drafted(browsing, **row(1, **mode, **said))
    assert (ONLY, kind, value) == (
        content.audience[-1].mode,
        content.audience[-1].kind,
        content.audience[-1].value,
    )
    standing(browsing, "DRAFT").content.CopyFrom(content)
    page = unescape(browsing.get(f"{HERE}/edit").text)
    assert f'value="{said.get("organisation", said["what"]).strip()}"' in page
    assert content.audience[-1] == edited(browsing, **row(1, **mode, **said)).audience[-1]


def test_an_organisation_without_its_number_is_said_at_its_field(browsing: Browsing) -> None:
    answer = browsing.post(NEW, TYPED | row(1, what="ORGANISATION"))
    assert 400 == answer.status_code
    assert 'href="#row1_organisation"' in answer.text
    assert [] == heard(browsing, "DraftAlert")


def test_who_approves_reads_roles_and_organisations_by_name(browsing: Browsing) -> None:
    alert = with_areas(browsing)
    alert.content.audience.add(mode=ONLY, kind=kernel_pb2.AUDIENCE_KIND_ORGANISATION, value=SHOP)
    alert.content.audience.add(mode=ONLY, kind=kernel_pb2.AUDIENCE_KIND_ROLE, value="sector-lead")
    page = unescape(browsing.get(HERE).text)
    assert "Only: Sector lead" in page
    assert f"Only: organisation {SHOP}" in page


def test_an_alert_that_is_changed_is_counted_with_its_own_label(browsing: Browsing) -> None:
    alert = with_areas(browsing)
    alert.content.marking.tlp = kernel_pb2.TLP_AMBER
    said = TYPED | {"version": "3", "sharing": "KEEP", "do": "count"} | row(1, where="Bath", km="1")
    for path in ("edit", "update"):
        assert 200 == browsing.post(f"{HERE}/{path}", said).status_code
    assert {(kernel_pb2.TLP_AMBER, alert.content.cap_status)} == {
        (each.marking.tlp, each.cap_status) for each in heard(browsing, "PreviewAudience")
    }
    assert alerts_pb2.GetAlertRequest(alert_id=ALERT_ID) in heard(browsing, "GetAlert")
