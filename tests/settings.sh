#!/bin/sh
# settings.sh ACOGIDA - commands as a technician meets them: the example file, help, and the clear refusals.
set -u
acogida=$1
passed=0 failed=0
is() { # is NAME STATUS
    if [ "$2" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAIL $1"; fi
}
"$acogida" check --example | cmp -s - config/acogida.conf.example
is 'the example file is what the table of settings makes' $?
"$acogida" check >/dev/null
is 'the sample office has no fault' $?
"$acogida" check --config config/acogida.conf.example >/dev/null
is 'the example file is a valid settings file' $?
for command in run web worker check chat match segments import announce survey user; do
    "$acogida" "$command" --help | grep -q "^acogida $command"
    is "$command --help explains it" $?
done
"$acogida" fly 2>/dev/null
[ $? -eq 2 ]
is 'an unknown command is wrong use' $?
[ "$(printf 'hola\n' | "$acogida" segments)" = "$(printf 'GSM-7\t4\t1')" ]
is 'segments counts a plain text' $?
[ "$(printf '\303\255 %0100d\nS\303\255\n' 0 | "$acogida" segments --smart | cut -f1-3)" = \
    "$(printf 'GSM-7\t102\t1\nUCS-2\t2\t1')" ]
is 'segments --smart counts the accents that stay' $?
[ "$(printf 'acci\303\263n, ma\303\261ana %080d\n' 0 | "$acogida" segments --smart | cut -f4)" = \
    "$(printf 'accion, ma\303\261ana %080d' 0)" ]
is 'segments --smart shows what is sent' $?
"$acogida" segments --clever </dev/null 2>/dev/null
[ $? -eq 2 ]
is 'segments refuses a flag that it does not know' $?
printf 'es\tdonde esta el consultorio\n' | "$acogida" match | grep -q "$(printf '^es\ttopic\tcesfam\t')"
is 'match finds a topic' $?
[ "$(printf 'ALTO\n' | "$acogida" match | cut -f2,3)" = "$(printf 'control\tstop')" ]
is 'match finds a control word' $?
for command in run web worker check match segments; do
    "$acogida" "$command" stray </dev/null >/dev/null 2>&1
    [ $? -eq 2 ]
    is "$command refuses a word that means nothing to it" $?
done
ACOGIDA_CONFIG='' "$acogida" check >/dev/null 2>&1
is 'an empty ACOGIDA_CONFIG names no file' $?
printf 'hola\n' | "$acogida" segments >/dev/full 2>/dev/null
[ $? -eq 1 ]
is 'a full disk behind standard output is no success' $?
folder=$(mktemp -d)
"$acogida" import "$folder" --data "$folder" 2>&1 | grep -q 'cannot be read'
is 'a folder is no file to import' $?
# a Redis of redis.url that is not there, and a key: the command must ask there, not in the data folder
head -c 32 /dev/urandom >"$folder/master.key" && chmod 600 "$folder/master.key"
ACOGIDA_REDIS_URL="unix:$folder/none.sock" "$acogida" user invite --data "$folder" >"$folder/said" 2>&1
[ $? -eq 3 ] && grep -q 'redis.url' "$folder/said"
is 'a command looks for the office in redis.url' $?
rm -rf "$folder"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
