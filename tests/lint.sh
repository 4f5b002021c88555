#!/bin/sh
# lint.sh LOG "FLAGS" FILE... - clang's warnings, clang-tidy, cppcheck and gcc -fanalyzer; prints what they find.
set -u
log=$1 flags=$2
shift 2
passed=0 failed=0
verdict() { # verdict NAME STATUS
    if [ "$2" -eq 0 ]; then
        passed=$((passed + 1))
        echo "ok    $1"
    else
        failed=$((failed + 1))
        echo "FAIL  $1"
        tail -n 40 "$log"
    fi
}
for file in "$@"; do
    # gcc's own flags that clang lacks are none; both get the same
    clang $flags -fsyntax-only "$file" || echo "$file"
done >"$log" 2>&1
[ ! -s "$log" ]
verdict 'clang warns of nothing' $?
cppcheck --quiet --enable=warning,portability --inline-suppr --suppress=missingIncludeSystem --error-exitcode=1 -j 2 \
    -I. --library=posix "$@" >"$log" 2>&1
verdict 'cppcheck finds nothing' $?
clang-tidy --quiet --warnings-as-errors='*' --checks='-*,bugprone-*,-bugprone-easily-swappable-parameters,-bugprone-reserved-identifier,clang-analyzer-*,-clang-analyzer-security.insecureAPI.*,-clang-analyzer-optin.performance.Padding' \
    "$@" -- $flags >"$log" 2>&1
verdict 'clang-tidy finds nothing' $?
for file in "$@"; do
    gcc $flags -O1 -fanalyzer -c -o /dev/null "$file" || echo "$file"
done >"$log" 2>&1
[ ! -s "$log" ]
verdict 'gcc -fanalyzer finds nothing' $?
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
