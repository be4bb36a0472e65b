#!/usr/bin/env bash
# Makes this machine ready: system packages, virtual environment, Python packages. Repeating it costs nothing.
#
#   scripts/setup.sh runtime    what the portal needs to run
#   scripts/setup.sh dev        that, and what tests and checks need
source "$(dirname "$0")/lib.sh"
source scripts/system_packages.sh
source scripts/python.sh

profile="${1:-dev}"
[[ "$profile" == runtime || "$profile" == dev ]] || fail "usage: scripts/setup.sh runtime|dev"

lock setup
wanted=("${RUNTIME_PACKAGES[@]}")
[[ "$profile" == dev ]] && wanted+=("${DEV_PACKAGES[@]}")
if ! venv_is_sound; then
    extra="$(venv_package)"
    [[ -z "$extra" ]] || wanted+=("$extra")
fi
install_missing "${wanted[@]}"

venv_is_sound || make_venv
install_requirements "$profile"
[[ "$profile" == runtime ]] || ensure_browser
