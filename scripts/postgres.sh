#!/usr/bin/env bash
# Prints the folder of PostgreSQL's server programs for the tests; installs Debian's where that is possible without asking.
set -euo pipefail

find_server() {
    local folder
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V -r) $(dirname "$(command -v postgres)" 2>/dev/null); do
        [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ] && echo "$folder" && return 0
    done
    return 1
}

install_server() {
    command -v apt-get >/dev/null || return 1
    local as_root=""
    [ "$(id -u)" = 0 ] || { sudo -n true 2>/dev/null && as_root="sudo -n"; } || return 1
    # Standard output belongs to the folder that this script prints.
    { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends postgresql; } >&2
}

find_server && exit 0
echo "postgres: no PostgreSQL server found, installing it" >&2
install_server && find_server && exit 0
echo "postgres: no PostgreSQL server here, and none could be installed. Install the package postgresql;" >&2
echo "          everything but the tests on a real server runs without: make quick" >&2
exit 1
