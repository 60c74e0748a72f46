"""Time: when a professional is on duty, which slots are free, how a wish meets them, and when it is night.

Free slots are computed, never stored. Wall-clock hours are turned into instants day by day, so a day with 23 or 25
hours comes out right: a wall time that does not exist is moved past the gap, one that exists twice is the first.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fixi.domain.policy import Policy
from fixi.domain.professional import Booking, Professional
from fixi.domain.values import Slot, Wish

DAY = timedelta(days=1)
# How many times of one day are offered to a client who named no time.
A_DAY = 2


def instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which the wall clock shows this time on this day."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


def shifts(pro: Professional, day: date, zone: ZoneInfo) -> tuple[Slot, ...]:
    """When he works on this date; a date without any set hours is the whole day."""
    special = [off.hours for off in pro.days_off if off.day == day]
    if special:
        spans: Iterable[tuple[time, time]] = special[0]
    elif pro.hours:
        spans = [(hours.start, hours.end) for hours in pro.hours if hours.weekday == day.weekday()]
    else:
        spans = [(time(0), time(0))]
    found = []
    for start, end in sorted(spans):
        opens = instant(day, start, zone)
        closes = instant(day + DAY if end == time(0) else day, end, zone)
        if closes > opens:
            found.append(Slot(opens, closes))
    return tuple(found)


def on_duty(pro: Professional, at: datetime, zone: ZoneInfo) -> bool:
    """True when this moment is within his hours."""
    if not pro.hours and not pro.days_off:
        return True
    return any(shift.start <= at < shift.end for shift in shifts(pro, at.astimezone(zone).date(), zone))


def _on_duty_throughout(pro: Professional, slot: Slot, zone: ZoneInfo) -> bool:
    """True when no part of the slot lies outside his hours; a shift may go on where another ends, as at midnight."""
    day, reached = slot.start.astimezone(zone).date(), slot.start
    for shift in (*shifts(pro, day, zone), *shifts(pro, day + DAY, zone)):
        if shift.start <= reached:
            reached = max(reached, shift.end)
    return reached >= slot.end


def paused(pro: Professional, at: datetime) -> bool:
    """True while he takes no new work."""
    return pro.paused_until is not None and at < pro.paused_until


def next_duty(pro: Professional, at: datetime, zone: ZoneInfo) -> datetime | None:
    """When he can be asked next (now, if he is on duty and not paused); None if not within two weeks."""
    earliest = max(at, pro.paused_until or at)
    today = earliest.astimezone(zone).date()
    starts = [
        max(shift.start, earliest)
        for offset in range(15)
        for shift in shifts(pro, today + offset * DAY, zone)
        if shift.end > earliest
    ]
    soonest = min(starts, default=None)
    return soonest if soonest is not None and soonest - at <= 14 * DAY else None


def _candidates(pro: Professional, at: datetime, policy: Policy) -> Iterator[Slot]:
    zone = policy.zone
    earliest = max(at + policy.slot_notice, pro.paused_until or at)
    today = at.astimezone(zone).date()
    for offset in range(policy.slot_horizon.days + 1):
        for shift in shifts(pro, today + offset * DAY, zone):
            start = shift.start
            while start + policy.slot_length <= shift.end:
                if start >= earliest:
                    yield Slot(start, start + policy.slot_length)
                start += policy.slot_step


def _free(slot: Slot, bookings: tuple[Booking, ...], buffer: timedelta) -> bool:
    padded = Slot(slot.start - buffer, slot.end + buffer)
    return not any(padded.overlaps(booking.slot) for booking in bookings)


def offered_slots(
    pro: Professional, bookings: tuple[Booking, ...], wish: Wish | None, at: datetime, policy: Policy
) -> tuple[Slot, ...]:
    """At most `slots_shown` free slots that do not overlap each other, in time order.

    With a wish the ones nearest to it; without one the first of the coming days, two a day at most, so that the
    choice is a real one.
    """
    free = [slot for slot in _candidates(pro, at, policy) if _free(slot, bookings, policy.slot_buffer)]
    if wish is not None:
        earliest, latest = wish.earliest.astimezone(UTC), wish.latest.astimezone(UTC)
        middle = earliest + (latest - earliest) / 2
        free.sort(key=lambda slot: (abs(slot.start - middle), slot.start))
        return _apart(free, policy.slots_shown)
    by_day = [slot for slot in free if not quiet(slot.start, policy)]
    return _apart(by_day or free, policy.slots_shown, policy.zone)


def _apart(slots: Iterable[Slot], most: int, days_in: ZoneInfo | None = None) -> tuple[Slot, ...]:
    """The first of these that do not overlap each other, in time order; with a zone only two of each day there."""
    chosen: list[Slot] = []
    for slot in slots:
        if len(chosen) == most:
            break
        if any(slot.overlaps(other) for other in chosen):
            continue
        if days_in is None or _same_day(slot, chosen, days_in) < A_DAY:
            chosen.append(slot)
    return tuple(sorted(chosen))


def _same_day(slot: Slot, others: Iterable[Slot], zone: ZoneInfo) -> int:
    day = slot.start.astimezone(zone).date()
    return sum(other.start.astimezone(zone).date() == day for other in others)


def fitting_slot(
    pro: Professional, bookings: tuple[Booking, ...], wish: Wish, at: datetime, policy: Policy
) -> Slot | None:
    """The slot that is the wish itself, if he is on duty then and free: an exact time as it is, a window's earliest.

    An exact wish need not lie on the grid of slots; notice is not asked of a time that the client himself named, but
    the past is past.
    """
    if wish.exact:
        start = wish.earliest.astimezone(UTC)
        slot = Slot(start, start + policy.slot_length)
        fits = slot.start >= at and _on_duty_throughout(pro, slot, policy.zone)
        return slot if fits and not paused(pro, slot.start) and _free(slot, bookings, policy.slot_buffer) else None
    for slot in _candidates(pro, at, policy):
        if wish.earliest <= slot.start <= wish.latest and _free(slot, bookings, policy.slot_buffer):
            return slot
    return None


def quiet(at: datetime, policy: Policy) -> bool:
    """True in the quiet hours, when a person is not written to unasked."""
    clock = at.astimezone(policy.zone).time()
    if policy.quiet_from <= policy.quiet_until:
        return policy.quiet_from <= clock < policy.quiet_until
    return clock >= policy.quiet_from or clock < policy.quiet_until


def awake(at: datetime, policy: Policy) -> datetime:
    """This moment, or the end of the quiet hours it falls in."""
    if not quiet(at, policy):
        return at
    local = at.astimezone(policy.zone)
    day = local.date() if local.time() < policy.quiet_until else local.date() + DAY
    # In the second of two equal hours it is the second morning that counts.
    return instant(day, policy.quiet_until.replace(fold=local.fold), policy.zone)
