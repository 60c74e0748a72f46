"""Files of people: a photo is shown, a voice note can be heard, anything else is handed over."""

from fixi.domain.values import Media, MediaKind
from fixi.entrypoints.panel.components.tags import box, chip, icon, tag
from fixi.entrypoints.panel.files_route import PICTURES
from fixi.entrypoints.panel.texts import Texts


def attached(file: Media, texts: Texts) -> None:
    """One file; of one that is not here, only what it is."""
    name, called = file.kept, texts.name("media", str(file.kind))
    if name is None:
        chip(called, "info", "attach_file").props["title"] = texts("media.not_here")
    elif name.rpartition(".")[2] in PICTURES:
        with tag("a", "", "fx-photo", href=f"/files/{name}", target="_blank", rel="noopener"):
            tag("img", src=f"/files/{name}", alt=called, loading="lazy")
    elif file.kind is MediaKind.VOICE:
        tag("audio", "", "fx-voice", src=f"/files/{name}", controls="", preload="none", aria_label=called)
    else:
        with tag("a", "", "fx-button", href=f"/files/{name}", download=""):
            icon("download")
            with box("fx-stack fx-tight", "span"):
                tag("span", called)
                if file.name:
                    tag("span", file.name, "fx-small", dir="auto")
