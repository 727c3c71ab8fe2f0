"""Content and a gateway on two copies of one record: one has hidden documents as well."""

import random
import re
import signal
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Final
from uuid import UUID, uuid4

import grpc

from bench.editors import Editors
from bench.issuer import Issuer
from bench.measure import say
from bench.officers import keep_people
from isp.content.v1 import document_pb2
from isp.kernel.v1 import kernel_pb2
from stack import services
from stack.alone import Alone
from stack.demo_content.files import DemoDocument, demo_documents
from stack.harness import Harness
from stack.places import throw_away_folder
from stack.ports import free_port
from trials.side_channel_requests import REGIONS, SECTORS, Ids, Request, Words

SERVERS: Final = frozenset({"postgres", "nats", "valkey", "elasticsearch"})
HIDDEN: Final = 1_000
REBUILD_SECONDS: Final = 180
PEOPLE: Final = 60
"""So many that no one of them meets the rate limit of a person."""

_WITH: Final = "content_with"
_PREFIX: Final = "with"
_STRICT: Final = kernel_pb2.Marking(
    tlp=kernel_pb2.TLP_AMBER_STRICT,
    minimum_tier=kernel_pb2.TIER_VERIFIED,
    closed_group="stadiums",
)
_AMBER: Final = kernel_pb2.Marking(tlp=kernel_pb2.TLP_AMBER, minimum_tier=kernel_pb2.TIER_VERIFIED)
_TIERS: Final = {
    "PUBLIC": kernel_pb2.TIER_PUBLIC,
    "REGISTERED": kernel_pb2.TIER_REGISTERED,
}
_KINDS: Final = document_pb2.DocumentKind
_HIDDEN_KINDS: Final = (_KINDS.Value("DOCUMENT_KIND_BRIEFING"), _KINDS.Value("DOCUMENT_KIND_NEWS"))


@dataclass(slots=True)
class World:
    """One front, and who asks it."""

    port: int
    tokens: Sequence[str]
    line: HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        """Connect when first used."""
        self.line = HTTPConnection("127.0.0.1", self.port, timeout=20)

    def ask(self, request: Request, number: int) -> tuple[int, list[tuple[str, str]], bytes]:
        """Send a request as the `number`-th of its kind of caller; return the whole answer."""
        headers = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        if request.who:
            headers["Authorization"] = f"Bearer {self.tokens[number % len(self.tokens)]}"
        self.line.request("GET", request.path, headers=headers)
        answer = self.line.getresponse()
        return answer.status, answer.getheaders(), answer.read()

    def seconds(self, request: Request, number: int) -> float:
        """Return how long an answer took."""
        began = time.perf_counter()
        self.ask(request, number)
        return time.perf_counter() - began


@dataclass(slots=True)
class Worlds:
    """Both, and what is in them."""

    harness: Harness
    alone: Alone
    without: World
    with_: World
    words: Words
    ids: Ids
    _chance: random.Random = field(default_factory=lambda: random.Random(5))

    @classmethod
    @contextmanager
    def built(cls) -> Iterator["Worlds"]:
        """Publish what is open, copy the record, publish what is hidden, start both."""
        issuer = Issuer()
        with (
            throw_away_folder("isp-trial-") as folder,
            issuer.trusted() as trusting,
            Harness(folder, servers=SERVERS) as harness,
        ):
            alone = Alone(harness, trusting)
            try:
                yield cls._in(harness, alone, issuer)
            finally:
                alone.stop_all()

    @classmethod
    def _in(cls, harness: Harness, alone: Alone, issuer: Issuer) -> "Worlds":
        alone.migrate("content")
        people = [str(uuid4()) for _ in range(PEOPLE)]
        keep_people(alone, dict.fromkeys(people, ()), database="content", tier="REGISTERED")
        editors = Editors.known(alone, issuer, [_STRICT.closed_group])
        texts = [each for each in demo_documents() if each.minimum_tier in _TIERS]
        alone.start("content-serve")
        opened = _published(editors, harness.port("content"), map(_open, texts))
        alone.stop("content-serve")
        # `rebuild` writes what changed in its last minute twice, and what was replaced counts in
        # scores until it is merged away: by the time of day one world would do so, and one not.
        alone.execute("content", "UPDATE documents SET changed_at = changed_at - interval '1 day'")
        alone.execute("postgres", f"CREATE DATABASE {_WITH} TEMPLATE content")
        alone.execute("postgres", f"GRANT CONNECT ON DATABASE {_WITH} TO content_app")
        other = _other_world(alone)
        port = served(alone, "content-with", other)
        words = _words(texts)
        hidden = _published(editors, port, _hidden(words))
        say(f"{len(opened)} open documents, and {len(hidden)} hidden ones in one world")
        alone.start("content-serve")
        _rebuild(alone, alone.environment("content-rebuild"))
        _rebuild(alone, other)
        tokens = [issuer.token(each) for each in people]
        return cls(
            harness=harness,
            alone=alone,
            without=World(front_of(alone, "gateway-without", harness.port("content")), tokens),
            with_=World(front_of(alone, "gateway-with", port), tokens),
            words=words,
            ids=Ids(opened, hidden, [str(uuid4()) for _ in range(HIDDEN)]),
        )

    def kill_the_engine(self) -> None:
        """Let the record answer from now on."""
        self.harness.kill("elasticsearch", signal.SIGKILL)

    def an_absent_id(self) -> UUID:
        """Return an id that no document has."""
        return UUID(int=self._chance.getrandbits(128), version=4)

    def a_hidden_id(self) -> str:
        """Return the id of a document that neither caller may see."""
        return self._chance.choice(self.ids.hidden)


