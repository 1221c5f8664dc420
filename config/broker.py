"""A broker that needs no server: kombu's filesystem transport, made safe.

Kombu writes a message, and an exchange's table, under its final name, so another process can read
it empty and die of it (celery/kombu issue 1551). This one writes elsewhere in the folder and
renames or links. Kombu also moves a message through the machine's temporary folder, where a
move may be a copy; this one claims it by a rename inside the broker's own folder. It overrides
private methods, so kombu is pinned to 5.7 and tests/config/test_broker.py sends from four
processes at once.
"""

import os
import uuid
from contextlib import suppress
from pathlib import Path
from queue import Empty
from time import time_ns

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    """Messages lie in the folder as `<time>_<uuid>.<queue>.msg`; a dot-file is nobody's yet."""

    def __init__(self, connection, **kwargs):
        super().__init__(connection, **kwargs)
        self.folder = Path(self.data_folder_in)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.control_folder.mkdir(parents=True, exist_ok=True)

    def _queue_bind(self, exchange, routing_key, pattern, queue):
        table = self._exchange_file(exchange)
        if not table.exists():
            self._appear(table, b"[]")
        super()._queue_bind(exchange, routing_key, pattern, queue)

    def _appear(self, path, content):
        """Make a file that is never seen empty, unless another process made it meanwhile."""
        unfinished = path.with_name(f".{uuid.uuid4()}.unfinished")
        unfinished.write_bytes(content)
        with suppress(FileExistsError):
            os.link(unfinished, path)
        unfinished.unlink()

    def _put(self, queue, payload, **_):
        name = f"{time_ns()}_{uuid.uuid4()}.{queue}"
        unfinished = self.folder / f".{name}.unfinished"
        unfinished.write_bytes(str_to_bytes(dumps(payload)))
        os.replace(unfinished, self.folder / f"{name}.msg")

    def _get(self, queue):
        for name in sorted(os.listdir(self.folder)):
            if not name.startswith(".") and name.partition(".")[2] == f"{queue}.msg":
                claimed = self.folder / f".{name}.claimed"
                try:
                    os.rename(self.folder / name, claimed)
                except FileNotFoundError:  # another worker's now
                    continue
                payload = claimed.read_bytes()
                claimed.unlink()
                return loads(bytes_to_str(payload))
        raise Empty


class Transport(filesystem.Transport):
    Channel = Channel


TRANSPORT_ALIASES["fairweekfs"] = "config.broker:Transport"
