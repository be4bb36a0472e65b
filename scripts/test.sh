#!/usr/bin/env bash
# Runs the suite on PostgreSQL (all but the browser tests) and on SQLite (all). Further arguments go to pytest.
# LANE=postgres or LANE=sqlite runs one of the two. The last lines printed are pytest's summary, that of a failed
# lane if there is one.
source "$(dirname "$0")/lib.sh"

# The second lane takes the compiled tests of the first.
unset PYTHONDONTWRITEBYTECODE
lanes="${LANE:-postgres sqlite}"
colour=no
[[ -t 1 ]] && colour=yes
# A process a core, each with a database of its own; four are as quick as more.
pytest=("$PYTHON" -m pytest "--color=$colour" --numprocesses=auto --maxprocesses=4)
no_tests=5 # pytest's exit code for an empty selection
summary='=.* (short test summary info|[0-9]+ [a-z]+.* in [0-9.]+s)'

run_lane() {
    case "$1" in
        postgres) "$PYTHON" scripts/with_postgres.py "${pytest[@]}" -m "not browser" "${@:2}" ;;
        sqlite) env --unset=OSTAMI_TEST_DATABASE_URL "${pytest[@]}" "${@:2}" ;;
        *) fail "LANE=$1 is unknown, choose postgres or sqlite." ;;
    esac
}

mkdir -p "$VAR"
failed=()
for lane in $lanes; do
    say "Tests on $lane"
    code=0
    run_lane "$lane" "$@" 2>&1 | tee "$VAR/test-$lane.log" || code="${PIPESTATUS[0]}"
    # A choice of tests may leave nothing for one of the lanes.
    [[ "$code" == 0 || ("$code" == "$no_tests" && $# -gt 0) ]] || failed+=("$lane")
done

[[ ${#failed[@]} -gt 0 ]] || exit 0
if [[ "${failed[-1]}" != "$lane" ]]; then
    say "Tests on ${failed[-1]} failed"
    first="$(grep -nE "$summary" "$VAR/test-${failed[-1]}.log" | head -n 1 | cut -d: -f1)" || true
    tail -n "+${first:-1}" "$VAR/test-${failed[-1]}.log"
fi
exit 1
