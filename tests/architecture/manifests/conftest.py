"""Every overlay, rendered once by kubectl itself."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.manifests.kubectl import obtain_kubectl
from deploy.manifests.overlay import Overlay
from deploy.manifests.rendering import OVERLAYS, copied_tree, render
from stack.places import cache_folder


@pytest.fixture(scope="session")
def kubectl() -> Path:
    return obtain_kubectl(cache_folder())


@pytest.fixture(scope="session")
def tree() -> Iterator[Path]:
    """The manifests, copied to where secrets may be written."""
    with copied_tree() as copied:
        yield copied


@pytest.fixture(scope="session")
def rendered(kubectl: Path, tree: Path) -> dict[str, Overlay]:
    return {name: Overlay(name, render(kubectl, tree / "overlays" / name)) for name in OVERLAYS}


@pytest.fixture(params=OVERLAYS)
def overlay(request: pytest.FixtureRequest, rendered: dict[str, Overlay]) -> Overlay:
    """Each overlay in turn."""
    return rendered[request.param]


@pytest.fixture(scope="session")
def kept(rendered: dict[str, Overlay]) -> bytes:
    return pickle.dumps(rendered["production"])


@pytest.fixture
def spoilt(kept: bytes) -> Overlay:
    """A copy of what goes to production, for a control to make wrong."""
    copy: Overlay = pickle.loads(kept)  # noqa: S301 - our own, of this moment
    return copy
