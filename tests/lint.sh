#!/bin/sh
# lint.sh LOG "FLAGS" FILE... - clang's warnings, cppcheck, clang-tidy and gcc -fanalyzer; prints what they find.
#
# One line a tool; two files at a time. What a tool is told to keep quiet about stands here, with its reason.
set -u
log=$1 flags=$2
shift 2
passed=0 failed=0
mkdir -p "$(dirname "$log")"

# each COMMAND FILE... - runs COMMAND with each file behind it; prints the output of those that fail
each() {
    command=$1
    shift
    printf '%s\n' "$@" | xargs -P 2 -n 1 sh -c 'said=$($0 "$1" 2>&1) || { printf "%s\n" "$said"; exit 1; }' "$command"
}
tidy() { # clang-tidy wants its flags behind the file
    printf '%s\n' "$@" | checks=$checks flags=$flags xargs -P 2 -n 1 sh -c '
        said=$(clang-tidy --quiet --warnings-as-errors="*" --checks="$checks" "$0" -- $flags 2>/dev/null) ||
            { printf "%s\n" "$said"; exit 1; }'
}
judge() { # judge NAME TOOL...
    name=$1 start=$(date +%s)
    shift
    if "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
        printf 'ok    %-28s %4d s\n' "$name" $(($(date +%s) - start))
    else
        failed=$((failed + 1))
        printf 'FAIL  %-28s %4d s; all of it is in %s\n' "$name" $(($(date +%s) - start)) "$log.$failed"
        cp "$log" "$log.$failed"
        tail -n 40 "$log" | cut -c1-400
    fi
}

judge 'clang warns of nothing' each "clang $flags -fsyntax-only" "$@"

# memleak: cppcheck 2.10 does not know __attribute__((cleanup)), which is how own_mem frees (config/own.h). gcc's
#     analyzer does and looks for the same; resourceLeak stays.
# readdirCalled: readdir is safe where no two threads share a DIR; readdir_r is deprecated (readdir_r(3)).
jansson=$(pkg-config --variable=includedir jansson)/jansson.h # for its loops, which are macros
judge 'cppcheck finds nothing' cppcheck --quiet --enable=warning,portability --inline-suppr --error-exitcode=1 -j 2 \
    --suppress=missingIncludeSystem --suppress=memleak --suppress=readdirCalled \
    -I. --include="$jansson" --library=posix "$@"

checks='-*,bugprone-*,clang-analyzer-*'
# a matter of taste where a function has two numbers beside each other
checks="$checks,-bugprone-easily-swappable-parameters"
# _GNU_SOURCE is ours to define
checks="$checks,-bugprone-reserved-identifier"
# All that it finds are products of constants like 64 * 1024, whose overflow both compilers refuse anyway; clang-tidy 14
# cannot be told to leave constants alone (IgnoreConstantIntExpr is younger).
checks="$checks,-bugprone-implicit-widening-of-multiplication-result"
# clang's analyzer does not know __attribute__((cleanup)) either; gcc's has the same checks and does
checks="$checks,-clang-analyzer-unix.Malloc"
# wants memcpy_s and its like, which glibc does not have; config/banned.h says what must not be called
checks="$checks,-clang-analyzer-security.insecureAPI.*"
# some bytes between the fields of a struct are the price of fields that stand in the order of their meaning
checks="$checks,-clang-analyzer-optin.performance.Padding"
# says so of bytes that are counted (a nonce, a line of a log), and of a field that the next line fills with zeros
checks="$checks,-bugprone-not-null-terminated-result"
judge 'clang-tidy finds nothing' tidy "$@"

# use-of-uninitialized-value: gcc 12 forgets the initial value of an own_mem variable when its scope ends early, and
#     finds nothing else; clang's core.uninitialized.* (above) and -Wmaybe-uninitialized look for the same.
judge 'gcc -fanalyzer finds nothing' each "gcc $flags -O1 -fanalyzer -Wno-analyzer-use-of-uninitialized-value -S -o /dev/null" "$@"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
