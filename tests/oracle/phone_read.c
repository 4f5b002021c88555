/* phone_read - reads numbers as messages/phone.h does: "prefix<TAB>text" a line on stdin; says the number, or "-" when
 * it refuses, a line. For tests/oracle/phone.js. */
#include "messages/phone.h"

#include <stdio.h>
#include <string.h>

int main(void) {
    char line[512], number[MESSAGE_ADDRESS_MAX + 1];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        char *tab = strchr(line, '\t');
        if (!tab) return 2;
        *tab = '\0';
        puts(phone_normalise(tab + 1, line, number, NULL) < 0 ? "-" : number);
    }
    return 0;
}
