#!/bin/sh
# Install what a lock names, unless that lock is installed already.
#
#   scripts/install.sh run|dev|node     Python packages, from requirements/NAME.txt into .venv
#   scripts/install.sh npm FOLDER       Node packages, from FOLDER/package-lock.json into FOLDER/node_modules
#   scripts/install.sh assets           the style sheet and its fonts, bundled into build/assets
#
# Needs python3 3.11 or later with pip 22.3 or later, or with venv and ensurepip. Node.js 18 or later with npm
# is used when it is there, else that of the node lock.
set -eu
cd "$(dirname "$0")/.."

fail() {
    echo "$1" >&2
    exit 1
}

recent_python() {
    for name in python3.11 python3.12 python3.13 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
        fi
    done
}

has_pip() {
    "$1" -c 'import pip, sys; sys.exit(tuple(map(int, pip.__version__.split(".")[:2])) < (22, 3))' 2>/dev/null
}

has_ensurepip() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

# A venv without pip, filled by the pip of its maker, also works where Debian's python3-venv is absent.
make_venv() {
    candidates=$(recent_python)
    [ -n "$candidates" ] || fail "Python 3.11 or later is needed; found: $(python3 --version 2>/dev/null || echo none)."
    for python in $candidates; do
        if has_pip "$python"; then
            "$python" -m venv --clear --without-pip .venv
            command -v "$python" >.venv/.maker
            return
        fi
    done
    for python in $candidates; do
        if has_ensurepip "$python"; then
            "$python" -m venv --clear .venv
            return
        fi
    done
    fail "pip 22.3 or later, or venv, is needed (as in 'apt-get install python3-venv')."
}

venv_works() {
    .venv/bin/python -c '' 2>/dev/null || return 1
    if [ -f .venv/.maker ]; then
        has_pip "$(cat .venv/.maker)"
    else
        .venv/bin/python -c 'import pip' 2>/dev/null
    fi
}

pip_install() {
    if [ -f .venv/.maker ]; then
        "$(cat .venv/.maker)" -m pip --python .venv/bin/python install "$@"
    else
        .venv/bin/python -m pip install "$@"
    fi
}

# What a lock is installed for: its text and the Python, which an upgrade of the machine may change.
stamp_of() {
    cksum <"$1"
    .venv/bin/python --version
}

install_python() {
    lock=requirements/$1.txt
    stamp=.venv/.installed-$1
    venv_works || make_venv
    sum=$(stamp_of "$lock")
    if [ "$(cat "$stamp" 2>/dev/null || true)" = "$sum" ]; then
        return
    fi
    echo "Installing $lock"
    pip_install --quiet --no-input --disable-pip-version-check --no-warn-script-location \
        --no-deps --no-compile --only-binary :all: --require-hashes -r "$lock"
    echo "$sum" >"$stamp"
    if [ "$1" = dev ]; then
        stamp_of requirements/run.txt >.venv/.installed-run
    fi
}

recent_node() {
    command -v npm >/dev/null 2>&1 &&
        node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18 ? 1 : 0)' 2>/dev/null
}

install_npm() {
    stamp=$1/node_modules/.installed
    sum=$(cksum <"$1/package-lock.json")
    if [ "$(cat "$stamp" 2>/dev/null || true)" = "$sum" ]; then
        return
    fi
    echo "Installing $1/package-lock.json"
    if ! recent_node; then
        install_python node
        PATH=$PWD/.venv/bin:$PATH
    fi
    (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null)
    echo "$sum" >"$stamp"
}

bundle_assets() {
    stamp=build/assets/.bundled
    sum=$(cat package-lock.json package.json static/css/*.css | cksum)
    if [ "$(cat "$stamp" 2>/dev/null || true)" = "$sum" ]; then
        return
    fi
    install_npm .
    if ! recent_node; then
        install_python node
        PATH=$PWD/.venv/bin:$PATH
    fi
    echo "Bundling static/css"
    # Beside what is served until it is whole.
    rm -rf build/assets.new
    node_modules/.bin/esbuild static/css/site.css --bundle --minify --log-level=warning \
        --outfile=build/assets.new/site.css --loader:.woff2=file --asset-names='fonts/[name]-[hash]'
    echo "$sum" >build/assets.new/.bundled
    rm -rf build/assets
    mv build/assets.new build/assets
}

case $1 in
    npm) install_npm "$2" ;;
    assets) bundle_assets ;;
    *) install_python "$1" ;;
esac
