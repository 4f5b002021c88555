#!/bin/sh
# layers.sh - the shape of the house: arrows run down, no circle, libraries fenced, sizes kept.
set -u
passed=0 failed=0
check() { # check NAME OFFENDERS: passes when there are none
    if [ -z "$2" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf '%s:\n%s\n' "$1" "$2"
    fi
}
rooms='config messages handlers queue bot'
sources=$(find $rooms -name '*.[ch]' | sort)

above() { # rooms that ROOM must not include
    case $1 in
    config) echo 'messages|handlers|queue|bot|tests' ;;
    messages) echo 'handlers|queue|bot|tests' ;;
    handlers) echo 'queue|bot|tests' ;;
    queue) echo 'bot|tests' ;;
    bot) echo 'tests' ;;
    esac
}
for room in $rooms; do
    check "$room/ includes a room above it" \
        "$(grep -rnE --include='*.[ch]' "#include \"($(above "$room"))/" "$room")"
done

fence() { # fence HEADER ALLOWED-PATTERN
    check "<$1> outside $2" "$(grep -lE "#include <$1" $sources | grep -vE "$2")"
}
fence 'microhttpd' '^bot/http[a-z_]*\.[ch]$'
fence 'hiredis/' '^queue/'
fence 'curl/' '^queue/client[a-z_]*\.c$'
fence 'uv\.h' '^queue/loop[a-z_]*\.[ch]$'
fence 'sodium' '^config/vault[a-z_]*\.c$|^queue/users_password\.c$'
fence 'openssl/' '^messages/sign\.c$'
fence 'yaml\.h' '^messages/pack[a-z_]*\.c$'
fence 'utf8proc' '^messages/'
fence 'gettext-po' '^bot/po\.c$'
fence 'ini\.h' '^config/'
check 'config/ knows JSON' "$(grep -rlE --include="*.[ch]" "#include <jansson" config)"
check 'handlers/ does I/O or asks the time' \
    "$(grep -nE '\b(fopen|socket|clock_wall_ms|clock_mono_ms|time\(|log_(info|warn|error|debug))\b' handlers/*.c |
        grep -vE '^handlers/(chat|transcript)[a-z_]*\.c')"
check 'messages/ asks the time or logs' \
    "$(grep -nE '\b(clock_wall_ms|clock_mono_ms|time\(|log_(info|warn|error|debug))\b' messages/*.c messages/wire/*.c)"

# a subject is a file, its header and its parts (x.c, x.h, x_part.c): subjects must not call each other in a loop
subject_of() {
    sed -E 's/\.[ch]$//' | while read -r node; do
        head=${node%%_*}
        if [ "$head" != "$node" ] && [ -e "$head.h" ]; then echo "$head"; else echo "$node"; fi
    done
}
edges() {
    for file in $sources; do
        echo "$file $file"
        sed -n 's/^#include "\([a-z_/]*\.h\)".*/\1/p' "$file" | sed "s|^|$file |"
    done >"$edges"
    cut -d' ' -f1 "$edges" | subject_of >"$edges.from"
    cut -d' ' -f2 "$edges" | subject_of >"$edges.to"
    paste -d' ' "$edges.from" "$edges.to"
}
edges=$(mktemp)
trap 'rm -f "$edges" "$edges.from" "$edges.to"' EXIT
check 'a circle of files' "$(edges | sort -u | tsort 2>&1 >/dev/null)"

all=$(git ls-files --cached --others --exclude-standard -- '*.c' '*.h' '*.js' '*.mjs' '*.lua' '*.sh' 2>/dev/null)
check 'files of more than 500 lines' "$(for f in $all; do wc -l "$f"; done | awk '$1 > 500')"
check 'functions of more than 80 lines' "$(awk '
    FNR == 1 { start = 0 }
    /^[a-z].*\) \{$/ || (/^ +.*\) \{$/ && !start && prev ~ /^[a-z].*[,(]$/) { start = FNR }
    /^}/ { if (start && FNR - start > 80) print FILENAME ":" start " " FNR - start " lines"; start = 0 }
    { prev = $0 }' $(echo "$sources" | grep '\.c$'))"
check 'open questions in the code' "$(grep -nE 'TODO|FIXME|\bXXX\b' $all | grep -v '^tests/layers.sh')"
# a phrase is named by a literal where it is said: `acogida check` tells an office which of its phrases nothing says
check 'phrases of the sample that nothing says' \
    "$(for id in $(sed -nE 's/^([a-z_0-9]+):.*/\1/p' messages/content/phrases.yaml messages/content/phrases/*.yaml 2>/dev/null); do
        grep -rqF --include='*.[ch]' "\"$id\"" messages handlers queue bot || echo "$id"
    done)"
check 'top-level names beyond the agreed ones' \
    "$(git ls-files --cached --others --exclude-standard | cut -d/ -f1 | sort -u |
        grep -vxE 'bot|handlers|messages|config|queue|tests|Makefile|README\.md|LICENSE|\..*')"
check 'a file does not open with its name and purpose' \
    "$(for f in $sources; do head -1 "$f" | grep -qE '^/\* [a-z0-9_.]+ - ' || echo "$f"; done)"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
