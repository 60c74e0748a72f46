"""The client is reminded of times that he can pick from a while after they were offered, however old the job is."""

from fixi.domain.events import SlotReminderDue
from fixi.domain.lead.states import Booked, alarms
from tests.support.samples import AT, CARD, DAY, HOUR, POLICY, SLOT, a_case


def test_times_that_were_offered_late_are_given_their_time() -> None:
    job = Booked(a_case(), CARD, AT - DAY, options=(SLOT,), options_at=AT)
    (reminder,) = [alarm for alarm in alarms(job, POLICY) if isinstance(alarm.event, SlotReminderDue)]
    assert reminder.due == AT + POLICY.slot_reminder


def test_a_job_from_before_that_was_kept_counts_from_the_yes() -> None:
    job = Booked(a_case(), CARD, AT - HOUR, options=(SLOT,))
    (reminder,) = [alarm for alarm in alarms(job, POLICY) if isinstance(alarm.event, SlotReminderDue)]
    assert reminder.due == AT - HOUR + POLICY.slot_reminder
