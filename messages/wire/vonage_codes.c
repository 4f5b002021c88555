/* vonage_codes - error codes of Vonage's Messages API by what they mean for us.
 *
 * Only what differs from "this message is refused" stands here. Titles: developer.vonage.com/api-errors/messages. */
#include "messages/wire/vonage_codes.h"

#include "messages/wire/reading.h"

#include <stdlib.h>
#include <string.h>

#define CODE_DIGITS_MAX 6

static const struct {
    long code;
    enum outcome_kind kind;
} codes[] = {
    {1000, OUTCOME_THROTTLED}, /* throttled */
    {1241, OUTCOME_THROTTLED}, /* too many to this number */

    {1030, OUTCOME_NOT_SENT}, /* internal error */
    {1100, OUTCOME_NOT_SENT}, /* timed out at the provider */
    {1180, OUTCOME_NOT_SENT}, /* absent for now */
    {1220, OUTCOME_NOT_SENT}, /* handset busy */
    {1230, OUTCOME_NOT_SENT}, /* network error */
    {1331, OUTCOME_NOT_SENT}, /* provider's error */

    {1240, OUTCOME_STOPPED}, /* the person has opted out */

    {1340, OUTCOME_TEMPLATE}, /* outside WhatsApp's window */

    {1060, OUTCOME_CHANNEL}, /* account barred */
    {1070, OUTCOME_CHANNEL}, /* no credit left */
    {1080, OUTCOME_CHANNEL}, /* not provisioned */
    {1120, OUTCOME_CHANNEL}, /* illegal sender */
    {1140, OUTCOME_CHANNEL}, /* no such account */
    {1350, OUTCOME_CHANNEL}, /* number or account not set up */
    {1370, OUTCOME_CHANNEL}, /* likewise */

    {1050, OUTCOME_UNREACHABLE}, /* number barred */
    {1170, OUTCOME_UNREACHABLE}, /* invalid or missing number */
    {1190, OUTCOME_UNREACHABLE}, /* absent for good */
    {1200, OUTCOME_UNREACHABLE}, /* call barred */
    {1260, OUTCOME_UNREACHABLE}, /* destination cannot be reached */
    {1270, OUTCOME_UNREACHABLE}, /* illegal number */
    {1280, OUTCOME_UNREACHABLE}, /* number not reached from here */
    {1290, OUTCOME_UNREACHABLE}, /* likewise */
    {1300, OUTCOME_UNREACHABLE}, /* not a user of this network */
    {1310, OUTCOME_UNREACHABLE}, /* likewise */
    {1330, OUTCOME_UNREACHABLE}, /* unknown; the number may be wrong */
};

enum outcome_kind vonage_code_kind(long code, enum outcome_kind otherwise) {
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (codes[i].code == code) return codes[i].kind;
    return otherwise;
}

static long number_of(const char *digits) {
    size_t len = strspn(digits, "0123456789");
    return len && len <= CODE_DIGITS_MAX && !digits[len] ? strtol(digits, NULL, 10) : 0;
}

long vonage_code_of(const json_t *problem) {
    long code = number_of(reading_text(problem, "title"));
    const char *hash = strrchr(reading_text(problem, "type"), '#');
    return code || !hash ? code : number_of(hash + 1);
}
