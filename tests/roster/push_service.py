"""A real push service on loopback, and a phone that alone can read what is posted to it."""

import contextlib
import json
from base64 import urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from os import urandom
from threading import Thread

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


def text(some):
    return urlsafe_b64encode(some).decode().rstrip("=")


class Phone:
    """`path` is its address at the service."""

    def __init__(self, path):
        self.path, self.key, self.secret = (
            path,
            ec.generate_private_key(ec.SECP256R1()),
            urandom(16),
        )

    def typed(self, service):
        form = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        point = self.key.public_key().public_bytes(*form)
        endpoint = f"{service.origin}/{self.path}"
        return {"endpoint": endpoint, "p256dh": text(point), "auth": text(self.secret)}

    def read(self, body):
        plain = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
        )
        return json.loads(plain)


class Service:
    """`answers` maps a path to the statuses it gives, one for each post; 201 after those."""

    def __init__(self):
        self.answers, self.posts = {}, []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                path = self.path[1:]
                service.posts.append((path, {k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response((service.answers.get(path) or [201]).pop(0))
                self.send_header("Location", f"{service.origin}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                """Says nothing: the tests read `posts`."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"

    @contextlib.contextmanager
    def running(self):
        thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            self.server.shutdown()
            thread.join()
            self.server.server_close()

    @property
    def paths(self):
        return [path for path, _, _ in self.posts]
