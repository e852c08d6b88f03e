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

digest() {
    "$python" - <<'PY'
import hashlib, pathlib, sys
parts = [pathlib.Path(name).read_bytes() for name in ("constraints.txt", "pyproject.toml", "scripts/setup.sh")]
# The path counts: an environment that was moved or copied along has scripts that point elsewhere.
print(hashlib.sha256(b"\0".join(parts) + sys.version.encode() + str(pathlib.Path.cwd()).encode()).hexdigest())
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
    uv venv --quiet --clear --python "$python" "$venv" &&
        uv pip install --quiet --python "$venv/bin/python" --constraints constraints.txt --editable '.[dev]'
}

with_pip() {
    "$python" -m venv --clear "$venv" || fail "$python cannot make environments. On Debian and Ubuntu: apt-get install python3-venv"
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
}

wanted=$(digest)
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    echo "setup: making $venv (about a minute with uv, some minutes with pip)"
    with_uv || with_pip || fail "the packages could not be installed; the lines above say which. Then run it again."
    # Compiled once, explicitly: where PYTHONDONTWRITEBYTECODE is set every start would compile again, at 2-3 times the cost.
    "$venv/bin/python" -m compileall -q -j 0 "$venv/lib" >/dev/null 2>&1 || true
    echo "$wanted" >"$stamp"
fi
"$venv/bin/python" -m compileall -q assistant ingest evals ui
