#!/bin/sh
# run.sh BIN SECONDS TARGET... - runs each fuzz target for some seconds from its corpus; a finding stays in tests/fuzz/crashes.
set -u
bin=$1 seconds=$2
shift 2
passed=0 failed=0
for target in "$@"; do
    corpus=$(mktemp -d)
    seeds=tests/fuzz/corpus/$target
    mkdir -p tests/fuzz/crashes
    [ -d "$seeds" ] || seeds=''
    if "$bin/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -artifact_prefix=tests/fuzz/crashes/"$target"- \
        -print_final_stats=1 "$corpus" $seeds >"$bin/$target.log" 2>&1; then
        passed=$((passed + 1))
        printf '%-12s no finding, %s runs\n' "$target" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$bin/$target.log")"
    else
        failed=$((failed + 1))
        printf '%-12s FINDING\n' "$target"
        tail -n 40 "$bin/$target.log"
    fi
    rm -rf "$corpus"
done
rmdir tests/fuzz/crashes 2>/dev/null
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
