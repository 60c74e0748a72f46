"""Inquiries: effects that ask or claim inside a turn, each answered by one event."""

from dataclasses import replace
from datetime import datetime

from fixi.application.checker import Checker
from fixi.domain.effects import Find, Inquiry, Read, ReadCalendar, Reserve, TakeSlot
from fixi.domain.errors import NotAllowed
from fixi.domain.events import CalendarRead, Event, Found, PlaceRefused, PlaceTaken, SlotGone, SlotTaken, Understood
from fixi.domain.forms import ReadingTask
from fixi.domain.policy import Policy
from fixi.domain.values import Key
from fixi.ports.ai import Reader
from fixi.ports.storage import Calendar, Capacity, Professionals


class Inquiries:
    """Asks the outside and brings back the event that answers."""

    def __init__(
        self, professionals: Professionals, capacity: Capacity, calendar: Calendar, reader: Reader, checker: Checker
    ) -> None:
        self._professionals = professionals
        self._capacity = capacity
        self._calendar = calendar
        self._reader = reader
        self._checker = checker

    async def __call__(self, inquiry: Inquiry, key: Key, at: datetime, policy: Policy) -> Event:
        """The answer for the machine of this key; raises Unavailable when the outside does not answer now."""
        match inquiry:
            case Read():
                return await self._read(inquiry, key, at, policy)
            case Find(trade=trade, place=place, km=km, lead=lead):
                return Found(at=at, pros=await self._professionals.near(trade, place, km, lead, at, policy))
            case Reserve(pro=pro, lead=lead, cap=cap):
                taken = await self._capacity.reserve(pro, lead, cap, at)
                return PlaceTaken(at=at, pro=pro) if taken else PlaceRefused(at=at, pro=pro)
            case ReadCalendar():
                return await self._calendar_of(inquiry, at)
            case TakeSlot(pro=pro, lead=lead, slot=slot):
                booked = await self._calendar.take(pro, lead, slot)
                return SlotTaken(at=at, slot=slot) if booked else SlotGone(at=at, slot=slot)
            case _:
                raise NotAllowed(f"nobody answers {type(inquiry).__name__}")

    async def _calendar_of(self, inquiry: ReadCalendar, at: datetime) -> CalendarRead:
        pro = await self._professionals.get(inquiry.pro)
        if pro is None:
            raise NotAllowed("a job of a professional whom nobody knows")
        return CalendarRead(at=at, pro=pro, bookings=await self._calendar.bookings(pro.id, inquiry.span))

    async def _read(self, inquiry: Read, key: Key, at: datetime, policy: Policy) -> Understood:
        said = inquiry.said
        task = ReadingTask(
            said.text,
            at,
            policy.timezone,
            inquiry.asked,
            inquiry.known,
            said.media,
            said.pin,
            inquiry.known.language,
            pieces=said.in_order,
            chat=str(key),
            cases=inquiry.cases,
            lead=inquiry.lead,
        )
        reading = self._checker(await self._reader.read(task), task).reading
        if said.pin is not None and reading.form.pin is None:
            reading = replace(reading, form=replace(reading.form, pin=said.pin))
        return Understood(at=at, said=said, reading=reading)
