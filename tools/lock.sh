#!/bin/sh
# Writes requirements.lock: names, versions and hashes of everything that pyproject.toml asks for, tools included, and
# no addresses, so that it serves behind any mirror. Needs a package registry, and Python 3.12: the oldest supported
# version, whose packages include the back-ports that newer ones do without.
#
#   make lock                 upgrade everything to the newest allowed
#   make lock KEEP=1          change only what pyproject.toml makes necessary
set -eu

cd "$(dirname "$0")/.."

PIP_TOOLS=7.6.2

oldest=""
for candidate in "${PYTHON:-python3.12}" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.12*/bin/python python3; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 12))' 2>/dev/null; then
        oldest=$candidate
        break
    fi
done
if [ -z "$oldest" ]; then
    echo "lock: needs Python 3.12, the oldest version that Fixi supports (or: PYTHON=/path/to/python3.12 make lock)" >&2
    exit 1
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT INT TERM

# Only the main registry (or the mirror set as pip's index) counts. Wheels that lie in a further place known to this
# machine alone would be locked with hashes that nobody else can install.
index=$("$oldest" -m pip config get global.index-url 2>/dev/null || true)
[ -z "$index" ] || export PIP_INDEX_URL="${PIP_INDEX_URL:-$index}"
unset PIP_FIND_LINKS PIP_EXTRA_INDEX_URL
export PIP_CONFIG_FILE=/dev/null PIP_DISABLE_PIP_VERSION_CHECK=1

"$oldest" -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install --quiet --quiet "pip-tools==$PIP_TOOLS"

if [ -n "${KEEP:-}" ] && [ -f requirements.lock ]; then
    cp requirements.lock "$scratch/requirements.lock" # pip-compile keeps the versions it finds in its output file
fi
"$scratch/venv/bin/python" -m piptools compile --quiet --extra dev --extra embedded --generate-hashes --strip-extras --allow-unsafe \
    --no-header --no-annotate --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
    --output-file "$scratch/requirements.lock" pyproject.toml

{
    echo "# Every package that .venv holds, by version and hash. Written by \`make lock\` from pyproject.toml; not by hand."
    cat "$scratch/requirements.lock"
} >requirements.lock.new

# The promise of the header: a lock that names an address or a path is not written.
if grep -nE '://|^-|^[^ #].* @ |/' requirements.lock.new | grep -v 'pyproject.toml; not by hand'; then
    rm -f requirements.lock.new
    echo "lock: the lines above name an address or an option; requirements.lock was left as it was" >&2
    exit 1
fi
mv requirements.lock.new requirements.lock
echo "lock: $(grep -c '==' requirements.lock) packages"
