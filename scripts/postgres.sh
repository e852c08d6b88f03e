#!/usr/bin/env bash
# Prints the folder of PostgreSQL's server programs for the tests; installs Debian's where that is possible without asking.
set -euo pipefail
. "$(dirname "$0")/provide.sh"

find_it() {
    local folder
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V -r) $(dirname "$(command -v postgres)" 2>/dev/null); do
        [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ] && echo "$folder" && return 0
    done
    return 1
}

install_it() { install_debian postgresql; }

provide postgres "no PostgreSQL server" \
    "Install the package postgresql; everything but the tests on a real server runs without: make quick"
