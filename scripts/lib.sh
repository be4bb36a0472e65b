# Shared by the scripts beside it: source it, do not run it. Leaves the caller in the project root.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
PYTHON=.venv/bin/python
VAR="${OSTAMI_VAR:-var}"

say() { printf '==> %s\n' "$*"; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Read a line of text on standard input into one short key.
digest() { sha256sum | cut -c1-16; }

# One key for the content of files and folders: digest_of PATH...
digest_of() {
    find "$@" -type f -not -path '*/__pycache__/*' -print0 | sort -z | xargs -0 sha256sum | digest
}

# stamped FILE KEY: whether the work that FILE stands for was done for exactly this key.
stamped() { [[ -f "$1" && "$(<"$1")" == "$2" ]]; }

# One set-up at a time: hold the lock NAME until the calling script ends. What runs on must be started with 9>&-.
lock() {
    mkdir -p "$VAR"
    exec 9>"$VAR/.$1.lock"
    flock 9
}
