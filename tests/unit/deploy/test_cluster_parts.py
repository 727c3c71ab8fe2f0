"""The parts of the test cluster that need no cluster: what it is made of, and what it says."""

import hashlib
import json
import re
import tarfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography import x509
from cryptography.x509.oid import NameOID

from deploy.cluster import build, configuration, images, machine
from deploy.cluster.addresses import API
from deploy.cluster.authority import CALLERS, Authority
from deploy.cluster.build import SOURCES, kubernetes_version
from deploy.cluster.layout import Layout
from deploy.cluster.parts import DNS


def test_what_the_machine_lacks_is_named_by_the_package_to_install(tmp_path: Path) -> None:
    programs = {"no-such-program": "some-package", "sh": "dash"}
    with pytest.raises(
        machine.CannotRun,
        match=r"^this machine lacks containernetworking-plugins, some-package: apt-get install",
    ):
        machine.check(programs, cni=tmp_path)


def test_every_program_of_kubernetes_is_of_one_release_that_the_module_pins() -> None:
    version = kubernetes_version()
    assert re.fullmatch(r"v1\.36\.\d+", version)
    text = (SOURCES / "go.mod").read_text("utf-8")
    replaced = dict(re.findall(r"^replace (\S+) => (.+)$", text, re.MULTILINE))
    parts = {f"{name} v0.{version.removeprefix('v1.')}" for name in replaced}
    assert parts == set(replaced.values())
    assert len(replaced) > 30


def test_another_source_or_another_go_is_another_build(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "go.sum").write_text("one")
    monkeypatch.setattr(build, "SOURCES", tmp_path)
    first = build._digest("go1.26.8")
    assert first == build._digest("go1.26.8")
    assert first != build._digest("go1.26.9")
    (tmp_path / "go.sum").write_text("two")
    assert first != build._digest("go1.26.8")


def test_an_image_of_one_program_is_what_its_digests_say(tmp_path: Path) -> None:
    program = tmp_path / "pause"
    program.write_bytes(b"a program")
    archive = images.image_of(program, configuration.PAUSE, tmp_path)
    with tarfile.open(archive) as opened:
        held = {each.name: opened.extractfile(each).read() for each in opened}  # type: ignore[union-attr]
    (manifest,) = json.loads(held["manifest.json"])
    config = json.loads(held[manifest["Config"]])
    assert [configuration.PAUSE] == manifest["RepoTags"]
    assert manifest["Config"] == f"{hashlib.sha256(held[manifest['Config']]).hexdigest()}.json"
    layer = held[manifest["Layers"][0]]
    assert [f"sha256:{hashlib.sha256(layer).hexdigest()}"] == config["rootfs"]["diff_ids"]
    assert ["/pause"] == config["config"]["Entrypoint"]
    assert images.NOBODY == config["config"]["User"]


def test_the_dns_manifest_names_the_image_that_is_loaded() -> None:
    text = DNS.read_text("utf-8")
    assert f"image: {images.DNS}" in text
    assert 6 == len(list(yaml.safe_load_all(text)))


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cluster") / "keys"
    Authority(folder).sign_all()
    return folder


@pytest.mark.parametrize("caller", CALLERS)
def test_a_caller_is_who_its_certificate_says_and_knows_the_api_by_ours(
    keys: Path, caller: str
) -> None:
    ours = x509.load_pem_x509_certificate((keys / "ca.crt").read_bytes())
    own = x509.load_pem_x509_certificate((keys / f"{caller}.crt").read_bytes())
    own.verify_directly_issued_by(ours)
    user, group = CALLERS[caller]
    assert [user] == [
        each.value for each in own.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    ]
    said = own.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    assert ([group] if group else []) == [each.value for each in said]
    config: dict[str, Any] = yaml.safe_load((keys / f"{caller}.conf").read_text("utf-8"))
    assert API == config["clusters"][0]["cluster"]["server"]
    assert str(keys / f"{caller}.key") == config["users"][0]["user"]["client-key"]


def test_nobody_else_can_read_a_key(keys: Path) -> None:
    assert {0o600} == {each.stat().st_mode & 0o777 for each in keys.iterdir()}


def test_two_clusters_have_two_cgroups(tmp_path: Path) -> None:
    first, second = Layout(tmp_path / "a"), Layout(tmp_path / "b")
    assert first.cgroup != second.cgroup
    assert not set(first.cgroups()) & set(second.cgroups())
