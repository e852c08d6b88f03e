#!/usr/bin/env bash
# Writes constraints.txt: one exact version of every package, resolved from pyproject.toml. Needs uv.
#
# scripts/pin.sh            keeps the present pins wherever they still fit
# scripts/pin.sh --upgrade  takes the newest versions that fit; run make test before committing them
set -euo pipefail
cd "$(dirname "$0")/.."

links=${PIP_FIND_LINKS:-$(python3 -m pip config get global.find-links 2>/dev/null || true)}
[ -z "$links" ] || export UV_FIND_LINKS="${UV_FIND_LINKS:-$links}"

resolved=$(mktemp)
trap 'rm -f "$resolved"' EXIT
# Without torch, whose pin would be taken to mean the build with a GPU's libraries.
[ "${1:-}" = --upgrade ] || grep -v '^torch==' constraints.txt >"$resolved"
uv pip compile --quiet pyproject.toml --extra dev --python-version 3.11 --no-annotate --no-header \
    --no-emit-index-url --no-emit-find-links "$@" --output-file "$resolved" >/dev/null

{
    echo "# The versions that are tested together. Written by scripts/pin.sh; do not edit by hand."
    # Without the local part ("+cpu"), so that any build of that version fits.
    sed -E 's/\+[A-Za-z0-9.]+$//' "$resolved" | grep -v '^#'
} >constraints.txt
! grep -qi '^nvidia' constraints.txt || echo "constraints.txt: a GPU build of torch was taken; name the CPU build's folder in PIP_FIND_LINKS" >&2
echo "constraints.txt: $(grep -vc '^#' constraints.txt) packages"
