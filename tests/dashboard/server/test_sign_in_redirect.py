"""After signing in or out one is led back to the page one left, if it is one of this server."""

from starlette.applications import Starlette
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.server.sign_in_redirect import SignInRedirectMiddleware


def test_one_is_led_back_to_pages_of_this_server_only() -> None:
    home = Starlette(
        routes=[Route(path, lambda _: RedirectResponse("/")) for path in ("/oauth2callback", "/auth/logout")]
        + [Route("/auth/login", lambda _: RedirectResponse("https://provider.example.org/"))]
    )

    def way(referer: str, leave: str) -> str:
        client = TestClient(SignInRedirectMiddleware(home), base_url="https://here.example.org", follow_redirects=False)  # type: ignore[arg-type]
        left = client.get(leave, headers={"referer": referer})
        if leave == "/auth/login":
            assert left.headers["location"] == "https://provider.example.org/"
        return str(client.get("/oauth2callback").headers["location"])

    for leave in ("/auth/login", "/auth/logout"):
        assert way("https://here.example.org/review?id=S1&lang=kk#x", leave) == "/review?id=S1&lang=kk"
        for evil in (
            "https://other.example.org/x", "https://here.example.org//other.example.org", "https://here.example.org/\\other.example.org",
            "https://here.example.org@other.example.org/", "javascript:alert(1)", "/x", "",
        ):  # fmt: skip
            assert way(evil, leave) == "/", evil
