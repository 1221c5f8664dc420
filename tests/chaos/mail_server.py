"""A mail server with moods: well, away, busy, hanging or dropping; one address it never knows."""

import asyncio

from aiosmtpd.controller import Controller

from tests.roster.sink import Sink

HANGS = 60  # seconds, longer than a sender waits


class MailServer(Sink):
    """`mood` may be changed at any time; `pace` is seconds it takes over a message."""

    def __init__(self, pace):
        super().__init__()
        self.mood, self.pace, self.unknown = "well", pace, ""
        self.controller = None

    def open(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def close(self):
        if self.controller:
            self.controller.stop()
        self.controller = None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address == self.unknown:
            return "550 no such user"
        if self.mood == "busy":
            return "451 busy, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.mood == "hanging":
            await asyncio.sleep(HANGS)
        if self.mood == "dropping":
            server.transport.abort()
            return "421 gone"
        await asyncio.sleep(self.pace)
        self.received.append((envelope.rcpt_tos[0], envelope.content))
        return "250 OK"