def _published(
    editors: Editors, port: int, contents: Iterable[document_pb2.DocumentContent]
) -> Sequence[str]:
    """Publish documents at a service; return their ids."""
    with (
        grpc.insecure_channel(f"127.0.0.1:{port}") as channel,
        ThreadPoolExecutor(4) as pool,
    ):
        return list(pool.map(lambda content: editors.publish(channel, content), contents))


def _open(said: DemoDocument) -> document_pb2.DocumentContent:
    return document_pb2.DocumentContent(
        kind=_KINDS.Value(f"DOCUMENT_KIND_{said.kind}"),
        title=said.title,
        summary=said.summary,
        body=said.text,
        language=said.language,
        marking=kernel_pb2.Marking(
            tlp=kernel_pb2.Tlp.Value(f"TLP_{said.tlp}"), minimum_tier=_TIERS[said.minimum_tier]
        ),
        sectors=said.sectors,
        regions=said.regions,
        tags=said.tags,
        sources=["Lines of the demonstration (this trial)"],
    )


def _words(open_: Sequence[DemoDocument]) -> Words:
    """Return the open documents' words, and made ones of which some begin like those."""
    known = sorted({w for each in open_ for w in re.findall(r"[a-z]{4,12}", each.text.lower())})
    chance = random.Random(3)
    made = ["".join(chance.choices("bcdfgklmnprstvz", k=1)) + "quil" + str(n) for n in range(30)]
    alike = [
        word[:4] + chance.choice(("ovex", "iqua", "zent")) for word in chance.sample(known, 60)
    ]
    return Words(open=known, hidden=sorted({*made, *alike} - set(known)))


def _hidden(words: Words) -> Iterator[document_pb2.DocumentContent]:
    chance = random.Random(9)
    for number in range(HIDDEN):
        yield document_pb2.DocumentContent(
            kind=chance.choice(_HIDDEN_KINDS),
            title=" ".join(chance.sample(words.hidden, 2) + chance.sample(words.open, 2)),
            summary=" ".join(chance.sample(words.hidden, 4) + chance.sample(words.open, 8)),
            body=" ".join(chance.choices(words.hidden, k=60) + chance.choices(words.open, k=160)),
            language=chance.choice(("en-GB", "cy")),
            marking=(_AMBER, _STRICT)[number % 2],
            sectors=chance.sample(SECTORS, 2),
            regions=chance.sample(REGIONS, 1),
            tags=[chance.choice(words.hidden)],
            sources=["Made words (this trial)"],
        )


def _other_world(alone: Alone) -> dict[str, str]:
    """Return the settings of content on the copy, with indexes of its own."""
    usual = alone.environment("content-serve")
    url = usual["CONTENT_DATABASE_URL"].rpartition("/")[0]
    return usual | {"CONTENT_DATABASE_URL": f"{url}/{_WITH}", "CONTENT_INDEX_PREFIX": _PREFIX}


def served(alone: Alone, name: str, settings: Mapping[str, str]) -> int:
    """Start a content service with some other settings; return its port."""
    port, side = free_port(), free_port()
    here = {
        "CONTENT_GRPC_LISTEN": f"127.0.0.1:{port}",
        "CONTENT_METRICS_LISTEN": f"127.0.0.1:{side}",
    }
    usual = alone.environment("content-serve")
    alone.launch(name, services.command("content", "serve"), {**usual, **settings, **here})
    alone.wait_ready(name, side)
    return port


def _rebuild(alone: Alone, settings: Mapping[str, str]) -> None:
    """Index a record anew.

    Raises:
        RuntimeError: it failed; says what it said.
    """
    side = {"CONTENT_METRICS_LISTEN": "127.0.0.1:1"}
    alone.launch("rebuild", services.command("content", "rebuild"), {**settings, **side})
    if alone.wait("rebuild", REBUILD_SECONDS) != 0:
        raise RuntimeError(alone.log("rebuild"))


def front_of(alone: Alone, name: str, content: int) -> int:
    """Start a gateway before a content service; return its port."""
    port, side = free_port(), free_port()
    here = {
        "GATEWAY_LISTEN": f"127.0.0.1:{port}",
        "GATEWAY_METRICS_LISTEN": f"127.0.0.1:{side}",
        "GATEWAY_CONTENT_ADDRESS": f"localhost:{content}",
        "GATEWAY_TRUSTED_PROXIES": "1",  # so that nobody in particular is somebody else each time
    }
    settings = alone.environment("gateway") | here
    alone.launch(name, services.command("gateway", "serve"), settings)
    alone.wait_ready(name, side)
    return port
