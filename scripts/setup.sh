#!/usr/bin/env bash
# Makes .venv with v2a in it. Does nothing when .venv already is what constraints.txt and pyproject.toml say.
#
# PYTHON=python3.12 chooses the interpreter; V2A_SETUP=pip leaves uv aside.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
venv=.venv
stamp=$venv/.v2a-setup

fail() { echo "setup: $*" >&2; exit 1; }

command -v "$python" >/dev/null || fail "no $python here. Install Python 3.11 or 3.12, or name one: PYTHON=/path/to/python make setup"
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' ||
    fail "$("$python" --version) does not fit. Name a Python 3.11 or 3.12: PYTHON=/path/to/python make setup"

# Two digests: of what is installed, and of the place. Files may change under an environment; when the interpreter or the
# folder does, it has to be made anew, since its scripts point elsewhere.
digests() {
    "$python" - <<'PY'
import hashlib, pathlib, sys
def digest(*parts): return hashlib.sha256(b"\0".join(parts)).hexdigest()
print(digest(*(pathlib.Path(name).read_bytes() for name in ("constraints.txt", "pyproject.toml", "scripts/setup.sh"))))
print(digest(sys.version.encode(), str(pathlib.Path.cwd()).encode()))
PY
}

# uv does not read pip's configuration: tell it where pip would look, so that both take the same (CPU) torch.
pip_says() {
    local variable="PIP_$(echo "$1" | tr 'a-z-' 'A-Z_')"
    echo "${!variable:-$("$python" -m pip config get "global.$1" 2>/dev/null || true)}" | xargs
}

tell_uv() {
    local links index extra cert
    links=$(pip_says find-links) index=$(pip_says index-url) extra=$(pip_says extra-index-url) cert=$(pip_says cert)
    [ -z "$links" ] || export UV_FIND_LINKS="${UV_FIND_LINKS:-${links// /,}}"
    [ -z "$index" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
    [ -z "$extra" ] || export UV_INDEX="${UV_INDEX:-$extra}" UV_INDEX_STRATEGY="${UV_INDEX_STRATEGY:-unsafe-best-match}"
    [ -z "$cert" ] || export SSL_CERT_FILE="${SSL_CERT_FILE:-$cert}"
}

with_uv() {
    command -v uv >/dev/null && [ "${V2A_SETUP:-uv}" = uv ] || return 1
    tell_uv
    [ "$kept" = yes ] || uv venv --quiet --clear --python "$python" "$venv" || return 1
    uv pip install --quiet --python "$venv/bin/python" --constraints constraints.txt --editable '.[dev]'
}

with_pip() {
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 && [ "$kept" = yes ] || "$python" -m venv --clear "$venv" ||
        fail "$python cannot make environments. On Debian and Ubuntu: apt-get install python3-venv"
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
}

wanted=$(digests)
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    kept=no
    [ "$(tail -n 1 "$stamp" 2>/dev/null)" != "$(echo "$wanted" | tail -n 1)" ] || kept=yes
    rm -f "$stamp"  # an interrupted run leaves none, and the next one starts anew
    [ "$kept" = yes ] && echo "setup: bringing $venv up to date" ||
        echo "setup: making $venv (about a minute with uv, some minutes with pip)"
    with_uv || with_pip || fail "the packages could not be installed; the lines above say which. Then run it again."
    # Compiled once, explicitly: where PYTHONDONTWRITEBYTECODE is set every start would compile again, at 2-3 times the cost.
    "$venv/bin/python" -m compileall -q -j 0 "$venv/lib" >/dev/null 2>&1 || true
    echo "$wanted" >"$stamp"
fi
"$venv/bin/python" -m compileall -q assistant ingest evals ui
# The embedding model, copied once into a form that needs no torch; a question or an ingest then starts in a second or two.
"$venv/bin/python" -m ingest.export
