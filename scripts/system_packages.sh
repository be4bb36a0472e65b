# System packages of Debian and Ubuntu, installed only where missing. Sourced by setup.sh.

# Typesetting (Pango, HarfBuzz and its subsetter, which makes a PDF 22 times faster) and the Chinese fonts.
RUNTIME_PACKAGES=(
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1 fonts-noto-cjk fonts-hanazono
)
# Tests read the text of PDFs back, sign with a token in software, and play in a real browser, whose driver needs
# libatomic.
DEV_PACKAGES=(poppler-utils libatomic1 softhsm2)

browser() {
    local name
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" && return 0
    done
    return 1
}

is_ubuntu() { [[ -r /etc/os-release ]] && grep -qE '^ID(_LIKE)?=.*ubuntu' /etc/os-release; }

# Ubuntu has Chromium only as a snap, which a container cannot run: there ensure_browser takes Playwright's own.
if ! browser >/dev/null && ! is_ubuntu; then
    DEV_PACKAGES+=(chromium)
fi

# Fetch Playwright's Chromium where the system has none. The browser stays in the user's cache folder.
ensure_browser() {
    if browser >/dev/null || [[ -f .venv/.stamp-browser ]]; then
        return
    fi
    say "Fetching a Chromium for the browser tests"
    "$PYTHON" -m playwright install --with-deps chromium || fail "no Chromium: install one so that 'chromium' is on the PATH."
    touch .venv/.stamp-browser
}

# Print those of the packages given that are not installed.
missing_of() {
    local installed
    installed="$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | sed -n 's/ installed$//p')" || true
    printf '%s\n' "$@" | sort -u | grep -vxF -f <(printf '%s\n' "$installed" | sed '/^$/d') || true
}

# Run a command as root: directly, or by sudo when it is free of a password or somebody can type one.
as_root() {
    if [[ "$(id -u)" == 0 ]]; then
        "$@"
    else
        sudo "$@"
    fi
}

can_be_root() {
    [[ "$(id -u)" == 0 ]] && return 0
    command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }
}

# install_missing PACKAGE...: apt runs only when something is missing.
install_missing() {
    local missing
    if ! command -v dpkg-query >/dev/null; then
        say "Not a Debian or Ubuntu: make sure that the equivalents of these are installed: $*"
        return
    fi
    mapfile -t missing < <(missing_of "$@")
    [[ ${#missing[@]} -gt 0 ]] || return 0
    can_be_root || fail "system packages are missing and neither root nor sudo is available; ask an administrator to run: apt-get install ${missing[*]}"
    say "Installing system packages (this can take some minutes): ${missing[*]}"
    apt_get update || say "The package lists could not be refreshed; going on with the present ones"
    apt_get install -y --no-install-recommends "${missing[@]}" ||
        fail "apt could not install the system packages; install them by hand and try again: ${missing[*]}"
}

# What goes wrong is on standard error; the hundreds of lines on what goes well are nobody's concern.
apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" >/dev/null
}
