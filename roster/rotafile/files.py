"""Rota files on disk."""

import contextlib
import os
import secrets
from errno import EACCES, EISDIR, ENOENT
from pathlib import Path

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


def refuse_place(path):
    """Raise OSError or ValueError where no file can be written, before there is one to write."""
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
    if target.exists() and not target.is_file():  # such as a pipe
        return
    if not target.parent.is_dir():
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT))
    if not os.access(target.parent, os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES))


def write_file(path, data: bytes):
    """Write the whole file or leave what is there. Raises OSError or ValueError."""
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():  # such as a pipe, which cannot be replaced
        target.write_bytes(data)
        return
    new = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with open(new, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, target)
    except BaseException:
        with contextlib.suppress(OSError):
            new.unlink()
        raise
