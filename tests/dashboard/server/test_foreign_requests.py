"""A dashboard on the open internet: pretended proxies, other names, pages of other servers, stolen cookies, requests too large."""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus

from etl.warehouse import builds
from tests.support.raw_requests import ask, open_stream, served_with


@pytest.fixture(scope="module")
def behind(built: builds.Build) -> Iterator[str]:
    """A dashboard behind a proxy on this machine that it was told to believe, known by a name, with a small allowance."""
    with served_with(
        built.path.parent, PROXIES="127.0.0.1", HOSTS="servanda.example.org", REQUESTS_PER_MINUTE="30", CONNECTIONS_PER_MINUTE="3"
    ) as served:
        yield served


# Behind a proxy, and pretending to be one.


def test_only_a_proxy_that_is_named_says_who_asks_and_how(served: str, behind: str) -> None:
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.1", "Host": "servanda.example.org"}
    pretended = ask(served, "_stcore/health", headers).headers
    assert pretended["strict-transport-security"] is None and "Secure" not in pretended["set-cookie"]
    named = ask(behind, "_stcore/health", headers).headers
    assert named["strict-transport-security"] == "max-age=31536000"
    assert named["set-cookie"].endswith("; Secure")


def test_a_client_of_the_proxy_is_limited_alone(behind: str) -> None:
    def status(client: str) -> int:
        return ask(behind, "pledges", {"X-Forwarded-For": f"203.0.113.9, {client}", "Host": "servanda.example.org"}).status

    assert [status("198.51.100.7") for _ in range(31)].count(429) >= 1
    assert status("198.51.100.8") == 200
    refused = ask(behind, "pledges", {"X-Forwarded-For": "198.51.100.7", "Host": "servanda.example.org"})
    assert (refused.status, refused.body.decode()) == (429, "Too many requests came from your address; try again in a minute.")
    assert int(refused.headers["retry-after"]) > 0 and refused.headers["content-security-policy"]


def test_pages_are_opened_so_often_from_one_address(behind: str) -> None:
    statuses = []
    for _ in range(5):
        try:
            with open_stream(behind, X_Forwarded_For="198.51.100.9"):
                statuses.append(101)
        except InvalidStatus as error:
            statuses.append(error.response.status_code)
    assert statuses == [101, 101, 101, 429, 429]


def test_another_name_is_not_answered(behind: str) -> None:
    assert [ask(behind, "", {"Host": host}).status for host in ("servanda.example.org", "evil.example.org")] == [200, 400]


def test_pages_of_other_servers_open_no_websocket(served: str) -> None:
    for origin in ("http://localhost:3000", "https://evil.example.org", "null"):
        with pytest.raises(InvalidStatus) as refused:
            open_stream(served, origin).close()
        assert refused.value.response.status_code == 403


# Sessions, cookies, sizes.


def test_the_cookie_against_foreign_uploads_is_checked(served: str) -> None:
    with open_stream(served) as stream:
        asked = BackMsg()
        asked.rerun_script.query_string = "lang=en"
        stream.send(asked.SerializeToString())
        while (answer := ForwardMsg.FromString(stream.recv(timeout=30, decode=False))).WhichOneof("type") != "new_session":
            pass
        path = f"_stcore/upload_file/{answer.new_session.initialize.session_id}/1"
        part = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\na\r\n--x--\r\n'
        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        token = re.findall(r"_streamlit_xsrf=([^;]+)", ask(served, "_stcore/health").headers["set-cookie"])[0]
        cookie = {**kind, "Cookie": f"_streamlit_xsrf={token}"}
        assert ask(served, path, cookie, "PUT", part).status == 403, "a foreign page sends the cookie and cannot read it"
        assert ask(served, path, {**cookie, "X-Xsrftoken": token}, "PUT", part).status == 204
        big = b"x" * 11_000_000
        with suppress(ConnectionResetError, BrokenPipeError):  # refused by its length, before it was sent
            assert ask(served, path, {**cookie, "X-Xsrftoken": token}, "PUT", big).status == 413


def test_cookies_are_kept_from_scripts_and_other_sites(served: str) -> None:
    token = ask(served, "_stcore/health").headers["set-cookie"]
    assert "SameSite=Lax" in token, "scripts have to read this one, and send it back"
    here = {"Referer": f"{served}review?lang=kk"}
    (back,) = ask(served, "auth/login", here).headers.get_all("set-cookie") or []
    assert back.startswith("servanda_back=") and "HttpOnly" in back and "SameSite=Lax" in back


def test_what_is_too_long_is_refused(served: str) -> None:
    assert ask(served, "pledges?q=" + "x" * 9_000).status == 414
    assert ask(served, "", method="POST", body=b"x").status == 405
    with open_stream(served) as stream, pytest.raises(ConnectionClosed):
        stream.send(b"\0" * 21_000_000)
        while True:
            stream.recv(timeout=30)
