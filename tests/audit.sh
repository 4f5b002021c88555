#!/bin/sh
# audit.sh ACOGIDA PACKAGE... - what a security reviewer asks first: a hardened program, a fenced service, no secret or path
# of a machine in the tree, and the list of what is linked in with its versions.
set -u
acogida=$1
shift
passed=0 failed=0
is() { # is NAME STATUS
    if [ "$2" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL  $1"
    fi
}
elf() { readelf -W "$@" "$acogida" 2>/dev/null; }

elf -h | grep -q 'Type: *DYN'
is 'position independent (PIE)' $?
elf -l | grep -q 'GNU_RELRO'
is 'relocations read-only (RELRO)' $?
elf -d | grep -q 'BIND_NOW\|Flags:.*NOW'
is 'bound at start (BIND_NOW)' $?
! elf -l | grep 'GNU_STACK' | grep -q 'RWE'
is 'no executable stack' $?
elf -s --dyn-syms | grep -q '__stack_chk_fail'
is 'stack protector' $?
elf -s --dyn-syms | grep -q '_chk@'
is 'fortified library calls' $?
# Debian's start files lack the mark that would switch it on for the whole program: our own code has the landing pads
[ "$(objdump -d --no-show-raw-insn "$acogida" | grep -c endbr64)" -gt 500 ]
is 'control-flow protection' $?
! elf -s --dyn-syms | grep -qE ' (strcpy|strcat|sprintf|vsprintf|gets|strtok|tmpnam|mktemp|system)@'
is 'no banned function is linked' $?

for line in NoNewPrivileges=yes ProtectSystem=strict PrivateTmp=yes DynamicUser=yes MemoryDenyWriteExecute=yes \
    'SystemCallFilter=@system-service' LimitCORE=0 UMask=0077; do
    grep -qx "$line" config/acogida.service
    is "the service has $line" $?
done
if command -v systemd-analyze >/dev/null 2>&1; then
    systemd-analyze security --offline=true --threshold=20 config/acogida.service >/dev/null 2>&1
    is 'systemd-analyze rates the service 2.0 or better' $?
fi

! git grep -nIE '(BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36})' -- . ':!tests/audit.sh' >/dev/null
is 'no private key or token in the tree' $?
! git grep -nIF -e "$PWD/" -e "${HOME:-/nowhere}/" -- . >/dev/null
is 'no path of this machine in the tree' $?
! git grep -nIE '"resolved": *"http' -- '*.json' >/dev/null
is 'no registry host in a lock file' $?
[ "$(grep -cvE '^#|^$|^set |^cd ' .ci/run)" = 1 ] && grep -q '^exec make test$' .ci/run
is 'CI runs make test and nothing else' $?

echo 'linked in:'
for package in "$@"; do
    printf '  %-14s %s\n' "$package" "$(pkg-config --modversion "$package" 2>/dev/null || echo '?')"
    pkg-config --exists "$package"
    is "$package has a version" $?
done
printf '  %-14s %s\n' htm "$(sed -n 's/.*"htm": "\(.*\)".*/\1/p' bot/pages/package.json)"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
