/* wire_balance - what is left on the office's account at a provider. */
#ifndef MESSAGES_WIRE_BALANCE_H
#define MESSAGES_WIRE_BALANCE_H

struct wire_balance {
    double amount;     /* finite; below 0 where the provider lends */
    char currency[12]; /* "USD", "EUR"; "" when not told */
};

#endif
