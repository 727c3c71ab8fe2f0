"""Our images as one archive: what they have alike is in it once."""

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from deploy.cluster.layers import CONTAINERD_NAME, NAME, one_archive
from deploy.images.engine import Engine


class Layouts(Engine):
    """An engine that writes a layout as buildah does: a manifest, a config and two layers."""

    def export_into(self, image: str, layout: Path) -> None:
        layout.mkdir(exist_ok=True)
        (layout / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
        manifest = {
            "config": {"digest": self._blob(layout, f"config-{image}")},
            "layers": [{"digest": self._blob(layout, each)} for each in ("shared", f"of-{image}")],
        }
        digest = self._blob(layout, f"manifest-{image}", json.dumps(manifest))
        file = layout / "index.json"
        known: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {"manifests": []}
        known["manifests"].append({"digest": digest, "annotations": {NAME: image}})
        file.write_text(json.dumps(known))

    def _blob(self, layout: Path, name: str, text: str = "data") -> str:
        blob = layout / "blobs" / "sha256" / name
        blob.parent.mkdir(parents=True, exist_ok=True)
        blob.write_text(text)
        return f"sha256:{name}"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return Layouts(tmp_path)


def names_in(archive: Path) -> list[str]:
    with tarfile.open(archive) as opened:
        return opened.getnames()


def test_what_images_share_is_in_the_archive_once(engine: Engine, tmp_path: Path) -> None:
    archive = one_archive(engine, ["a", "b"], tmp_path / "layout", tmp_path / "both.tar")
    names = names_in(archive)
    assert len(names) == len(set(names))
    assert {f"blobs/sha256/{each}" for each in ("shared", "of-a", "of-b", "manifest-a")} < set(
        names
    )


def test_an_older_image_that_is_kept_is_not_in_the_archive(engine: Engine, tmp_path: Path) -> None:
    layout = tmp_path / "layout"
    one_archive(engine, ["a"], layout, tmp_path / "older.tar")
    archive = one_archive(engine, ["b"], layout, tmp_path / "newer.tar")
    assert "blobs/sha256/of-a" not in names_in(archive)
    with tarfile.open(archive) as opened:
        index = json.load(opened.extractfile("index.json"))  # type: ignore[arg-type]
    (only,) = index["manifests"]
    assert "b" == only["annotations"][CONTAINERD_NAME]


def test_an_image_that_is_there_is_not_exported_again(engine: Engine, tmp_path: Path) -> None:
    layout = tmp_path / "layout"
    one_archive(engine, ["a"], layout, tmp_path / "first.tar")
    before = (layout / "index.json").read_text()
    one_archive(engine, ["a"], layout, tmp_path / "again.tar")
    assert before == (layout / "index.json").read_text()
