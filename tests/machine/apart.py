"""A pytest plugin: two test processes at once share no Redis database and no folder of data.

Loaded by `-p tests.machine.apart`, so before the settings are read. pytest-django keeps their
databases apart by itself.
"""

import os
from pathlib import Path

WORKER = os.environ.get("PYTEST_XDIST_WORKER")  # gw0, gw1, …; none in the process that leads

if WORKER:
    number = int(WORKER.removeprefix("gw")) + 1
    if os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = os.environ["REDIS_URL"].removesuffix("/0") + f"/{number}"
    if os.environ.get("FAIRWEEK_DATA"):
        data = Path(os.environ["FAIRWEEK_DATA"], WORKER)
        data.mkdir(exist_ok=True)
        os.environ["FAIRWEEK_DATA"] = str(data)
