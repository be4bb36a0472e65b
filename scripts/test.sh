#!/usr/bin/env bash
# Runs the suite on SQLite (all) and, at the same time, on PostgreSQL (all but the browser tests). Further arguments
# go to pytest. LANE=postgres or LANE=sqlite runs one of the two. The last lines printed are pytest's summary, that of a failed
# lane if there is one.
source "$(dirname "$0")/lib.sh"

lanes="${LANE:-sqlite postgres}"
colour=no
[[ -t 1 ]] && colour=yes
pytest=("$PYTHON" -m pytest "--color=$colour")
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

# The first lane is watched; the others run beside it, a core each, and are shown when it is done.
declare -A beside=()
for lane in ${lanes#* }; do
    [[ "$lane" == "${lanes%% *}" ]] && continue
    run_lane "$lane" "$@" >"$VAR/test-$lane.log" 2>&1 &
    beside[$lane]=$!
done
for lane in $lanes; do
    say "Tests on $lane"
    code=0
    if [[ -n "${beside[$lane]:-}" ]]; then
        wait "${beside[$lane]}" || code=$?
        cat "$VAR/test-$lane.log"
    else
        run_lane "$lane" "$@" 2>&1 | tee "$VAR/test-$lane.log" || code="${PIPESTATUS[0]}"
    fi
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
