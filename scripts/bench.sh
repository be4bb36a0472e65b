#!/usr/bin/env bash
# Measures the heavy work on a PostgreSQL of its own and writes bench/report.md. SCALE=1 builds a whole country.
source "$(dirname "$0")/lib.sh"

"$PYTHON" scripts/with_postgres.py "$PYTHON" -m bench
