/* phone - see phone.h. */
#include "messages/phone.h"

#include <stdio.h>
#include <string.h>

#define DIGITS_MIN 8
#define DIGITS_MAX 15

/* National numbers without their trunk prefix (ITU-T E.164 national plans): tells whether a number that was written
 * without + has its country in front already, and whether a digit is missing. Other countries: no such help. */
static const struct plan {
    const char *country;
    size_t min, max;
} plans[] = {{"1", 10, 10}, {"33", 9, 9},   {"34", 9, 9},   {"51", 9, 9},  {"54", 10, 11}, {"55", 10, 11},
             {"56", 9, 9},  {"57", 10, 10}, {"58", 10, 10}, {"509", 8, 8}, {"591", 8, 8},  {"593", 8, 9}};

/* What is left of a written number. */
struct reading {
    char digits[DIGITS_MAX + 3]; /* "00" may stand in front */
    size_t count;
    int plus;
};

/* The value of a decimal digit in ASCII, full-width, Arabic or Persian form, or -1. */
static int digit_of(uint32_t rune) {
    static const uint32_t zeros[] = {'0', 0xFF10, 0x660, 0x6F0};

    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        if (rune >= zeros[i] && rune <= zeros[i] + 9) return (int)(rune - zeros[i]);
    return -1;
}

/* Blanks, hyphens and brackets, and the invisible marks that come along when a number is copied from a phone. */
static int is_filler(uint32_t rune) {
    if (rune < 0x80) return rune && strchr(" \t\r\n-.()/", (int)rune) != NULL;
    return rune == 0xA0 || rune == 0xAD || (rune >= 0x2000 && rune <= 0x2015) || rune == 0x2212 ||
           (rune >= 0x202A && rune <= 0x202F) || (rune >= 0x2060 && rune <= 0x2069) || rune == 0x3000 || rune == 0xFEFF;
}

static int read_rune(struct reading *reading, uint32_t rune, struct error *why) {
    int digit = digit_of(rune);

    if (digit >= 0) {
        if (reading->count == sizeof reading->digits - 1)
            return error_set(why, ERROR_INPUT, "a phone number has at most %d digits", DIGITS_MAX);
        reading->digits[reading->count++] = (char)('0' + digit);
        return 0;
    }
    if ((rune == '+' || rune == 0xFF0B) && !reading->count && !reading->plus) {
        reading->plus = 1;
        return 0;
    }
    if (is_filler(rune)) return 0;
    return error_set(why, ERROR_INPUT, "a phone number has only digits, blanks and a + in front");
}

static int read_number(const char *text, struct reading *ret, struct error *why) {
    size_t len = strlen(text), at = 0;

    while (at < len) {
        /* "+44 (0)20 ...": the zero is dialled only within the country */
        if (ret->plus && ret->count && !strncmp(text + at, "(0)", 3)) at += 3;
        if (at < len && read_rune(ret, text_next_rune(text, len, &at), why)) return -1;
    }
    if (!ret->plus && !strncmp(ret->digits, "00", 2)) {
        ret->plus = 1;
        ret->count -= 2;
        memmove(ret->digits, ret->digits + 2, ret->count + 1);
    }
    return 0;
}

static const struct plan *plan_of(const char *country) {
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++)
        if (!strcmp(plans[i].country, country)) return &plans[i];
    return NULL;
}

/* A number written as people of the country write it: ret becomes country and national number. */
static int complete(const struct reading *reading, const char *country, char ret[2 * DIGITS_MAX], struct error *why) {
    const struct plan *plan = plan_of(country);
    const char *national = reading->digits;
    size_t len, country_len = strlen(country);

    /* a trunk zero is not part of the number, but in Italy it is */
    if (*national == '0' && strcmp(country, "39") != 0) national++;
    len = strlen(national);
    if (plan && len > plan->max && !strncmp(national, country, country_len)) {
        national += country_len;
        len -= country_len;
    }
    if (plan && (len < plan->min || len > plan->max))
        return error_set(why, ERROR_INPUT, "the phone number has %zu digits, in this country it has %zu", len,
                         plan->max);
    snprintf(ret, 2 * DIGITS_MAX, "%.4s%.17s", country, national);
    return 0;
}

int phone_normalise(const char *text, const char *prefix, char ret[MESSAGE_ADDRESS_MAX + 1], struct error *why) {
    struct reading reading = {.count = 0};
    char digits[2 * DIGITS_MAX];
    size_t len;

    if (read_number(text, &reading, why)) return -1;
    if (!reading.count) return error_set(why, ERROR_INPUT, "the phone number is empty");
    snprintf(digits, sizeof digits, "%s", reading.digits);
    if (!reading.plus && complete(&reading, prefix + (*prefix == '+'), digits, why)) return -1;
    len = strlen(digits);
    if (len < DIGITS_MIN || len > DIGITS_MAX)
        return error_set(why, ERROR_INPUT, "the phone number has %zu digits, a number with its country has %d to %d",
                         len, DIGITS_MIN, DIGITS_MAX);
    if (*digits == '0') return error_set(why, ERROR_INPUT, "no country's prefix begins with 0");
    snprintf(ret, MESSAGE_ADDRESS_MAX + 1, "+%s", digits);
    return 0;
}

void phone_mask(const char *number, char ret[MESSAGE_ADDRESS_MAX + 1]) {
    size_t len = strnlen(number, MESSAGE_ADDRESS_MAX), head = 4, tail = 3;

    if (len < 11) { /* of a short one less may be shown */
        head = 0;
        tail = len < 5 ? 0 : 2;
    }
    for (size_t i = 0; i < len; i++) {
        int shown = (i < head || i >= len - tail) && (unsigned char)number[i] < 0x80;
        ret[i] = (char)(shown ? number[i] : '*');
    }
    ret[len] = '\0';
}
