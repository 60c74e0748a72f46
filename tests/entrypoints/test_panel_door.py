"""The panel's door over real HTTP and real sockets: who comes in, what of whom is carried out, and until when."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from nicegui import Client
from starlette.routing import BaseRoute, Mount, Route
from websockets.exceptions import InvalidStatus

from fixi.domain.errors import Unavailable
from fixi.domain.operators import Operator, Role
from fixi.entrypoints.panel import login_page
from fixi.entrypoints.panel.door import LONGEST_BODY, Door
from fixi.entrypoints.panel.login_page import LONGEST_FORM
from tests.support.panel_server import HTML, PanelServer, panel_server
from tests.support.panel_socket import OpenPage, socket
from tests.support.staff import PASSWORD

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(60)]

FOREIGN = "https://evil.example"
ADD = "New operator"
# What is answered to everybody, by method; everything else wants a session.
FOR_ALL = {
    ("GET", "/login"),
    ("POST", "/login"),
    ("GET", "/assets/{name}"),
    ("GET", "/health/live"),
    ("GET", "/session"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module", name="served")
async def _served() -> AsyncIterator[PanelServer]:
    async with panel_server() as served:
        yield served


@pytest_asyncio.fixture(loop_scope="module", name="stranger")
async def _stranger(served: PanelServer) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=served.url) as client:
        yield client


def routes(found: list[BaseRoute], before: str = "") -> Iterator[tuple[str, str]]:
    """Method and path of everything that the application answers to; what is mounted as a whole, by a path in it."""
    for route in found:
        inner: Any = getattr(route, "app", None)
        if isinstance(route, Mount) and getattr(inner, "routes", None):
            yield from routes(inner.routes, before + route.path)
        elif isinstance(route, Mount):
            yield from ((method, f"{before}{route.path}/x") for method in ("GET", "POST"))
        elif isinstance(route, Route):
            yield from ((method, before + route.path) for method in sorted(route.methods or ()) if method != "HEAD")
        else:
            yield "GET", before + getattr(route, "path", "/?")


async def test_every_route_there_is_wants_a_session_but_for_a_short_list(
    served: PanelServer, stranger: httpx.AsyncClient
) -> None:
    app: Any = served.app.app
    found = set(routes(app.routes))
    assert len(found) > 20
    assert found >= FOR_ALL
    for method, path in sorted(found - FOR_ALL):
        answer = await stranger.request(method, re.sub(r"\{[^}]+\}", "x", path))
        # Sockets have a door of their own: to a request this is nothing, session or not.
        expected = 403 if path.startswith("/_nicegui_ws") else 401
        assert answer.status_code == expected, (method, path)


async def test_a_route_that_a_later_library_adds_is_behind_the_door(
    served: PanelServer, stranger: httpx.AsyncClient
) -> None:
    app: Any = served.app.app

    async def added(_: object) -> None:
        raise AssertionError("a stranger came in")

    for path in ("/added", "/login/more", "/assets/a/b", "/health/ready", "/_nicegui/client/x/upload/1", "/loginx"):
        route = Route(path, added, methods=["GET", "POST"])
        app.router.routes.insert(0, route)
        try:
            for method in ("GET", "POST", "PUT", "OPTIONS"):
                assert (await stranger.request(method, path)).status_code == 401
        finally:
            app.router.routes.remove(route)


@pytest.mark.parametrize("path", ["/", "/leads", "/operators", "/town", "/leads/x?y=z"])
async def test_a_person_without_a_session_is_sent_to_the_login_and_back(stranger: httpx.AsyncClient, path: str) -> None:
    answer = await stranger.get(path, headers=HTML)
    assert answer.status_code == 303
    where = answer.headers["location"]
    assert where == "/login" if path == "/" else where.startswith("/login?next=%2F")
    assert answer.headers["cache-control"] == "no-store"


async def test_the_login_page_needs_no_script_and_nothing_of_the_library(stranger: httpx.AsyncClient) -> None:
    for language, direction in (("he", "rtl"), ("en", "ltr")):
        answer = await stranger.get("/login", params={"language": language})
        assert f'lang="{language}" dir="{direction}"' in answer.text
        assert 'autocomplete="username"' in answer.text
        assert 'autocomplete="current-password"' in answer.text
        wanted = re.findall(r'(?:src|href)="(/[^"]*)"', answer.text)
        assert wanted
        assert all(path.startswith(("/assets/", "/login?language=")) for path in wanted)
        for path in wanted:
            assert (await stranger.get(path)).status_code == 200


async def test_every_answer_carries_the_headers_that_bind_a_browser(
    served: PanelServer, stranger: httpx.AsyncClient
) -> None:
    async with served.someone("naomi") as client:
        answers = [
            await client.get("/"),
            await stranger.get("/login"),
            await stranger.get("/"),
            await client.get("/no"),
        ]
    assert [answer.status_code for answer in answers] == [200, 200, 401, 404]
    for answer in answers:
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers


async def test_a_wrong_password_and_a_name_that_is_not_there_get_the_same_answer_to_the_letter(
    served: PanelServer, stranger: httpx.AsyncClient
) -> None:
    await served.reception.hire("avi")
    answers = [
        await stranger.post("/login", data={"name": name, "password": "not his password"})
        for name in ("avi", "nobody.here") * 6
    ]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429] * 2
    assert len({answer.text for answer in answers[:10]}) == 1
    assert answers[10].text == answers[11].text
    assert 'role="alert"' in answers[0].text
    assert answers[10].headers["retry-after"] == "900"
    # Even the right one waits.
    assert (await stranger.post("/login", data={"name": "avi", "password": PASSWORD})).status_code == 429
    served.pass_time(timedelta(minutes=15))
    assert (await stranger.post("/login", data={"name": "avi", "password": PASSWORD})).status_code == 303


async def test_a_login_opens_a_new_session_and_ends_the_one_before(served: PanelServer) -> None:
    async with served.someone("gal") as client:
        before = client.cookies["fixi_session"]
        answer = await client.post("/login", data={"name": "gal", "password": PASSWORD})
        assert answer.cookies["fixi_session"] != before
        set_cookie = answer.headers["set-cookie"].lower()
        assert {"httponly", "samesite=strict", "path=/"} <= {part.strip() for part in set_cookie.split(";")}
        assert "max-age" not in set_cookie
        assert (await client.get("/")).status_code == 200
        async with httpx.AsyncClient(base_url=served.url, cookies={"fixi_session": before}) as old:
            assert (await old.get("/")).status_code == 401


async def test_a_session_that_a_stranger_chose_is_worth_nothing(served: PanelServer) -> None:
    await served.reception.hire("shir")
    async with httpx.AsyncClient(base_url=served.url, cookies={"fixi_session": "chosen"}) as client:
        answer = await client.post("/login", data={"name": "shir", "password": PASSWORD})
        assert "chosen" not in answer.headers["set-cookie"]
    async with httpx.AsyncClient(base_url=served.url, cookies={"fixi_session": "chosen"}) as client:
        assert (await client.get("/")).status_code == 401


async def test_only_a_post_logs_out_and_then_the_cookie_is_gone_and_worth_nothing(served: PanelServer) -> None:
    async with served.someone("tal") as client:
        token = client.cookies["fixi_session"]
        for method in ("GET", "PUT", "DELETE"):
            assert (await client.request(method, "/logout")).status_code in {404, 405}
        assert (await client.get("/")).status_code == 200
        answer = await client.post("/logout")
        assert (answer.status_code, answer.headers["location"]) == (303, "/login?out=1")
        assert "max-age=0" in answer.headers["set-cookie"].lower()
        assert "fixi_session" not in client.cookies
        # Once more, with a page that was open in another tab: no riddle, but the login.
        again = await client.post("/logout")
        assert (again.status_code, again.headers["location"]) == (303, "/login")
        client.cookies.set("fixi_session", token)
        assert (await client.get("/")).headers["location"] == "/login"


async def test_a_session_ends_after_half_an_hour_of_nothing_and_after_twelve_hours(served: PanelServer) -> None:
    async with served.someone("noga") as client:
        served.pass_time(timedelta(minutes=29))
        assert (await client.get("/")).status_code == 200
        served.pass_time(timedelta(minutes=29))
        assert (await client.get("/session")).text == "lasts"  # asking does not make it last
        served.pass_time(timedelta(minutes=1))
        assert (await client.get("/session")).text == "over"
        assert (await client.get("/")).status_code == 303
    async with served.enter("noga") as client:
        for _ in range(35):
            served.pass_time(timedelta(minutes=20))
            assert (await client.post("/taste")).headers["location"] == "/"
        served.pass_time(timedelta(minutes=20))
        assert (await client.get("/")).status_code == 303


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"origin": FOREIGN}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"origin": "http://["}, 403),
        ({"origin": "http://127.0.0.1:1"}, 403),
        ({"origin": "javascript:alert(1)"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "same-origin"}, 303),
        ({}, 303),
    ],
)
async def test_what_changes_something_must_come_from_a_page_of_ours(
    served: PanelServer, headers: dict[str, str], expected: int
) -> None:
    name = f"ori{abs(hash(tuple(headers.items())))}"[:20]
    async with served.someone(name) as client:
        for path in ("/taste", "/account/password", "/logout"):
            assert (await client.post(path, headers=headers)).status_code == expected
        assert (await client.get("/session")).text == ("over" if expected == 303 else "lasts")


async def test_the_panel_answers_only_under_its_own_name(served: PanelServer, stranger: httpx.AsyncClient) -> None:
    for host in ("evil.example", "evil.example:80", "", "127.0.0.1.evil.example", "[", "127.0.0.1:x"):
        answer = await stranger.get("/login", headers={"host": host})
        assert answer.status_code in {400, 421}, host
    assert (await stranger.get("/login", headers={"host": f"localhost:{served.port}"})).status_code == 200
    assert (await stranger.get("/health/live", headers={"host": "10.0.0.7"})).status_code == 200


@pytest.mark.parametrize(
    ("content", "headers", "expected"),
    [
        (b"name=" + b"x" * LONGEST_FORM, {}, 413),
        (b"x" * (LONGEST_BODY + 1), {}, 413),
        (b"&".join(b"a%d=1" % number for number in range(50)), {}, 400),
        (b"\xff\xfe\x00=%ff%00&&&===", {}, 401),
        (b'{"name": "dana"}', {"content-type": "application/json"}, 401),
        (b"", {}, 401),
    ],
)
async def test_a_body_that_no_form_sends_is_no_error_of_ours(
    served: PanelServer, stranger: httpx.AsyncClient, content: bytes, headers: dict[str, str], expected: int
) -> None:
    answer = await stranger.post("/login", content=content, headers=headers)
    assert answer.status_code == expected
    served.pass_time(timedelta(minutes=15))


async def test_a_body_of_no_said_length_ends_where_the_longest_does(
    served: PanelServer, stranger: httpx.AsyncClient
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(LONGEST_BODY // 100_000 + 2):
            yield b"x" * 100_000

    assert (await stranger.post("/login", content=endless())).status_code == 413
    async with served.someone("rafi") as client:
        assert (await client.post("/account/password", content=endless())).status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../door.py",
        "/assets/..%2fdoor.py",
        "/assets/%2e%2e/door.py",
        "/assets/__init__.py",
        "/assets/%00",
        "/assets/fixi.css%00.py",
        "/assets/%ff",
        "/assets/",
    ],
)
async def test_assets_are_a_list_and_no_folder(served: PanelServer, path: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n".encode())
    status = (await reader.read()).split(b"\r\n")[0]
    writer.close()
    await writer.wait_closed()
    assert status.split()[1] in {b"401", b"404"}


@pytest.mark.parametrize(
    "cookie", ["fixi_session=", "fixi_session=" + "x" * 4000, "a=\x01;;=;fixi_session", "é=ü", ";"]
)
async def test_a_cookie_that_is_none_is_nobody(stranger: httpx.AsyncClient, cookie: str) -> None:
    answer = await stranger.get("/", headers=[(b"cookie", cookie.encode("latin-1"))])
    assert answer.status_code in {400, 401}


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "/login", "/a\nb", ""])
async def test_nobody_is_led_away_after_the_login(served: PanelServer, target: str) -> None:
    if await served.reception.house.operators.get("lea") is None:
        await served.reception.hire("lea")
    async with httpx.AsyncClient(base_url=served.url) as client:
        answer = await client.post("/login", data={"name": "lea", "password": PASSWORD, "next": target})
        assert answer.headers["location"] == "/"


async def test_a_socket_wants_a_session_and_a_page_of_ours(served: PanelServer, stranger: httpx.AsyncClient) -> None:
    async with served.someone("uri") as client:
        page = OpenPage.read((await client.get("/")).text)
        for browser, origin in ((client, FOREIGN), (client, ""), (client, "null"), (stranger, None)):
            with pytest.raises(InvalidStatus):
                async with socket(browser, page, origin):
                    raise AssertionError("a stranger's socket is open")
        async with socket(client, page) as own:
            assert "sid" in await own.hears("40{")
        # And nothing below it is for plain requests, which any page could send.
        polled = await client.get("/_nicegui_ws/socket.io/", params={"EIO": "4", "transport": "polling"})
        assert polled.status_code == 403


async def test_a_socket_of_one_session_is_refused_the_page_of_another(served: PanelServer) -> None:
    async with served.someone("olga") as owner, served.someone("vera", Role.VIEWER) as viewer:
        theirs = OpenPage.read((await owner.get("/operators")).text)
        async with socket(viewer, theirs) as line:
            assert (await line.hears("44", "40{")).startswith("44")
        mine = OpenPage.read((await viewer.get("/")).text)
        async with socket(viewer, mine) as line:
            await line.hears("40{")
            await line.line.send(
                "420" + '["handshake",{"client_id":"' + theirs.id + '","tab_id":"t","document_id":"d"}]'
            )
            assert await line.hears("430") == "430[false]"


async def test_whoever_presses_a_button_of_a_foreign_page_is_told_no_and_nothing_happens(served: PanelServer) -> None:
    async with served.someone("omer") as owner, served.someone("vered", Role.VIEWER) as viewer:
        theirs, mine = OpenPage.read((await owner.get("/operators")).text), OpenPage.read((await viewer.get("/")).text)
        written = len(await served.reception.done())
        async with socket(owner, theirs) as own, socket(viewer, mine) as line:
            await own.hears("40{")
            await line.hears("40{")
            await line.press(theirs, ADD)
            assert "notification" in await line.hears("notification")
        assert len(await served.reception.done()) == written


async def test_messages_that_cannot_be_read_do_nothing_and_the_socket_goes_on(
    served: PanelServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with served.someone("zohar") as client:
        page = OpenPage.read((await client.get("/operators")).text)
        async with socket(client, page) as line:
            await line.hears("40{")
            garbage: tuple[object, ...] = (
                None,
                [],
                "text",
                {"client_id": 7},
                {"client_id": "nobody"},
                {"client_id": page.id},
                {"client_id": page.id, "id": {}, "listener_id": []},
                {"client_id": page.id, "id": 0, "listener_id": "unknown"},
                {"client_id": page.id, "id": 0, "listener_id": "unknown", "args": ["{"]},
            )
            for message in garbage:
                for name in ("event", "ack", "javascript_response", "handshake", "log", "no such event"):
                    await line.say(name, message)
            await line.say("log", {"client_id": page.id, "level": "error", "message": "a stranger's words"})
            await line.press(page, ADD)
            await line.hears("nicegui-dialog")
    assert "a stranger's words" not in caplog.text
    assert "Traceback" not in caplog.text
    assert all(record.exc_info is None for record in caplog.records)


@pytest.mark.parametrize("how", ["logged out", "idle", "disabled", "role lowered", "revoked"])
async def test_what_is_pressed_after_the_end_is_not_carried_out_and_the_page_leaves(
    served: PanelServer, how: str
) -> None:
    name = f"end.{how.replace(' ', '.')}"
    async with served.someone(name) as client:
        page = OpenPage.read((await client.get("/operators")).text)
        async with socket(client, page) as line:
            await line.hears("40{")
            staff = served.reception.staff
            match how:
                case "logged out":
                    await client.post("/logout")
                case "idle":
                    served.pass_time(timedelta(minutes=30))
                case "disabled":
                    await staff.change(None, name, disabled=True)
                case "role lowered":
                    await staff.change(None, name, role=Role.VIEWER)
                case _:
                    await served.reception.staff.revoke_all(None, name)
            # The one opens a sheet without asking who he is: it is the wire that looks.
            await line.press(page, ADD if how == "role lowered" else "Role")
            heard = await line.hears("/login", "nicegui-dialog", "notification")
            assert "nicegui-dialog" not in heard
            assert ("notification" if how == "role lowered" else "/login") in heard


async def test_a_page_whose_session_has_ended_leaves_by_itself_and_hears_nothing_more(served: PanelServer) -> None:
    async with served.someone("yael") as client:
        page, closed = OpenPage.read((await client.get("/")).text), asyncio.Event()
        Client.instances[page.id].on_delete(closed.set)
        async with socket(client, page) as line:
            await line.hears("40{")
            await served.reception.staff.revoke_all(None, "yael")
            await asyncio.wait_for(line.hears("/login"), 8)
            # One that does not go is closed on our side all the same.
            await asyncio.wait_for(closed.wait(), 8)
            assert all(visit.client.id != page.id for visit in served.desk.hub.watchers)
        async with httpx.AsyncClient(base_url=served.url, cookies=client.cookies) as again:
            with pytest.raises(InvalidStatus):
                async with socket(again, page):
                    raise AssertionError("the page has come back")


async def test_behind_tls_the_cookie_is_bound_to_the_host_and_plain_pages_are_foreign(served: PanelServer) -> None:
    app = Door(
        served.app.app, served.reception.login.check, "en", "https://panel.example", frozenset({"panel.example"})
    )
    transport = httpx.ASGITransport(app)
    await served.reception.hire("tls")
    token = await served.reception.enter("tls")
    async with httpx.AsyncClient(transport=transport, base_url="https://panel.example") as client:
        for name, expected in (("fixi_session", 401), ("__Host-fixi_session", 200)):
            answer = await client.get("/account", headers={"cookie": f"{name}={token}"})
            assert answer.status_code == expected
            assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
        for origin, expected in (("https://panel.example", 303), ("http://panel.example", 403)):
            headers = {"origin": origin, "cookie": f"__Host-fixi_session={token}"}
            assert (await client.post("/taste", headers=headers)).status_code == expected
        # A proxy may ask us by another name; the browser's own word for where the page came from still counts.
        assert (await client.get("/login", headers={"host": "upstream"})).status_code == 421


@pytest.mark.parametrize(("address", "expected"), [("127.0.0.1", "127.0.0.1"), ("127.0.0.2", "203.0.113.9")])
async def test_only_a_proxy_that_is_known_is_believed_where_somebody_comes_from(
    served: PanelServer, address: str, expected: str
) -> None:
    name = f"from.{address.replace('.', '-')}"
    await served.reception.hire(name)
    transport = httpx.AsyncHTTPTransport(local_address=address)
    async with httpx.AsyncClient(base_url=served.url, transport=transport) as client:
        headers = {"x-forwarded-for": "198.51.100.1, 203.0.113.9", "x-forwarded-proto": "https"}
        await client.post("/login", data={"name": name, "password": PASSWORD}, headers=headers)
    (session,) = await served.reception.staff.sessions(None, name)
    assert session.address == expected


async def test_a_form_that_comes_too_slowly_is_given_up(served: PanelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_page, "FORM_SECONDS", 0.05)
    async with asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(b"POST /login HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 90\r\n\r\nname=")
        assert b" 408 " in await reader.readline()
        writer.close()
        await writer.wait_closed()


async def test_while_the_store_is_away_nobody_comes_in_and_nobody_is_sent_out() -> None:
    async def away(_: str) -> Operator | None:
        raise Unavailable

    async def inside(*_: object) -> None:
        raise AssertionError("somebody came in")

    transport = httpx.ASGITransport(Door(inside, away, "en"))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://x", cookies={"fixi_session": "t"}, headers=HTML
    ) as client:
        answer = await client.get("/leads")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "set-cookie" not in answer.headers
