"""People, places and things that tests begin with; what a test is about it says itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from fixi.domain.events import Heard, JobView, OfferView, Said
from fixi.domain.forms import Form
from fixi.domain.lead.states import Case, Change, Offer
from fixi.domain.machine import Facts
from fixi.domain.matching import Search
from fixi.domain.policy import Policy
from fixi.domain.professional import Hours, ProCard, Professional
from fixi.domain.questions import Ask, Question, yes_or_no
from fixi.domain.values import Actor, ChatKey, Key, Language, Place, Slot, Status, Trade

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)  # a Sunday, eleven o'clock in Jerusalem
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PLUMBER, ELECTRICIAN = Trade("plumber"), Trade("electrician")
HAIFA = Place("Haifa", 32.8, 35.0)
TEL_AVIV = Place("Tel Aviv", 32.08, 34.78)
CLIENT = ChatKey("972541111111")
PRO = "972502222222"
LEAD = "lead000001"
POLICY = Policy()
FORM = Form(trade=PLUMBER, issue="water under the sink", area=HAIFA)
SLOT = Slot(AT + DAY, AT + DAY + HOUR)
CARD = ProCard(PRO, "Avi", PRO)
SAID = Said(AT, "hello")
QUESTION = yes_or_no(Ask.CONSENT, "q1", AT)
VIEW = OfferView(LEAD, PLUMBER, HAIFA, "water under the sink")
JOB = JobView(LEAD, PLUMBER, HAIFA, "water under the sink", "Dana", CLIENT.text, "Herzl 12")
BASE_PRO = Professional(PRO, "Avi", (PLUMBER,), (HAIFA,))
BASE_CASE = Case(LEAD, CLIENT, Language.EN, FORM, AT, AT, AT)
SEARCH = Search(LEAD, CLIENT.text, PLUMBER, HAIFA)


def a_pro(pro: str = PRO, **known: Any) -> Professional:
    """A plumber in Haifa who set no limits."""
    return replace(BASE_PRO, id=pro, **known)


def a_case(lead: str = LEAD, **known: Any) -> Case:
    """The file of a plumber's lead in Haifa."""
    return replace(BASE_CASE, id=lead, **known)


def a_search(**known: Any) -> Search:
    """Somebody in Haifa looks for a plumber."""
    return replace(SEARCH, **known)


def an_offer(pro: str = PRO, **known: Any) -> Offer:
    """The open offer to this professional."""
    return replace(Offer(pro, AT), **known)


def heard(text: str = "", **known: Any) -> Heard:
    """A message of the client."""
    said: dict[str, Any] = {"at": AT, "id": f"in-{text}", "chat": CLIENT, "text": text}
    return Heard(**(said | known))


def facts(key: Key | None = None, version: int = 0, policy: Policy = POLICY) -> Facts:
    """What a row may know."""
    return Facts(policy, key or Key.lead(LEAD), version)


def question(*values: str, at: datetime = AT) -> Question:
    """A question with these answers."""
    options = replace(QUESTION.options[0])
    return Question(Ask.WHICH, "q1", tuple(replace(options, value=value) for value in values), at)


def north_of(place: Place, km: float, name: str = "North") -> Place:
    """A place this far to the north."""
    return Place(name, place.lat + km / 111.19492664455873, place.lon)


def weekly(start: str, end: str, *days: int) -> tuple[Hours, ...]:
    """The same hours on these weekdays, all seven when none is said."""
    opens, closes = (datetime.strptime(text, "%H:%M").replace(tzinfo=UTC).time() for text in (start, end))
    return tuple(Hours(day, opens, closes) for day in (days or range(7)))


def moved(*statuses: Status | None) -> tuple[Change, ...]:
    """A timeline through these statuses."""
    pairs = zip((None, *statuses), statuses, strict=False)
    return tuple(Change(AT, "moved", Actor.SYSTEM, before, after) for before, after in pairs)
