#!/usr/bin/env bash
# Sets up and serves the practice portal on http://127.0.0.1:PORT (8000 unless PORT says otherwise).
source "$(dirname "$0")/lib.sh"
export OSTAMI_PRACTICE=1

port="${PORT:-8000}"
if ! [[ "$port" =~ ^[1-9][0-9]{0,4}$ ]] || ((port > 65535)); then
    fail "PORT=$port is not a port number (1 to 65535)."
fi
python3 scripts/port_is_free.py "$port" || fail "port $port is taken; choose another one: make run PORT=$((port + 1))"

scripts/setup.sh runtime
scripts/data.sh
exec "$PYTHON" scripts/serve.py "$port"
