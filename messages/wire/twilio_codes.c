/* twilio_codes - Twilio's error codes by what they mean for us.
 *
 * Only what differs from "this message is refused" stands here; Twilio adds codes every month, and an unknown one is
 * about the message or its receiver. Titles: twilio.com/docs/api/errors. */
#include "messages/wire/twilio_codes.h"

#define HOURS_CAP_WAIT_S 3600

static const struct {
    long code;
    enum outcome_kind kind;
    long wait_s;
} codes[] = {
    /* the person told Twilio, or WhatsApp, to stop */
    {21610, OUTCOME_STOPPED, 0}, /* unsubscribed recipient */
    {63033, OUTCOME_STOPPED, 0}, /* recipient blocked */

    /* our account or sender is wrong: no message of this channel will leave. 21408 and 21215 (country not enabled)
     * and 21612 (not reachable from this sender) hang on the receiver's country and are no member: one foreign number
     * must not stop the line for everybody; another line may reach them. */
    {20003, OUTCOME_CHANNEL, 0}, /* credentials */
    {20005, OUTCOME_CHANNEL, 0}, /* account not active */
    {20008, OUTCOME_CHANNEL, 0}, /* test credentials */
    {20403, OUTCOME_CHANNEL, 0}, /* forbidden */
    {20404, OUTCOME_CHANNEL, 0}, /* no such account */
    {21212, OUTCOME_CHANNEL, 0}, /* invalid From */
    {21603, OUTCOME_CHANNEL, 0}, /* From missing */
    {21606, OUTCOME_CHANNEL, 0}, /* From is not a number of Twilio's */
    {21659, OUTCOME_CHANNEL, 0}, /* likewise, newer */
    {21660, OUTCOME_CHANNEL, 0}, /* From belongs to another account */
    {21661, OUTCOME_CHANNEL, 0}, /* From cannot send SMS */
    {21703, OUTCOME_CHANNEL, 0}, /* service without a number */
    {21704, OUTCOME_CHANNEL, 0}, /* likewise */
    {30002, OUTCOME_CHANNEL, 0}, /* account suspended */
    {63001, OUTCOME_CHANNEL, 0}, /* WhatsApp: not authenticated */
    {63002, OUTCOME_CHANNEL, 0}, /* WhatsApp: no such From */
    {63007, OUTCOME_CHANNEL, 0}, /* WhatsApp: no sender with this From */
    {63008, OUTCOME_CHANNEL, 0}, /* WhatsApp: sender misconfigured */
    {63020, OUTCOME_CHANNEL, 0}, /* WhatsApp: business account */

    /* too much at once; Twilio took nothing */
    {14107, OUTCOME_THROTTLED, 0},                /* send rate */
    {20429, OUTCOME_THROTTLED, 0},                /* too many requests */
    {21611, OUTCOME_THROTTLED, 0},                /* queue of this sender is full */
    {30001, OUTCOME_THROTTLED, 0},                /* queue overflow */
    {30022, OUTCOME_THROTTLED, 0},                /* rate of a US campaign */
    {63017, OUTCOME_THROTTLED, 0},                /* rate of the account */
    {63018, OUTCOME_THROTTLED, HOURS_CAP_WAIT_S}, /* rate or 24 h limit of a WhatsApp sender */

    /* enough for today */
    {30023, OUTCOME_DAY, 0}, /* daily cap of a US campaign */
    {63038, OUTCOME_DAY, 0}, /* daily cap of the account */

    /* nothing arrived, and it may next time: mostly told by a status */
    {20503, OUTCOME_NOT_SENT, 0}, /* service unavailable */
    {30003, OUTCOME_NOT_SENT, 0}, /* handset is off */
    {30008, OUTCOME_NOT_SENT, 0}, /* unknown, of the carrier */
    {30017, OUTCOME_NOT_SENT, 0}, /* congestion of the carrier */
    {30410, OUTCOME_NOT_SENT, 0}, /* provider timed out */
    {63009, OUTCOME_NOT_SENT, 0}, /* WhatsApp: its servers */
    {63010, OUTCOME_NOT_SENT, 0}, /* likewise */
    {63011, OUTCOME_NOT_SENT, 0}, /* likewise */
    {63012, OUTCOME_NOT_SENT, 0}, /* likewise */

    {63016, OUTCOME_TEMPLATE, 0}, /* WhatsApp: more than 24 hours since the person last wrote */
    {63027, OUTCOME_TEMPLATE, 0}, /* WhatsApp: no such template, or not in this language */
    {63028, OUTCOME_TEMPLATE, 0}, /* WhatsApp: number of parameters */
    {63041, OUTCOME_TEMPLATE, 0}, /* WhatsApp: template paused */

    /* this line does not reach this person; another one may */
    {21211, OUTCOME_UNREACHABLE, 0}, /* invalid To */
    {21215, OUTCOME_UNREACHABLE, 0}, /* country not enabled */
    {21217, OUTCOME_UNREACHABLE, 0}, /* number is none */
    {21401, OUTCOME_UNREACHABLE, 0}, /* likewise */
    {21408, OUTCOME_UNREACHABLE, 0}, /* country not enabled */
    {21612, OUTCOME_UNREACHABLE, 0}, /* not from this sender */
    {21614, OUTCOME_UNREACHABLE, 0}, /* not a mobile */
    {21635, OUTCOME_UNREACHABLE, 0}, /* landline */
    {30005, OUTCOME_UNREACHABLE, 0}, /* unknown destination */
    {30006, OUTCOME_UNREACHABLE, 0}, /* landline, or a carrier that is not reached */
    {63003, OUTCOME_UNREACHABLE, 0}, /* WhatsApp: no such To */
    {63015, OUTCOME_UNREACHABLE, 0}, /* WhatsApp: has not joined the sandbox */
    {63024, OUTCOME_UNREACHABLE, 0}, /* WhatsApp: invalid recipient */
    {63032, OUTCOME_UNREACHABLE, 0}, /* WhatsApp: limitation for this user */
};
#define CODE_COUNT (sizeof codes / sizeof codes[0])

enum outcome_kind twilio_code_kind(long code, enum outcome_kind otherwise) {
    for (size_t i = 0; i < CODE_COUNT; i++)
        if (codes[i].code == code) return codes[i].kind;
    return otherwise;
}

long twilio_code_wait_s(long code) {
    for (size_t i = 0; i < CODE_COUNT; i++)
        if (codes[i].code == code) return codes[i].wait_s;
    return 0;
}

static const struct {
    const char *word;
    enum delivery delivery;
} deliveries[] = {
    {"accepted", DELIVERY_QUEUED}, {"scheduled", DELIVERY_QUEUED}, {"queued", DELIVERY_QUEUED},
    {"sending", DELIVERY_SENT},    {"sent", DELIVERY_SENT},        {"delivered", DELIVERY_DELIVERED},
    {"read", DELIVERY_READ},       {"failed", DELIVERY_FAILED},    {"undelivered", DELIVERY_FAILED},
    {"canceled", DELIVERY_FAILED},
};

enum delivery twilio_delivery(const char *word) {
    for (size_t i = 0; i < sizeof deliveries / sizeof deliveries[0]; i++)
        if (strcmp(deliveries[i].word, word) == 0) return deliveries[i].delivery;
    return DELIVERY_NONE;
}
