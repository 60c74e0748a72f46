"""Two readings of the same words, a model's and the rules': where they differ, and what is made of both."""

from dataclasses import replace

from fixi.domain.checking import Refusal
from fixi.domain.forms import Form, Reading, ReadingTask

# What the rules may put in the place of a model's field that was refused.
STAND_IN = ("trade", "issue", "area", "street", "wish", "name")
COMPARED = ("trade", "area", "street", "wish", "urgency", "name", "language")


def combined(model: Reading, rules: Reading, refused: tuple[Refusal, ...], task: ReadingTask) -> Reading:
    """The model's reading, with the rules' fields where its own were refused.

    A shared pin counts more than words for a place, and a place in words that only the gazetteer's own search of the
    text has found is better than none.
    """
    gone = {refusal.field for refusal in refused}
    fields: dict[str, object] = {
        name: getattr(rules.form, name) for name in STAND_IN if name in gone and getattr(rules.form, name) is not None
    }
    unknown = model.form.area is None and model.place is not None
    if rules.form.area is not None and (unknown or task.pin is not None):
        fields["area"] = rules.form.area
    if model.form.language is None:
        fields["language"] = rules.form.language
    form = replace(model.form, **fields)  # type: ignore[arg-type] # each under its own field's name
    return replace(model, form=form, place=None if form.area is not None else model.place)


def differences(model: Reading, rules: Reading) -> tuple[str, ...]:
    """The fields that were read otherwise, each with a word that tells how: only_model, only_rules or other."""
    found = [f"{name}:{how}" for name in COMPARED if (how := _how(name, model.form, rules.form))]
    if model.intent is not rules.intent:
        found.append("intent:other")
    if (model.form.issue is None) != (rules.form.issue is None):
        found.append("issue:only_rules" if model.form.issue is None else "issue:only_model")
    return tuple(found)


def _how(name: str, model: Form, rules: Form) -> str | None:
    mine, theirs = (_value(name, form) for form in (model, rules))
    if mine == theirs:
        return None
    if mine is None or theirs is None:
        return "only_rules" if mine is None else "only_model"
    return "other"


def _value(name: str, form: Form) -> object:
    """What counts of a field: a place's name, a wish's times, words without their spelling of blanks and capitals."""
    if name == "area":
        return form.area.name if form.area else None
    if name == "wish":
        return (form.wish.earliest, form.wish.latest) if form.wish else None
    value: object = getattr(form, name)
    return "".join(value.casefold().split()) if name in {"street", "name"} and isinstance(value, str) else value
