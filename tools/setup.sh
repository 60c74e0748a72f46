#!/bin/sh
# Makes .venv with exactly what requirements.lock names, and Fixi itself as an editable install.
#
#   sh tools/setup.sh          make or repair .venv
#   sh tools/setup.sh --find   only print the interpreter that would be used; exit 1 with the reason if there is none
#
# PYTHON=/path/to/python chooses the interpreter. Plain sh, so that nothing but Python and make has to be there.
#
# .venv/.ready is written last and removed first. While it is missing nobody knows how far an earlier run came, so the
# .venv is then made from nothing; that is what heals an interrupted set-up.
set -eu

cd "$(dirname "$0")/.."

OLDEST=3.12

# Does this interpreter run at all (pyenv puts commands on PATH that only answer with an error), is it a released
# CPython that is new enough, and can it make an environment (Debian keeps ensurepip in a package of its own)?
# Prints its real path if so, else one line on stderr that says what is wrong, for the report.
probe() {
    "$1" - 2>/dev/null <<'PY' || { echo "$1: does not run" >&2; return 1; }
import sys
problem = ""
if sys.version_info < (3, 12):
    problem = "is Python %d.%d" % sys.version_info[:2]
elif sys.implementation.name != "cpython":
    problem = "is " + sys.implementation.name
elif sys.version_info[3] != "final":
    problem = "is not a final release"
else:
    try:
        import ensurepip, venv  # noqa
    except ImportError as error:
        problem = "lacks the module %s (Debian: apt-get install python3-venv)" % error.name
print("no " + problem if problem else "yes " + sys.executable)
PY
}

suitable() {
    answer=$(probe "$1" 2>&1) || { complaints="$complaints
  $answer"; return 1; }
    case $answer in
        "yes "*) found=${answer#yes }; return 0 ;;
        *) complaints="$complaints
  $1 ${answer#no }"; return 1 ;;
    esac
}

# Sets `found`. On PATH first, then pyenv's own folders (newest first), then whatever uv knows of.
find_python() {
    complaints=""
    found=""
    if [ -n "${PYTHON:-}" ]; then
        suitable "$PYTHON" && return 0
        echo "setup: PYTHON was set, but cannot be used:$complaints" >&2
        return 1
    fi
    for name in python3.14 python3.13 python3.12 python3 python; do
        if command -v "$name" >/dev/null 2>&1; then
            suitable "$name" && return 0
        fi
    done
    for minor in 14 13 12; do
        for candidate in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3."$minor"*/bin/python \
                         "$HOME"/.pyenv/versions/3."$minor"*/bin/python; do
            if [ -x "$candidate" ]; then
                suitable "$candidate" && return 0
            fi
        done
    done
    if command -v uv >/dev/null 2>&1; then
        candidate=$(uv python find ">=$OLDEST" 2>/dev/null) && suitable "$candidate" && return 0
    fi
    {
        echo "setup: no Python $OLDEST or newer was found that can make an environment. Tried:${complaints:-
  nothing that is called python3 is on PATH, and there is no pyenv}"
        echo "Install Python $OLDEST or newer with its venv module (Debian: python3 and python3-venv; or: pyenv install"
        echo "3.13), or name one: make setup PYTHON=/path/to/python"
    } >&2
    return 1
}

if [ "${1:-}" = --find ]; then
    find_python
    echo "$found"
    exit 0
fi

# Two `make` in two terminals must not build the same .venv at once. Where flock is missing (macOS) they may.
if command -v flock >/dev/null 2>&1; then
    exec 9<tools/setup.sh
    flock 9
fi

here=$(pwd -P)

usable() {
    [ -x .venv/bin/python ] && .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null
}

newer_than_ready() {
    [ -n "$(find pyproject.toml requirements.lock tools/setup.sh -newer .venv/.ready 2>/dev/null)" ]
}

# Somebody else may have made it while this one waited for the lock.
if [ "$(cat .venv/.ready 2>/dev/null)" = "$here" ] && usable && ! newer_than_ready; then
    exit 0
fi

if [ "$(cat .venv/.ready 2>/dev/null)" = "$here" ] && usable; then
    fresh=no
else
    fresh=yes
    find_python # before anything is removed
    rm -rf .venv
fi
rm -f .venv/.ready

say() { echo "setup: $*" >&2; }

with_uv() {
    uv pip install --quiet --python .venv/bin/python "$@"
}

# Twice --quiet: errors are shown, remarks about mirrors and versions are not.
with_pip() {
    # Some installations carry a virtual environment made by uv, which has no pip.
    .venv/bin/python -c 'import pip' 2>/dev/null || .venv/bin/python -m ensurepip >/dev/null
    PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 .venv/bin/python -m pip install --quiet --quiet "$@"
}

install() {
    # uv is only quicker. It reads other settings than pip does (mirrors, certificates), so when it fails pip tries.
    if command -v uv >/dev/null 2>&1; then
        with_uv "$@" && return 0
        say "uv could not do it, trying pip"
    fi
    with_pip "$@"
}

if [ "$fresh" = yes ]; then
    say "making .venv with $found"
    "$found" -m venv .venv
fi

# The packages take most of the time and change seldom; .installed remembers which lock they came from.
if ! cmp -s requirements.lock .venv/.installed; then
    say "installing the packages of requirements.lock"
    install --require-hashes -r requirements.lock
    cp requirements.lock .venv/.installed
fi

# Without isolation, for the build backend is in the lock as well: everything that runs here was checked by its hash.
install --no-deps --no-build-isolation -e .

printf '%s\n' "$here" >.venv/.ready
say "ready"
