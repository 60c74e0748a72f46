"""Alerts by e-mail, against a mail server that refuses, hangs, drops, and listens in."""

import asyncio
import email
import ssl
import subprocess
from dataclasses import replace
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from fixi.adapters.smtp.mail import Mail
from fixi.adapters.smtp.post_office import PostOffice
from fixi.domain.errors import FixiError, Invalid, Refused, Unavailable
from fixi.ports.alerts import Notice
from tests.support.post_standin import MailServer, mail_server
from tests.support.samples import AT

NOTICE = Notice("0123abcd" * 4, AT, "stale", "k3v9", "פנייה k3v9", "שורה אחת\n12:00 שורה שתיים", rtl=True)
TO = ("dana@example.com", "office@example.org")


def mail(server: MailServer, patience: float = 5.0, **other: object) -> Mail:
    office = replace(PostOffice("127.0.0.1", server.port), **other)  # type: ignore[arg-type]
    return Mail(office, "fixi@example.com", TO, patience)


def read(message: bytes) -> EmailMessage:
    parsed = email.message_from_bytes(message, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def words(message: bytes) -> str:
    content: str = read(message).get_content()
    return content.replace("\r\n", "\n")


async def test_everybody_gets_the_words_as_they_are() -> None:
    async with mail_server() as server:
        await mail(server).tell(NOTICE)
    (message,) = [read(each) for each in server.messages]
    assert server.readers == [list(TO)]
    assert message["Subject"] == "\u200fפנייה k3v9"
    assert (message["From"], message["To"]) == ("fixi@example.com", "dana@example.com, office@example.org")
    assert message["Message-ID"] == f"<{NOTICE.id}@example.com>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert words(server.messages[0]) == "\u200fשורה אחת\n\u200f12:00 שורה שתיים\n"
    assert message.get_content_type() == "text/plain"


async def test_the_same_notice_again_has_the_same_id() -> None:
    async with mail_server() as server:
        for _ in range(2):
            await mail(server).tell(NOTICE)
    first, second = [read(each)["Message-ID"] for each in server.messages]
    assert first == second


@pytest.mark.parametrize("evil", ["\r\n", "\n", "\r", "\u2028", "\x00", "\x0b\x0c", "\x85"])
async def test_nothing_in_a_title_becomes_a_header_of_its_own(evil: str) -> None:
    notice = replace(
        NOTICE, title=f"hello{evil}Bcc: evil@example.net", text=f"a{evil}.{evil}RCPT TO:<evil@example.net>"
    )
    async with mail_server() as server:
        await mail(server).tell(notice)
    (message,) = [read(each) for each in server.messages]
    assert "Bcc" not in message
    assert message.keys().count("Subject") == 1
    assert server.readers == [list(TO)]


async def test_a_line_with_a_dot_does_not_end_the_message() -> None:
    async with mail_server() as server:
        await mail(server).tell(replace(NOTICE, text=".\n.\nbehind it", rtl=False))
    assert words(server.messages[0]) == ".\n.\nbehind it\n"


async def test_who_signs_in_is_known() -> None:
    async with mail_server(user="me@example.com", password="p:ss w@rd") as server:
        await mail(server, user="me@example.com", password="p:ss w@rd").tell(NOTICE)
        assert len(server.messages) == 1
        with pytest.raises(Refused, match="does not know the user or the password"):
            await mail(server, user="me@example.com", password="wrong").tell(NOTICE)


REFUSALS: dict[str, tuple[dict[str, str], type[FixiError], str]] = {
    "sender for ever": ({"mail": "550 no"}, Refused, "refuses it (550)"),
    "sender for now": ({"mail": "451 later"}, Unavailable, "refuses it (451)"),
    "all readers for ever": ({"rcpt": "550 who"}, Refused, "takes none of the addresses (550)"),
    "all readers for now": ({"rcpt": "450 grey"}, Unavailable, "takes none of the addresses (450)"),
    "message for ever": ({".": "554 spam"}, Refused, "refuses it (554)"),
    "message for now": ({".": "452 full"}, Unavailable, "refuses it (452)"),
    "everything": ({"connect": "554 go away"}, Refused, "refuses it (554)"),
    "greeting": ({"ehlo": "500 what", "helo": "500 what"}, Refused, "refuses it (500)"),
}


@pytest.mark.parametrize("name", REFUSALS)
async def test_a_refusal_says_whether_to_come_again(name: str) -> None:
    answers, kind, words = REFUSALS[name]
    async with mail_server(answers=answers) as server:
        with pytest.raises(kind) as caught:
            await mail(server).tell(NOTICE)
    assert words in str(caught.value)


@pytest.mark.parametrize("stage", ["connect", "ehlo", "mail", "rcpt", "data", "."])
async def test_one_that_hangs_is_left_in_time(stage: str) -> None:
    async with mail_server(hangs={stage}) as server:
        began = asyncio.get_running_loop().time()
        with pytest.raises(Unavailable):
            await mail(server, patience=0.3).tell(NOTICE)
        assert asyncio.get_running_loop().time() - began < 3


@pytest.mark.parametrize("stage", ["connect", "ehlo", "mail", "rcpt", "data", "."])
async def test_one_that_hangs_up_is_tried_again(stage: str) -> None:
    async with mail_server(drops={stage}) as server:
        with pytest.raises(Unavailable):
            await mail(server).tell(NOTICE)


async def test_when_it_hangs_up_behind_its_yes_the_mail_is_told() -> None:
    async with mail_server(drops={"quit"}) as server:
        await mail(server).tell(NOTICE)
    assert len(server.messages) == 1


async def test_nobody_there_is_unavailable() -> None:
    async with mail_server() as server:
        pass
    with pytest.raises(Unavailable, match="cannot be reached"):
        await mail(server).tell(NOTICE)


# ------------------------------------------------------------------------------------------------------------ in secret


async def test_a_server_that_does_not_encrypt_hears_neither_password_nor_words() -> None:
    async with mail_server(user="me", password="secret") as server:
        with pytest.raises(Unavailable, match="does not encrypt"):
            await mail(server, user="me", password="secret", starttls=True).tell(NOTICE)
    assert not any(line.lower().startswith(("auth", "mail", "rcpt", "data")) for line in server.commands)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody has signed, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=stand-in", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return cert, key


def serving(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


async def test_with_starttls_the_password_comes_behind_it(certificate: tuple[Path, Path]) -> None:
    trusting = ssl.create_default_context(cafile=certificate[0])
    async with mail_server(user="me", password="secret", tls=serving(certificate)) as server:
        office = PostOffice("127.0.0.1", server.port, "me", "secret", starttls=True)
        await Mail(office, "fixi@example.com", TO, 5.0, trusting).tell(NOTICE)
    words = [line.split(" ")[0].lower() for line in server.commands]
    assert words.index("starttls") < words.index("auth") < words.index("mail")
    assert server.encrypted
    assert len(server.messages) == 1


async def test_a_server_that_cannot_prove_who_it_is_hears_nothing(certificate: tuple[Path, Path]) -> None:
    async with mail_server(user="me", password="secret", tls=serving(certificate)) as server:
        with pytest.raises(Unavailable, match="cannot be trusted"):
            await mail(server, user="me", password="secret", starttls=True).tell(NOTICE)
    assert not any(line.lower().startswith(("auth", "mail", "rcpt", "data")) for line in server.commands)


# ---------------------------------------------------------------------------------------------------------- the address


@pytest.mark.parametrize(
    ("url", "office"),
    [
        ("smtp://mail.example.com", PostOffice("mail.example.com", 587, starttls=True)),
        ("smtp://mail.example.com:25/", PostOffice("mail.example.com", 25, starttls=True)),
        ("smtp://u%40x:p%3As%2Fs@mail.example.com", PostOffice("mail.example.com", 587, "u@x", "p:s/s", starttls=True)),
        ("smtps://u:p@mail.example.com", PostOffice("mail.example.com", 465, "u", "p", tls=True)),
        ("smtp://127.0.0.1:2525", PostOffice("127.0.0.1", 2525)),
        ("smtp://localhost", PostOffice("localhost", 587)),
        ("smtp://[::1]:25", PostOffice("::1", 25)),
        ("smtp://127.0.0.1.example.com", PostOffice("127.0.0.1.example.com", 587, starttls=True)),
    ],
)
def test_an_address_says_how_to_speak(url: str, office: PostOffice) -> None:
    assert PostOffice.parse(url) == office


@pytest.mark.parametrize(
    "url",
    ["", "mail.example.com", "http://x", "smtp://", "smtp://u@x", "smtp://:p@x", "smtp://x:0", "smtp://x:99999",
     "smtp://x/inbox", "smtp://x?y", "smtp://[x"],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(Invalid) as caught:
        PostOffice.parse(url)
    assert "x" not in str(caught.value).replace("Exception", "")


def test_a_password_is_in_no_repr() -> None:
    assert "secret" not in repr(PostOffice.parse("smtp://me:secret@mail.example.com"))


def test_a_way_gives_up_within_half_a_minute() -> None:
    assert timedelta(seconds=Mail(PostOffice("x", 25), "a@b", ("c@d",))._patience) <= timedelta(seconds=15)
