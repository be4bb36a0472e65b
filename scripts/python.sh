# The virtual environment .venv and its packages. Sourced by setup.sh.

# The locked requirements are tried on 3.11, 3.12 and 3.13 and resolve on 3.14.
SUITABLE='import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))'

venv_is_sound() { "$PYTHON" -c "$SUITABLE" 2>/dev/null && "$PYTHON" -c 'import pip' 2>/dev/null; }

# Print the suitable interpreters, the preferred one first.
suitable_pythons() {
    local name
    for name in python3.13 python3.12 python3.11 python3.14 python3; do
        "$name" -c "$SUITABLE" 2>/dev/null && command -v "$name"
    done
    return 0
}

# Print the first interpreter that can make a virtual environment with pip in it.
complete_python() {
    local path
    while read -r path; do
        "$path" -c 'import venv, ensurepip' 2>/dev/null && echo "$path" && return 0
    done < <(suitable_pythons)
    return 1
}

# Print the system package that completes an interpreter, or nothing: Debian ships ensurepip apart from Python.
venv_package() {
    local first
    first="$(suitable_pythons | head -n 1)"
    [[ -n "$first" ]] || fail "Python 3.11, 3.12 or 3.13 is needed, found $(python3 --version 2>&1 || echo none)."
    complete_python >/dev/null ||
        "$first" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
}

make_venv() {
    local path
    path="$(complete_python)" || fail "no Python that can make a virtual environment; install python3-venv."
    say "Making the virtual environment with $("$path" --version)"
    "$path" -m venv --clear .venv
}

# install_requirements runtime|dev: a stamp in .venv remembers which lock file was installed last.
install_requirements() {
    local key
    if stamped .venv/.stamp-dev "$(requirements_key dev)"; then
        return
    fi
    key="$(requirements_key "$1")"
    if stamped ".venv/.stamp-$1" "$key"; then
        return
    fi
    say "Installing Python packages ($1)"
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$1.txt" ||
        fail "the Python packages could not be installed; see pip's message above."
    rm -f .venv/.stamp-runtime .venv/.stamp-dev
    echo "$key" >".venv/.stamp-$1"
}

# The runtime's lines are part of the dev lock file, so its key covers both.
requirements_key() { digest_of requirements/runtime.txt "requirements/$1.txt"; }
