#!/bin/sh
# install.sh run|test - installs the Debian packages that are missing, by apt; says what, asks nothing.
#
# On a system without apt it names the packages and stops.
set -eu
need='build-essential pkg-config libmicrohttpd-dev libcurl4-openssl-dev libjansson-dev libhiredis-dev libuv1-dev
libsodium-dev libssl-dev libutf8proc-dev libstemmer-dev libyaml-dev libinih-dev libgettextpo-dev redis-server util-linux tzdata'
[ "$1" = test ] && need="$need libcriterion-dev clang llvm libclang-rt-14-dev chromium redis-tools procps gettext kannel kannel-extras"
[ "$1" = lint ] && need="$need clang clang-tidy cppcheck clang-format"
# a Node.js that did not come from Debian serves as well
command -v npm >/dev/null 2>&1 || need="$need nodejs npm"

if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
    missing=''
    for tool in cc pkg-config redis-server npm; do command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"; done
    pkg-config --exists libmicrohttpd libcurl jansson hiredis libuv libsodium libcrypto libutf8proc yaml-0.1 inih \
        2>/dev/null && [ -z "$missing" ] && exit 0
    printf 'This system has no apt. Install what Debian 12 calls:\n%s\nand run make again.\n' "$need" >&2
    exit 1
fi
missing=''
for package in $need; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "installing:$missing"
as_root=''
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "run as root, or install sudo:$missing" >&2; exit 1; }
    as_root=sudo
fi
$as_root apt-get update -q
# an installed redis-server must not start a service of its own: Acogida starts the one that it needs
$as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -q --no-install-recommends $missing
