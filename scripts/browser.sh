#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests; installs Debian's where that is possible without asking.
set -euo pipefail
. "$(dirname "$0")/provide.sh"

find_it() {
    local name
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" && return 0
    done
    return 1
}

install_it() { install_debian chromium; }

provide browser "no Chromium" \
    "Install chromium or google-chrome; everything but the browser tests runs without: make quick"
