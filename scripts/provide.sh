# Sourced by the scripts that print where a program or file for the tests lies. Each says how it is found (find_it, which
# prints that place) and how it is installed (install_it). Standard output belongs to what they print.

# provide WHAT MISSING OTHERWISE: where it lies, after an installation where that is needed and possible.
provide() {
    find_it && exit 0
    echo "$1: $2 here, installing it" >&2
    install_it >&2 && find_it && exit 0
    echo "$1: $2 here, and none could be installed. $3" >&2
    exit 1
}

# A package of Debian, where that needs no password.
install_debian() {
    command -v apt-get >/dev/null || return 1
    local as_root=""
    [ "$(id -u)" = 0 ] || { sudo -n true 2>/dev/null && as_root="sudo -n"; } || return 1
    $as_root apt-get update -qq &&
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends "$1"
}
