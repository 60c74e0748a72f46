"""Every text that people get, in every language, as it looks on a phone."""

from nicegui import ui

from fixi.application.preview import PreviewText
from fixi.domain.values import Language
from fixi.entrypoints.panel.components.forms import choice, text_field
from fixi.entrypoints.panel.components.tags import box, card, empty, tag
from fixi.entrypoints.panel.components.words import words
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.texts import RIGHT_TO_LEFT
from fixi.entrypoints.panel.visit import Visit

ALL = ""


async def build(desk: Desk, visit: Visit) -> None:
    """A phone for each language, and what to look for above them."""
    says = visit.texts
    written = {language: _texts(desk, visit, language) for language in desk.languages}
    groups = sorted({each.group for texts in written.values() for each in texts})
    tag("p", says("wording.explained"), "fx-quiet")
    with box("fx-card fx-search fx-row"):
        about = choice(
            says("wording.group"),
            {ALL: says("wording.all"), **{group: says.name("wording_group", group) for group in groups}},
            "consent" if "consent" in groups else ALL,
        )
        asked = text_field(says("wording.search"), longest=80)

    @ui.refreshable
    def phones() -> None:
        sought = str(asked.value or "").casefold().strip()
        group = ALL if sought else about.value or ALL
        with box("fx-handsets"):
            for language, texts in written.items():
                found = [
                    each
                    for each in texts
                    if group in {ALL, each.group} and (sought in each.text.casefold() or sought in each.key)
                ]
                _phone(visit, language, found)

    asked.control.on_value_change(phones.refresh)
    about.control.on_value_change(phones.refresh)
    phones()


def _texts(desk: Desk, visit: Visit, language: Language) -> tuple[PreviewText, ...]:
    return desk.preview(language, lambda name: visit.texts(f"sample.{language.value}_{name}"))


def _phone(visit: Visit, language: Language, found: list[PreviewText]) -> None:
    says = visit.texts
    rtl = language.value in RIGHT_TO_LEFT
    with card(says.name("tongue", language.value)), box("fx-handset") as handset:
        handset.props["dir"] = "rtl" if rtl else "ltr"
        handset.props["lang"] = language.value
        if not found:
            empty(says("wording.none"), "search_off")
        with box("fx-chat", "ol"):
            for each in found:
                with box("fx-bubble-row", "li"):
                    tag("span", each.key, "fx-mono fx-small fx-quiet", dir="ltr")
                    with box("fx-bubble tap" if each.tap else "fx-bubble"):
                        words(each.text, says)
