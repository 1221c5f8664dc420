"""A broker that needs no server: kombu's filesystem transport, made safe.

Kombu writes a message under its final name, so a worker can read it half-written and die of it
(celery/kombu issue 1551). This one writes elsewhere in the folder and renames. It overrides a
private method, so kombu is pinned to 5.7 and tests/config/test_broker.py sends from four
processes at once.
"""

import os
import uuid
from pathlib import Path
from time import monotonic_ns

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **_):
        folder = Path(self.data_folder_out)
        name = f"{monotonic_ns()}_{uuid.uuid4()}.{queue}"
        unfinished = folder / f".{name}.unfinished"
        unfinished.write_bytes(str_to_bytes(dumps(payload)))
        os.replace(unfinished, folder / f"{name}.msg")


class Transport(filesystem.Transport):
    Channel = Channel


TRANSPORT_ALIASES["fairweekfs"] = "config.broker:Transport"
