"""Areas as the tests of alerts make them: all that one may be."""

import numpy as np
from hypothesis import strategies as st

from services.alerts.domain.alert_area import AlertArea, circle_text
from services.alerts.domain.area import MICRO, Polygon

SQUARE = Polygon.of([51.5, 51.5, 51.6, 51.6, 51.5], [-0.2, 0.0, 0.0, -0.2, -0.2]).text
BATH = circle_text(51.381, -2.359, 500)
UGC = ("UGC", "UKC001")


def ring(points: int, middle: float = 51.5) -> str:
    """A polygon of so many points."""
    turn = np.linspace(0, 2 * np.pi, points)
    turn[-1] = 0
    return Polygon.of(middle + np.sin(turn) / 10, np.cos(turn) / 10).text


CIRCLES = st.builds(
    circle_text,
    st.integers(-89_000_000, 89_000_000).map(lambda micro: micro / MICRO),
    st.integers(-179_000_000, 40_000_000).map(lambda micro: micro / MICRO),
    st.integers(1, 900_000),
)


@st.composite
def polygons(draw: st.DrawFn) -> str:
    """A polygon around a middle, whose points have any distance from it.

    Not so far in the east that it could be ours with latitude and longitude swapped.
    """
    north, east = draw(st.integers(-60, 60)), draw(st.integers(-170, 30))
    far = draw(st.lists(st.integers(1000, 9_000_000), min_size=3, max_size=12))
    turns = np.linspace(0, 2 * np.pi, len(far), endpoint=False)
    ys = north + np.array(far) / MICRO * np.sin(turns)
    xs = east + np.array(far) / MICRO * np.cos(turns)
    return Polygon.of([*ys, ys[0]], [*xs, xs[0]]).text


AREAS = st.builds(
    AlertArea,
    place=st.sampled_from(["Bath", "Dŵr; a pier"]),
    shapes=st.lists(CIRCLES | polygons(), min_size=1, max_size=4, unique=True).map(tuple),
    geocodes=st.sampled_from([(), (UGC,), (UGC, ("FIPS6", "006109"))]),
)
