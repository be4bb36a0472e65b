"""Serve the practice portal on 127.0.0.1: ``serve.py PORT``.

Web server and task worker run side by side. Both end on Ctrl-C or TERM, and when one of them ends by itself.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from processes import die_with_parent

BIN = Path(sys.executable).parent
START_SECONDS = 60
STOP_SECONDS = 15
POLL_SECONDS = 0.2


class Stop(Exception):  # noqa: N818  not an error
    """A signal asks to end."""


def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    """Leave the main loop."""
    raise Stop


def manage(*arguments: str) -> list[str]:
    """Return the command line of a management command."""
    return [sys.executable, "manage.py", *arguments]


def commands(port: int) -> dict[str, list[str]]:
    """Return what runs, by the name a person knows it by."""
    web = [str(BIN / "gunicorn"), "ostami.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    web += ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    web += ["--no-control-socket", "--log-level", "warning"]
    return {
        "the web server": web,
        "the task worker": manage("db_worker", "--queue-name", "*", "--no-startup-delay"),
    }


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start one process, away from the terminal's Ctrl-C: it is ended once, in order, by this script."""
    return subprocess.Popen(command, start_new_session=True, preexec_fn=die_with_parent)


def ended(running: dict[str, subprocess.Popen[bytes]]) -> str | None:
    """Return a sentence on the first process that has ended, or None."""
    for name, process in running.items():
        if process.poll() is not None:
            return f"{name} ended with code {process.returncode}"
    return None


def is_open(port: int) -> bool:
    """Tell whether something answers on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def announce(port: int, running: dict[str, subprocess.Popen[bytes]]) -> None:
    """Print address and logins once the portal answers."""
    logins = subprocess.run(manage("practice_logins"), check=True, stdout=subprocess.PIPE, text=True).stdout
    deadline = time.monotonic() + START_SECONDS
    while not is_open(port) and not ended(running) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    print(f"{logins.rstrip()}\n\nThe portal runs on http://127.0.0.1:{port} (Ctrl-C ends it)", flush=True)


def watch(running: dict[str, subprocess.Popen[bytes]]) -> str:
    """Return when a process has ended, with a sentence on it."""
    while True:
        if sentence := ended(running):
            return sentence
        time.sleep(POLL_SECONDS)


def stop(running: dict[str, subprocess.Popen[bytes]]) -> None:
    """End all processes: asked first, by force if they take too long."""
    for process in running.values():
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in running.values():
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main(port: int) -> int:
    """Serve until the end and return the exit code: 0 after a signal, 1 when something broke."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands(port).items():
            running[name] = start(command)
        announce(port, running)
        print(f"error: {watch(running)}; the portal stops.", file=sys.stderr)
    except Stop:
        return 0
    else:
        return 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop(running)


if __name__ == "__main__":
    os.environ.setdefault("OSTAMI_PRACTICE", "1")
    sys.exit(main(int(sys.argv[1])))
