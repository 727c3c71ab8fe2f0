"""Accessible formats, as the tests of each verb ask for them."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from kernel.web_addresses import AddressRules
from kernel.working_days import Nation
from services.content.domain.document import Document
from services.content.domain.format_request import Answer, Asked, Format, FormatRequest
from services.content.outbound.reply_codes import KeyedReplyCodes
from services.content.usecases.answer_format_request import AnswerFormatRequest
from services.content.usecases.ask_for_format import AskForFormat
from services.content.usecases.claim_format_request import ClaimFormatRequest
from services.content.usecases.red_reads import RedReads
from tests.fakes.content import EDITOR, MemoryContentStores, key
from tests.fakes.plumbing import FreshIds, MemoryUnitOfWork, SetClock

CODES = KeyedReplyCodes.under(b"k" * 32)
LARGE = Asked(format=Format.LARGE_PRINT, nation=Nation.ENGLAND)
LINK = Answer(link="https://formats.example/large")
COLLEAGUE = Principal(subject="colleague", tier=Tier.TRUSTED, roles=frozenset({"editor"}))


@dataclass
class Desk:
    """The verbs, and what most tests do first."""

    unit_of_work: MemoryUnitOfWork[MemoryContentStores]
    clock: SetClock
    red_reads: RedReads
    keys: int = field(default=0)

    @property
    def stores(self) -> MemoryContentStores:
        return self.unit_of_work.stores

    def asked(
        self, document: Document, asked: Asked = LARGE, *, by: Principal = ANONYMOUS, **given: Any
    ) -> FormatRequest:
        self.keys += 1
        ask = AskForFormat(
            unit_of_work=self.unit_of_work,
            clock=self.clock,
            ids=FreshIds(),
            codes=CODES,
            red_reads=self.red_reads,
        )
        said = {"key": key(str(self.keys))} | given
        made, _ = ask(by, document_id=document.document_id, asked=asked, **said)
        return made.request

    def claimed(self, request: FormatRequest, by: Principal = EDITOR) -> FormatRequest:
        claim = ClaimFormatRequest(unit_of_work=self.unit_of_work, red_reads=self.red_reads)
        return claim(by, request_id=request.request_id, expected_version=request.version).request

    def answered(
        self, request: FormatRequest, answer: Answer = LINK, by: Principal = EDITOR
    ) -> FormatRequest:
        answering = AnswerFormatRequest(
            unit_of_work=self.unit_of_work,
            clock=self.clock,
            rules=AddressRules(),
            red_reads=self.red_reads,
        )
        return answering(
            by, request_id=request.request_id, expected_version=request.version, answer=answer
        ).request

    def kept(self, request_id: UUID) -> FormatRequest:
        return self.stores.format_requests.kept[request_id]
