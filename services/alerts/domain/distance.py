"""Distances on the ground, on the ellipsoid of WGS 84, for many points at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from services.alerts.domain.lazily import Lazily

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Degrees = NDArray[np.float64]
else:
    np = Lazily("numpy")

_AXIS: Final = 6_378_137.0
_FLATTENING: Final = 1 / 298.257223563


def metres_between(
    latitude: Degrees, longitude: Degrees, latitudes: Degrees, longitudes: Degrees
) -> NDArray[np.float64]:
    """Return how many metres each point is from another, by Lambert's formula.

    Its error is about a hundred-thousandth of the distance; that of a sphere's would be five
    thousandths. Degrees of latitude at which a circle in degrees is far from round are no matter.
    """
    first, second = _reduced(latitude), _reduced(latitudes)
    across = np.radians(longitudes - longitude)
    half = (
        np.sin((second - first) / 2) ** 2 + np.cos(first) * np.cos(second) * np.sin(across / 2) ** 2
    )
    half = np.clip(half, 0.0, 1.0)
    angle = 2 * np.arcsin(np.sqrt(half))
    mean, apart = (first + second) / 2, (second - first) / 2
    near, far = np.cos(angle / 2) ** 2, np.sin(angle / 2) ** 2
    # At no distance, and at the other end of the earth, a term has no value and no weight.
    with np.errstate(divide="ignore", invalid="ignore"):
        x = (angle - np.sin(angle)) * np.sin(mean) ** 2 * np.cos(apart) ** 2 / near
        y = (angle + np.sin(angle)) * np.cos(mean) ** 2 * np.sin(apart) ** 2 / far
    x, y = np.nan_to_num(x), np.nan_to_num(y)
    metres: NDArray[np.float64] = _AXIS * (angle - _FLATTENING / 2 * (x + y))
    return metres


def _reduced(latitude: Degrees) -> NDArray[np.float64]:
    reduced: NDArray[np.float64] = np.arctan((1 - _FLATTENING) * np.tan(np.radians(latitude)))
    return reduced
