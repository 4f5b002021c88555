#!/bin/sh
# embed.sh NAME FOLDER FILE... - writes C that holds the bytes of files, as `const struct embed NAME[]`.
#
# The table ends with a NULL name; names are relative to FOLDER. config/embed.h declares the struct. The assembler's
# .incbin reads the files, so their size costs no compile time.
set -eu
name=$1 folder=$2
shift 2
echo '#include "config/embed.h"'
i=0
for f in "$@"; do
    printf '__asm__(".section .rodata\\n.balign 16\\n%s_%d: .incbin \\"%s\\"\\n%s_%d_end: .byte 0\\n.previous");\n' "$name" $i "$f" "$name" $i
    printf 'extern const char %s_%d[], %s_%d_end[];\n' "$name" $i "$name" $i
    i=$((i + 1))
done
echo "const struct embed $name[] = {"
i=0
for f in "$@"; do
    printf '    {"%s", %s_%d, %s_%d_end},\n' "${f#"$folder"/}" "$name" $i "$name" $i
    i=$((i + 1))
done
echo '    {0, 0, 0}};'
