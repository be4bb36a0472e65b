#!/usr/bin/env bash
# Brings the practice portal's data up to date: tables, catalogue, stations, practice people, static files.
# Works only when the code, the reference data or the database changed since the last time.
source "$(dirname "$0")/lib.sh"
export OSTAMI_PRACTICE=1

lock data
manage() { "$PYTHON" manage.py "$@" 9>&-; }

apps=()
for file in */__init__.py; do
    [[ "$file" == tests/* ]] || apps+=("${file%/*}")
done
# The database file is part of the key: a deleted one may have been made again, empty, by any command.
data_key() {
    digest_of manage.py fixtures "${apps[@]}"
    stat --format='%i %W' "$VAR/practice.sqlite3" 2>/dev/null || echo "no database"
}
if ! stamped "$VAR/.data-stamp" "$(data_key)"; then
    say "Bringing the database up to date"
    manage migrate --verbosity 0
    manage load_catalogue
    manage load_stations
    manage load_special_days
    manage load_eligibility
    manage seed_practice
    data_key >"$VAR/.data-stamp"
fi

key="$(digest_of static requirements/runtime.txt)"
if [[ ! -d "$VAR/static" ]] || ! stamped "$VAR/.static-stamp" "$key"; then
    say "Collecting static files"
    manage collectstatic --noinput --verbosity 0
    echo "$key" >"$VAR/.static-stamp"
fi
