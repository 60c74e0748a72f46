#!/bin/sh
# Writes the lock files: names, versions and hashes of what pyproject.toml asks for, and no addresses, so that they
# serve behind any mirror. Needs a package registry, and Python 3.12: the oldest supported version, whose packages
# include the back-ports that newer ones do without.
#
#   requirements.lock          everything, tools and embedded servers included: what .venv holds
#   requirements.runtime.lock  the part of it that a running Fixi needs: what the image holds
#   requirements.build.lock    the part of it that makes the wheel
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
# compile FILE OPTIONS...: with the versions that FILE in the scratch folder already names, where they will do
compile() {
    file=$1
    shift
    "$scratch/venv/bin/python" -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
        --output-file "$scratch/$file" "$@" pyproject.toml
}
compile requirements.lock --extra dev --extra embedded
for part in runtime build; do
    cp "$scratch/requirements.lock" "$scratch/requirements.$part.lock"
done
compile requirements.runtime.lock
compile requirements.build.lock --build-deps-for wheel --only-build-deps

# The promise of the header: a lock that names an address or a path is not written.
for file in requirements.lock requirements.runtime.lock requirements.build.lock; do
    if grep -nE '://|^-|^[^ #].* @ |/' "$scratch/$file"; then
        echo "lock: the lines above name an address or an option; the lock files were left as they were" >&2
        exit 1
    fi
done

# write FILE WHAT: all at once, so that nobody ever reads half a file
write() {
    {
        echo "# $2, by version and hash. Written by \`make lock\` from pyproject.toml; not by hand."
        cat "$scratch/$1"
    } >requirements.lock.new
    mv requirements.lock.new "$1"
    echo "lock: $1, $(grep -c '==' "$1") packages"
}
write requirements.lock "Every package that .venv holds"
write requirements.runtime.lock "The part of requirements.lock that the image holds"
write requirements.build.lock "The part of requirements.lock that makes the wheel"
