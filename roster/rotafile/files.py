"""Rota files on disk."""

from roster.rotafile.faults import Unreadable
from roster.rotafile.parsing import LARGEST
from roster.rotafile.reading import read


def read_file(path):
    """The rota in the file at a path. Raises Unreadable, also when there is no such file."""
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "it cannot be opened"
        raise Unreadable([("", f"{path} cannot be read: {why}")]) from fault
    return read(data)
