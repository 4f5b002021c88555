/* fields - what every wire asks of a field that a provider filled. */
#include "messages/wire/fields.h"

#include "messages/message.h"

#include <string.h>

#define DIGITS  "0123456789"
#define UPPER   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LETTERS UPPER "abcdefghijklmnopqrstuvwxyz"

/* Length of a string that consists of these letters alone; 0 when it holds another (or is empty). */
static size_t len_of(const char *string, const char *letters) {
    size_t len = strspn(string, letters);
    return string[len] ? 0 : len;
}

int fields_is_id(const char *id) {
    size_t len = id ? len_of(id, LETTERS DIGITS "_.:-") : 0;
    return len > 0 && len <= MESSAGE_ID_MAX;
}

int fields_is_base64_id(const char *id) {
    size_t len = id ? len_of(id, LETTERS DIGITS "_.:-+/=") : 0;
    return len > 0 && len <= MESSAGE_ID_MAX;
}

int fields_is_out_id(const char *id) {
    return fields_is_id(id) && strlen(id) <= OUT_ID_MAX;
}

int fields_is_code(const char *code) {
    const struct status *status = NULL;
    if (!*code) return 1;
    size_t len = len_of(code, LETTERS DIGITS "_.-");
    return len > 0 && len < sizeof status->code;
}

static int is_user_id(const char *address) {
    if (strspn(address, UPPER) != 2 || address[2] != '.') return 0;
    return len_of(address + 3, LETTERS DIGITS) > 0 && strlen(address) <= MESSAGE_ADDRESS_MAX;
}

int fields_is_address(const char *address) {
    int international = address[0] == '+';
    size_t digits = len_of(address + international, DIGITS);
    if (!digits) return is_user_id(address);
    if (international && address[1] == '0') return 0;
    return digits >= (international ? 7 : 3) && digits <= 15;
}
