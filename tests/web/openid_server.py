"""An OpenID provider on loopback, as small as one can be: discovery, authorization, token and user info.

It signs in whoever `person` says, without asking. What it was told is in `seen`.
"""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT: Final = "readout"
SECRET: Final = "secret-of-the-tests-0123456789-abcdef"


class OpenIdServer:
    """`issuer` is its address; `down` makes it answer 500 to everything."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {}
        self.seen: list[dict[str, str]] = []
        self.down = False
        self.codes: dict[str, str] = {}
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self._http.server_port}"

    def start(self) -> None:
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def discovery(self) -> dict[str, Any]:
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo"}
        addresses = {name: f"{self.issuer}/{path}" for name, path in (names | {"jwks_uri": "jwks"}).items()}
        return {"issuer": self.issuer, "token_endpoint_auth_methods_supported": ["client_secret_post"], **addresses}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to, with a code that is good for this one request."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked["code_challenge"]
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: dict[str, str]) -> dict[str, Any] | None:
        """The tokens, or None unless client, secret, code and proof of the code are right."""
        proof = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        if self.codes.pop(given.get("code", ""), None) != challenge:
            return None
        if (given.get("client_id"), given.get("client_secret")) != (CLIENT, SECRET):
            return None
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": self.person["sub"], "exp": 4102444800, "iat": 1}
        id_token = jwt.encode(claims, SECRET, algorithm="HS256")
        return {"access_token": "access", "token_type": "Bearer", "id_token": id_token}


@contextmanager
def openid_server() -> Iterator[OpenIdServer]:
    server = OpenIdServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _handler(server: OpenIdServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(address.query).items()}
            if server.down:
                self.send_error(500)
            elif address.path == "/.well-known/openid-configuration":
                self._json(server.discovery())
            elif address.path == "/authorize":
                server.seen.append(asked)
                self.send_response(302)
                self.send_header("Location", server.authorize(asked))
                self.end_headers()
            elif address.path == "/userinfo" and self.headers["Authorization"] == "Bearer access":
                self._json(server.person)
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            tokens = server.token({name: values[0] for name, values in parse_qs(body).items()})
            if server.down or tokens is None:
                self.send_error(400)
            else:
                self._json(tokens)

        def _json(self, body: dict[str, Any]) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            """Not on the tests' standard error."""

    return Handler
