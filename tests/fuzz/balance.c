/* balance - whatever a provider says is left on an account, what is taken is a number and a plain unit. */
#include "messages/wire.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    static const char *const names[] = {"twilio", "vonage"};
    char *copy = calloc(1, len + 1);
    if (!copy) return 0;
    if (len) memcpy(copy, bytes, len);
    struct http_reply reply = {.fate = HTTP_ANSWERED, .status = 200, .body = copy, .body_len = len};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct wire_balance balance;
        if (wire_find(names[i])->balanced(&reply, &balance, NULL) < 0) continue;
        if (!isfinite(balance.amount) || balance.currency[strcspn(balance.currency, " -\n")]) abort();
    }
    free(copy);
    return 0;
}
