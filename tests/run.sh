#!/bin/sh
# run.sh LOGS NAME=COMMAND... - runs suites one after the other and adds up what they passed and failed.
#
# A suite says how it went by a last line `N passed, N failed`, or Criterion's synthesis line. A suite that ends badly
# without saying so counts as one failure: silence is not success. Output goes to LOGS/NAME.log and is shown when red.
set -u
logs=$1
shift
mkdir -p "$logs"
passed=0 failed=0

count() { # count LOG -> "passed failed"
    awk '
        match($0, /^[0-9]+ passed, [0-9]+ failed/) { p = $1; f = $3; seen = 1 }
        /Synthesis: Tested:/ {
            gsub(/\033\[[0-9;]*m/, "")
            for (i = 1; i <= NF; i++) {
                if ($i == "Passing:") p = $(i + 1)
                if ($i == "Failing:") f = $(i + 1)
                if ($i == "Crashing:") f += $(i + 1)
            }
            seen = 1
        }
        END { print seen ? p + 0 " " f + 0 : "0 0" }' "$1"
}

for suite in "$@"; do
    name=${suite%%=*} command=${suite#*=} log=$logs/${suite%%=*}.log
    start=$(date +%s)
    sh -c "$command" >"$log" 2>&1
    status=$?
    set -- $(count "$log")
    p=$1 f=$2
    [ "$status" -ne 0 ] && [ "$f" -eq 0 ] && f=1
    [ "$status" -eq 0 ] && [ "$p" -eq 0 ] && f=$((f + 1))
    passed=$((passed + p)) failed=$((failed + f))
    printf '  %-22s %5d passed %3d failed  %4d s\n' "$name" "$p" "$f" $(($(date +%s) - start))
    [ "$f" -eq 0 ] || tail -n 60 "$log" | sed 's/^/      /'
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
