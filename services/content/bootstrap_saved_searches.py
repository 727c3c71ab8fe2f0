"""Builds what saved searches need, for `bootstrap.py`."""

from typing import Final

from kernel.ports import RandomIds, SystemClock
from services.content.inbound.saved_search_mails_rpc import SavedSearchMailsServicer
from services.content.inbound.saved_searches_rpc import SavedSearchesServicer
from services.content.usecases.change_saved_search import ChangeSavedSearch
from services.content.usecases.delete_saved_search import DeleteSavedSearch
from services.content.usecases.get_saved_search_mails import GetSavedSearchMails
from services.content.usecases.list_saved_search_matches import ListSavedSearchMatches
from services.content.usecases.list_saved_searches import ListSavedSearches
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.red_reads import RedReads
from services.content.usecases.save_search import SaveSearch
from services.content.usecases.see_saved_search_matches import SeeSavedSearchMatches
from services.content.usecases.set_saved_search_mails import SetSavedSearchMails
from services.content.usecases.stop_saved_search_mails import StopSavedSearchMails

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def saved_searches_servicer(work: UnitOfWork, reads: UnitOfWork) -> SavedSearchesServicer:
    """Return the servicer of saved searches on a unit of work, and on one that only reads."""
    red_reads = RedReads(unit_of_work=work, clock=_CLOCK)
    return SavedSearchesServicer(
        save_search=SaveSearch(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        list_saved_searches=ListSavedSearches(unit_of_work=reads),
        change_saved_search=ChangeSavedSearch(unit_of_work=work),
        delete_saved_search=DeleteSavedSearch(unit_of_work=work),
        list_saved_search_matches=ListSavedSearchMatches(unit_of_work=reads, red_reads=red_reads),
        see_saved_search_matches=SeeSavedSearchMatches(unit_of_work=work),
    )


def saved_search_mails_servicer(work: UnitOfWork, reads: UnitOfWork) -> SavedSearchMailsServicer:
    """Return the servicer of mails about saved searches."""
    return SavedSearchMailsServicer(
        get_saved_search_mails=GetSavedSearchMails(unit_of_work=reads),
        set_saved_search_mails=SetSavedSearchMails(unit_of_work=work, clock=_CLOCK),
        stop_saved_search_mails=StopSavedSearchMails(unit_of_work=work),
    )
