"""Who reads what people write, and what the panel looks at."""

from collections.abc import Awaitable, Callable

from dependency_injector import providers

from fixi.adapters.gemini.build import build_gemini, without_price
from fixi.adapters.memory.calls import MemoryBudget, MemoryCalls
from fixi.adapters.memory.views import MemoryBooks, MemoryChatList, MemoryLeadSearch, MemoryProList
from fixi.adapters.mongo.calls import MongoBudget, MongoCalls
from fixi.adapters.mongo.chat_list import MongoChatList
from fixi.adapters.mongo.lead_search import MongoLeadSearch
from fixi.adapters.mongo.period_books import MongoBooks
from fixi.adapters.mongo.pro_list import MongoProList
from fixi.adapters.simulator.reading import SwitchedModel, SwitchedReader
from fixi.adapters.tape.build import recorded_reader
from fixi.adapters.tape.recording import Recording
from fixi.application.backed_reader import BackedReader
from fixi.application.kept import KeptFiles
from fixi.application.needs import Needs
from fixi.application.panel_views import Board, ChatPages, LeadPages, Numbers, ProPages
from fixi.application.preview import Preview
from fixi.container.people import People


class Readers(People):
    """Who reads what people write, and what the panel looks at."""

    # Who reads
    # What lets go of a model's connections; empty where none was built, so that ending does not build one.
    opened: providers.Provider[list[Callable[[], Awaitable[None]]]] = providers.Singleton(list)
    calls = providers.Selector(
        People.settings.provided.storage,
        memory=providers.Singleton(MemoryCalls, store=People.store),
        mongo=providers.Singleton(MongoCalls, database=People.database),
    )
    budget = providers.Selector(
        People.settings.provided.storage,
        memory=providers.Singleton(MemoryBudget),
        mongo=providers.Singleton(MongoBudget, database=People.database),
    )
    # What the panel looks at
    lead_search = providers.Selector(
        People.settings.provided.storage,
        memory=providers.Singleton(MemoryLeadSearch, store=People.store),
        mongo=providers.Singleton(MongoLeadSearch, database=People.database, clock=People.clock),
    )
    chat_list = providers.Selector(
        People.settings.provided.storage,
        memory=providers.Singleton(MemoryChatList, store=People.store),
        mongo=providers.Singleton(MongoChatList, database=People.database, clock=People.clock),
    )
    pro_list = providers.Selector(
        People.settings.provided.storage,
        memory=providers.Singleton(MemoryProList, store=People.store),
        mongo=providers.Singleton(MongoProList, database=People.database),
    )
    books = providers.Selector(
        People.settings.provided.storage,
        memory=providers.Singleton(MemoryBooks, store=People.store, budget=budget),
        mongo=providers.Singleton(MongoBooks, database=People.database),
    )
    needs = providers.Factory(
        Needs,
        search=lead_search,
        chats=chat_list,
        books=books,
        leads=People.leads,
        policies=People.policies,
        clock=People.clock,
    )
    chat_pages = providers.Factory(ChatPages, chats=chat_list)
    lead_pages = providers.Factory(
        LeadPages, repository=People.repository, pros=pro_list, chats=chat_pages, policies=People.policies
    )
    board = providers.Factory(Board, search=lead_search)
    pro_pages = providers.Factory(
        ProPages,
        pros=pro_list,
        professionals=People.professionals,
        calendar=People.calendar,
        policies=People.policies,
        clock=People.clock,
    )
    numbers = providers.Factory(
        Numbers, search=lead_search, books=books, calls=calls, ledger=People.ledger, policies=People.policies
    )
    preview = providers.Factory(
        Preview,
        wording=People.wording,
        parameters=People.wording.provided.parameters,
        places=People.places,
        clock=People.clock,
    )
    gemini = providers.Singleton(
        build_gemini,
        key=People.settings.provided.gemini_api_key,
        models=People.settings.provided.gemini_models,
        trades=People.trades,
        clock=People.machine_clock,
        load=providers.Singleton(KeptFiles, files=People.files),
        opened=opened,
        url=People.settings.provided.gemini_url,
    )
    models_without_price = providers.Callable(without_price, People.settings.provided.gemini_models)
    # In the town whoever reads can be switched off.
    model = providers.Selector(
        People.settings.provided.messenger,
        simulator=providers.Singleton(SwitchedModel, model=gemini, faults=People.faults),
        dryrun=gemini,
        greenapi=gemini,
        cloudapi=gemini,
    )
    own_reader = providers.Selector(
        People.settings.provided.reader,
        rules=providers.Selector(
            People.settings.provided.messenger,
            simulator=providers.Singleton(SwitchedReader, reader=People.rules, faults=People.faults),
            dryrun=People.rules,
            greenapi=People.rules,
            cloudapi=People.rules,
        ),
        gemini=providers.Singleton(
            BackedReader,
            model=model,
            rules=People.rules,
            checker=People.checker,
            budget=budget,
            calls=calls,
            ledger=People.ledger,
            policies=People.policies,
        ),
    )
    recording = providers.Callable(Recording.of)
    reader = providers.Singleton(
        recorded_reader,
        People.settings.provided.recording,
        own_reader,
        People.professionals,
        People.policies,
        People.clock,
    )
