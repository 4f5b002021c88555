#!/bin/sh
# run.sh BIN SECONDS TARGET[=SECONDS]... - runs each fuzz target for some seconds from its corpus, as many at once as there are
# cores; a finding stays in tests/fuzz/crashes.
set -u

# one TARGET[=SECONDS]: its verdict in one line, and the end of its log when there is a finding
run_one() {
    target=${1%%=*} seconds=${1#*=}
    [ "$seconds" = "$1" ] && seconds=$FUZZ_SECONDS
    corpus=$(mktemp -d) seeds=tests/fuzz/corpus/$target
    [ -d "$seeds" ] || seeds=''
    if "$FUZZ_BIN/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix=tests/fuzz/crashes/"$target"- -print_final_stats=1 "$corpus" $seeds >"$FUZZ_BIN/$target.log" 2>&1; then
        printf '%-12s no finding, %s runs in %s s\n' "$target" \
            "$(sed -n 's/^stat::number_of_executed_units: *//p' "$FUZZ_BIN/$target.log")" "$seconds"
    else
        printf '%-12s FINDING\n%s\n' "$target" "$(tail -n 40 "$FUZZ_BIN/$target.log")"
    fi
    rm -rf "$corpus"
}

if [ "$1" = --one ]; then
    run_one "$2"
    exit 0
fi
FUZZ_BIN=$1 FUZZ_SECONDS=$2
export FUZZ_BIN FUZZ_SECONDS
shift 2
mkdir -p tests/fuzz/crashes
verdicts=$(mktemp)
printf '%s\n' "$@" | xargs -P "$(nproc)" -n 1 sh "$0" --one | tee "$verdicts"
rmdir tests/fuzz/crashes 2>/dev/null
failed=$(grep -c 'FINDING$' "$verdicts")
passed=$(($# - failed))
[ "$(grep -cE 'no finding|FINDING$' "$verdicts")" -eq $# ] || failed=$((failed + 1)) # one that said nothing has failed
rm -f "$verdicts"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
