/* meta_codes - error codes of the WhatsApp Cloud API by what they mean for us.
 *
 * Only what differs from "this message is refused" stands here. Meta's advice is to build on the code: the same code
 * has been seen with HTTP 400, 403 and 429. Titles:
 * developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes. */
#include "messages/wire/meta_codes.h"

#include <stddef.h>

static const struct {
    long first, last;
    enum outcome_kind kind;
} codes[] = {
    /* our app, token, number or account is wrong: no message of this channel will leave */
    {0, 0, OUTCOME_CHANNEL},           /* cannot authenticate the app user */
    {3, 3, OUTCOME_CHANNEL},           /* capability or permission */
    {10, 10, OUTCOME_CHANNEL},         /* permission not granted */
    {190, 190, OUTCOME_CHANNEL},       /* access token has expired */
    {200, 299, OUTCOME_CHANNEL},       /* permission not granted or removed */
    {368, 368, OUTCOME_CHANNEL},       /* blocked for a violation of policy */
    {131005, 131005, OUTCOME_CHANNEL}, /* access denied */
    {131031, 131031, OUTCOME_CHANNEL}, /* account locked */
    {131042, 131042, OUTCOME_CHANNEL}, /* payment */
    {131045, 131045, OUTCOME_CHANNEL}, /* number not registered */
    {133000, 133003, OUTCOME_CHANNEL}, /* registration, PIN */
    {133005, 133015, OUTCOME_CHANNEL}, /* likewise */

    /* too much at once; nothing was taken */
    {4, 4, OUTCOME_THROTTLED},           /* calls of the app */
    {80007, 80007, OUTCOME_THROTTLED},   /* calls of the business account */
    {130429, 130429, OUTCOME_THROTTLED}, /* throughput of the number */
    {131056, 131056, OUTCOME_THROTTLED}, /* too many to the same person */
    {133016, 133016, OUTCOME_THROTTLED}, /* registration tried too often */

    /* Meta's own trouble, told with a refusal: nothing was taken */
    {1, 2, OUTCOME_NOT_SENT},           /* unknown API error; service temporarily unavailable */
    {131000, 131000, OUTCOME_NOT_SENT}, /* something went wrong */
    {131016, 131016, OUTCOME_NOT_SENT}, /* service overloaded */
    {131057, 131057, OUTCOME_NOT_SENT}, /* account in maintenance */
    {133004, 133004, OUTCOME_NOT_SENT}, /* server temporarily unavailable */

    {131048, 131049, OUTCOME_DAY}, /* spam limit of the number; this person had enough messages from businesses */

    {131047, 131047, OUTCOME_TEMPLATE}, /* more than 24 hours since the person last wrote */
    {132000, 132016, OUTCOME_TEMPLATE}, /* the template: parameters, name, language, length, paused, disabled */

    {131050, 131050, OUTCOME_STOPPED}, /* the person stopped messages of this kind */

    {130472, 130472, OUTCOME_UNREACHABLE}, /* the person is part of an experiment of Meta's */
    {131021, 131021, OUTCOME_UNREACHABLE}, /* receiver is the sender */
    {131026, 131026, OUTCOME_UNREACHABLE}, /* not on WhatsApp, or too old an app */
    {131030, 131030, OUTCOME_UNREACHABLE}, /* not in the list of a test number */
};

enum outcome_kind meta_code_kind(long code, enum outcome_kind otherwise) {
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (code >= codes[i].first && code <= codes[i].last) return codes[i].kind;
    return otherwise;
}
