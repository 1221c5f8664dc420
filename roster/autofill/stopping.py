"""Ending a fill of a command before its time, by Ctrl-C or a signal to terminate."""

import signal
from contextlib import contextmanager

SIGNALS = {signal.SIGINT, signal.SIGTERM}


@contextmanager
def told_to_stop():
    """With whether the process was told to stop, to be asked: nothing is broken off by it.

    CP-SAT has a handler of its own for Ctrl-C, which ends the process where it hits another thread.
    So the signals are kept from every thread that begins later: the solver is imported within.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield _is_told
    finally:
        while _is_told():
            signal.sigwait(SIGNALS)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def _is_told():
    return not SIGNALS.isdisjoint(signal.sigpending())
