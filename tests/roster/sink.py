"""A real SMTP server that does as it is told: accepts, refuses, hangs up, or is not there."""

import contextlib
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller

from tests.machine.servers import free_port


class Sink:
    """`answers` maps an address to what its recipient is answered, once for each in the list.

    `hang_up` is how many messages are dropped in the middle of their data.
    """

    def __init__(self):
        self.port = free_port()
        self.answers = {}
        self.hang_up = 0
        self.received = []
        self.connections = 0
        self.during = lambda: None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.answers.get(address):
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.hang_up:
            self.hang_up -= 1
            server.transport.close()
            return None
        self.during()
        self.received.append((envelope.rcpt_tos[0], envelope.content))
        return "250 OK"

    @property
    def messages(self):
        return [message_from_bytes(content, policy=default) for _, content in self.received]

    @property
    def recipients(self):
        return [recipient for recipient, _ in self.received]

    @contextlib.contextmanager
    def running(self):
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()
