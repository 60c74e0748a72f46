"""The rows for what an operator decides about a professional: work or no work, welcome or not, another profile."""

from dataclasses import replace

from fixi.domain.effects import Admit, Effect, Errand, Pause, SeekWork, news
from fixi.domain.events import ProAdmitted, ProfileChanged, ProPaused, ProTurnedAway, ProUnpaused, Steered
from fixi.domain.pro_chat.jobs import UNTIL_HE_SAYS_SO, unseen, with_pause
from fixi.domain.pro_chat.offers import language
from fixi.domain.pro_chat.states import ATTENDING, Attending, ProInHuman, ProState
from fixi.domain.pro_chat.table import PRO, Facts, Step


@PRO.on_each(ATTENDING, ProPaused)
def is_paused(state: Attending, event: ProPaused, facts: Facts) -> Step[ProState]:
    """As if he had said so himself; what he has been shown he may still answer."""
    tongue = language(state.desk, facts.policy)
    words = (
        news("paused.office", tongue)
        if event.until >= UNTIL_HE_SAYS_SO
        else news("paused.office_until", tongue, until=event.until)
    )
    passed_on = unseen(state, event.at)
    return Step(with_pause(state, paused=True), (*passed_on, Pause(state.desk.pro, event.until), words))


@PRO.on_each(ATTENDING, ProUnpaused)
def is_taken_back(state: Attending, event: ProUnpaused, facts: Facts) -> Step[ProState]:
    words = news("available.office", language(state.desk, facts.policy))
    return Step(with_pause(state, paused=False), (Pause(state.desk.pro, None), words))


@PRO.on_each(ATTENDING, ProAdmitted)
def is_admitted(state: Attending, event: ProAdmitted, facts: Facts) -> Step[ProState]:
    """He is told what comes now, and a lead that waits for somebody like him is put to him."""
    pro, words = state.desk.pro, news("admitted", language(state.desk, facts.policy))
    return Step(state, (Admit(pro, yes=True), SeekWork(pro), words))


@PRO.on_each(ATTENDING, ProTurnedAway)
def is_turned_away(state: Attending, event: ProTurnedAway, facts: Facts) -> Step[ProState]:
    return Step(
        state,
        (
            Admit(state.desk.pro, yes=False),
            news("turned_away", language(state.desk, facts.policy)),
        ),
    )


@PRO.on_each(ATTENDING, ProfileChanged)
def is_someone_else_now(state: Attending, event: ProfileChanged, facts: Facts) -> Step[ProState]:
    return Step(state, (SeekWork(state.desk.pro),))


@PRO.on_each((ProInHuman,), ProPaused, ProUnpaused, ProAdmitted, ProTurnedAway, ProfileChanged)
def decided_meanwhile(state: ProInHuman, event: Steered, facts: Facts) -> Step[ProState]:
    """A person has the chat and can tell him: what follows from it is done in silence."""
    inner = PRO.decide(state.back, event, facts)
    if isinstance(inner.state, ProInHuman):
        return Step(state)
    errands: tuple[Effect, ...] = tuple(effect for effect in inner.effects if isinstance(effect, Errand))
    return Step(replace(state, back=inner.state), errands)
