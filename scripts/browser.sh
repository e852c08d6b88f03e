#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests; installs Debian's where that is possible without asking.
set -euo pipefail

find_browser() {
    local name
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" && return 0
    done
    return 1
}

install_browser() {
    command -v apt-get >/dev/null || return 1
    local as_root=""
    [ "$(id -u)" = 0 ] || { sudo -n true 2>/dev/null && as_root="sudo -n"; } || return 1
    # Standard output belongs to the path that this script prints.
    { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium; } >&2
}

find_browser && exit 0
echo "browser: no Chromium found, installing it" >&2
install_browser && find_browser && exit 0
echo "browser: no Chromium here, and none could be installed. Install chromium or google-chrome;" >&2
echo "         everything but the browser tests runs without: make quick" >&2
exit 1
