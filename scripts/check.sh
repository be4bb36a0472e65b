#!/usr/bin/env bash
# Checks everything that needs no test run: format, lint, types, layers, migrations, deployment, requirements.
# All steps run, a summary follows; the exit code is 1 if one of them failed.
source "$(dirname "$0")/lib.sh"

failed=()
step() {
    say "$1"
    "${@:2}" || failed+=("$1")
}

# Throw-away production settings. No check opens a connection to the database named here.
in_production() {
    local secret
    secret="$("$PYTHON" -c 'import secrets; print(secrets.token_urlsafe(64))')"
    env --unset=OSTAMI_PRACTICE \
        OSTAMI_SECRET_KEY="$secret" \
        OSTAMI_FIELD_KEYS="k1:$(random_key)" \
        OSTAMI_INDEX_KEY="$(random_key)" \
        OSTAMI_PAPER_KEYS="$PWD/var/paper_keys" \
        OSTAMI_HOSTS=portal.example.org \
        OSTAMI_PUBLIC_ADDRESS=https://portal.example.org \
        DATABASE_URL="${CHECK_DATABASE_URL:-postgres://portal@127.0.0.1/portal}" \
        EMAIL_URL=smtp://127.0.0.1:25 \
        "$PYTHON" manage.py "$@"
}
random_key() { "$PYTHON" -c 'import base64, secrets; print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())'; }

migrations_are_complete() { CHECK_DATABASE_URL=sqlite://:memory: in_production makemigrations --check --dry-run; }

# The project installs from whichever registry pip is set up for, so none may be written down. The patterns are
# spelt so that they do not find themselves.
names_no_registry() {
    local found=0
    if grep -nE '://|^ *-(-[^h]|[^-])' requirements/*.txt; then
        echo "the lock files hold an address or an option"
        found=1
    fi
    if git grep -nIiE --untracked '[p]ypi\.|[p]ythonhosted|[n]pmjs|[-]-(extra-)?index-url[ =]|[-]-find-links[ =]'; then
        echo "these lines name a package registry"
        found=1
    fi
    return "$found"
}

step "Format (ruff format)" "$PYTHON" -m ruff format --check --output-format concise .
step "Lint (ruff check)" "$PYTHON" -m ruff check --output-format concise .
step "Types (mypy)" env OSTAMI_PRACTICE=1 "$PYTHON" -m mypy .
step "Layers (import-linter)" .venv/bin/lint-imports
step "Migrations (makemigrations --check)" migrations_are_complete
step "Deployment (check --deploy)" in_production check --deploy --fail-level WARNING
step "No package registry is named" names_no_registry

if [[ ${#failed[@]} -gt 0 ]]; then
    say "${#failed[@]} failed: $(printf '%s; ' "${failed[@]}" | sed 's/; $//')"
    exit 1
fi
say "All checks passed"
