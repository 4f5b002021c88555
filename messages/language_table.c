/* language_table - the counts behind the guess, linked in (made by tests/train/language.js, which says from what). */
#include "messages/language_table.h"

/* The path is from the folder that make runs in, as in config/embed.sh. No more is taken than the table's size. */
__asm__(".section .rodata\n"
        ".balign 16\n"
        ".global language_table\n"
        "language_table: .incbin \"messages/language_table.bin\", 0, 327680\n"
        ".previous");

_Static_assert(sizeof language_table == 327680, "the .incbin above takes another size");
