"""What the scripts that start other processes share."""

import contextlib
import ctypes
import signal

PDEATHSIG = 1  # prctl(2): the signal that a process gets when its parent is gone


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent is killed; does nothing where there is no prctl.

    Meant as ``preexec_fn`` of a parent with one thread.
    """
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PDEATHSIG, signal.SIGTERM)
