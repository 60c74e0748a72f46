"""Statuses of leads, ticks of messages and modes of chats, each as a word, a colour and a picture."""

from fixi.domain.care import JobSwitch
from fixi.domain.values import Status
from fixi.entrypoints.panel.components.tags import box, chip, icon, link, tag
from fixi.entrypoints.panel.components.words import line
from fixi.entrypoints.panel.texts import Texts

LOOKS = {
    Status.CONTACTED: ("info", "chat"),
    Status.NEW: ("violet", "outgoing_mail"),
    Status.BOOKED: ("good", "event_available"),
    Status.COMPLETED: ("good", "task_alt"),
    Status.CLOSED: ("", "archive"),
    Status.CANCELLED: ("", "cancel"),
    Status.REJECTED: ("", "block"),
    Status.PENDING_REVIEW: ("warn", "rule"),
}
TICKS = {"sent": "check", "delivered": "done_all", "read": "done_all", "played": "done_all", "failed": "error"}
MODES = {"bot": ("", "smart_toy"), "human": ("warn", "support_agent"), "stopped": ("bad", "do_not_disturb_on")}


def status_chip(status: Status, texts: Texts) -> None:
    """Where a lead stands; a status that has no look of its own yet is shown plainly."""
    tone, sign = LOOKS.get(status, ("", "circle"))
    chip(texts.name("status", status), tone, sign)


def mode_chip(mode: str, texts: Texts) -> None:
    """Who has a chat."""
    tone, sign = MODES.get(mode, ("", "circle"))
    chip(texts.name("mode", mode), tone, sign)


def job_off(switch: JobSwitch, texts: Texts) -> None:
    """A periodic job is off that keeps promises when it is on; the way to where it is put on again."""
    with box("fx-note warn fx-between"):
        with box("fx-row", "span"):
            icon("warning")
            tag("span", texts("jobs.is_off", job=texts.name("job", switch.job), who=switch.by))
            line(switch.why)
        link(texts("page.settings"), "/settings/jobs")


def tick(state: str, texts: Texts) -> None:
    """What became of a message of ours."""
    if state:
        with tag(
            "span", "", f"fx-tick {'read' if state in {'read', 'played'} else state}", title=texts.name("tick", state)
        ):
            icon(TICKS.get(state, "schedule"))
            tag("span", texts.name("tick", state), "fx-hidden")
