#!/usr/bin/env bash
# Pins requirements/*.in into requirements/*.txt with hashes, for Python 3.11 to 3.13 at once.
# Keeps the present pins where they still fit; `scripts/lock.sh --upgrade` takes the newest versions,
# `scripts/lock.sh --upgrade-package NAME` one of them.
source "$(dirname "$0")/lib.sh"

tools="$(mktemp -d)"
trap 'rm -rf "$tools"' EXIT
"$PYTHON" -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check uv

for name in runtime dev; do
    constraint=()
    [[ "$name" == runtime ]] || constraint=(--constraints runtime.txt)
    (cd requirements && UV_NO_CONFIG=1 "$tools/bin/uv" pip compile --quiet --universal --python-version 3.11 \
        --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
        "${constraint[@]}" "$@" "$name.in" --output-file "$name.txt" >/dev/null)
done
git diff --stat -- requirements
