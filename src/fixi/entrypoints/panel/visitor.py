"""Who is looking at a page, and how: taken from the session and two cookies when the page is asked for."""

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from fixi.domain.operators import Operator, Permission
from fixi.entrypoints.panel.texts import TONGUES, Texts, texts

SESSION, LANGUAGE, THEME = "fixi_session", "fixi_language", "fixi_theme"
THEMES = ("auto", "light", "dark")
STATE = "fixi.visitor"  # where the door leaves the visitor for the page


@dataclass(frozen=True, slots=True)
class Visitor:
    """One operator at one page. `token` opens his session: it is never shown and never logged."""

    operator: Operator
    token: str
    language: str
    theme: str

    @property
    def texts(self) -> Texts:
        """What he reads."""
        return texts(self.language)

    @property
    def dark(self) -> bool | None:
        """Whether pages are dark; None lets his machine say."""
        return {"dark": True, "light": False}.get(self.theme)

    def may(self, permission: Permission) -> bool:
        """What is shown to him. What he does is checked again when he does it."""
        return self.operator.may(permission)

    def __repr__(self) -> str:
        return f"Visitor({self.operator.name!r}, {self.language!r})"


def session_cookie(*, secure: bool) -> str:
    """What the cookie of a session is called: behind TLS by a name that browsers take from this very host only."""
    return f"__Host-{SESSION}" if secure else SESSION


def cookies(header: str) -> dict[str, str]:
    """The cookies of a request; of what cannot be read, none."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


def taste(jar: dict[str, str], default: str) -> tuple[str, str]:
    """Language and theme as the cookies wish them."""
    language = jar.get(LANGUAGE, default)
    theme = jar.get(THEME, "auto")
    fallback = default if default in TONGUES else "en"
    return language if language in TONGUES else fallback, theme if theme in THEMES else "auto"
