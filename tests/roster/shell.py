"""A process of its own that has the models loaded, and runs one script after another."""

import json
import subprocess
import sys

LOOP = """
import contextlib, io, json, sys, traceback
import django

django.setup()
for line in sys.stdin:
    said, fault = io.StringIO(), None
    with contextlib.redirect_stdout(said):
        try:
            exec(json.loads(line), {"__name__": "script"})
        except Exception:
            fault = traceback.format_exc()
    print(json.dumps([said.getvalue().strip(), fault]), flush=True)
"""


class Shell:
    def __init__(self, env, folder):
        self.process = subprocess.Popen(
            [sys.executable, "-c", LOOP],
            env=env,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def said_by(self, script):
        """What the script printed."""
        print(json.dumps(script), file=self.process.stdin, flush=True)
        said, fault = json.loads(self.process.stdout.readline())
        assert fault is None, fault
        return said

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()
