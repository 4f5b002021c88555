/* outcome_words - the tables: first what one code says, then what its kind says. */
#include "messages/outcome_words.h"

#include "messages/wire/meta_codes.h"
#include "messages/wire/twilio_codes.h"
#include "messages/wire/vonage_codes.h"

#include <stdlib.h>
#include <string.h>

/* --- whose code it is, and what it means --- */

static const struct {
    const char *code;
    enum outcome_kind kind;
} own[] = {
    {"window", OUTCOME_TEMPLATE},   {"not-sent", OUTCOME_NOT_SENT},       {"no-answer", OUTCOME_UNKNOWN},
    {"lost", OUTCOME_UNKNOWN},      {"no-channel", OUTCOME_CHANNEL},      {"no-address", OUTCOME_UNREACHABLE},
    {"stopped", OUTCOME_STOPPED},   {"dlr-2", OUTCOME_UNREACHABLE},       {"http-429", OUTCOME_THROTTLED},
    {"http-401", OUTCOME_CHANNEL},  {"http-403", OUTCOME_CHANNEL},        {"http-404", OUTCOME_CHANNEL},
    {"http-405", OUTCOME_CHANNEL},  {"throttled", OUTCOME_THROTTLED},     {"day", OUTCOME_DAY},
    {"template", OUTCOME_TEMPLATE}, {"channel", OUTCOME_CHANNEL},         {"unknown", OUTCOME_UNKNOWN},
    {"refused", OUTCOME_REFUSED},   {"unreachable", OUTCOME_UNREACHABLE},
};

enum outcome_kind outcome_words_kind(const char *code) {
    char *end;
    long number = strtol(code, &end, 10);

    if (end != code && !*end && *code >= '0' && *code <= '9') {
        if (number >= 1000 && number < 2000) return vonage_code_kind(number, OUTCOME_REFUSED);
        if (number >= 10000 && number < 80000) return twilio_code_kind(number, OUTCOME_REFUSED);
        return meta_code_kind(number, OUTCOME_REFUSED);
    }
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (strcmp(own[i].code, code) == 0) return own[i].kind;
    return strncmp(code, "http-5", 6) == 0 ? OUTCOME_UNKNOWN : OUTCOME_REFUSED;
}

/* --- why --- */

static const struct {
    const char *codes; /* between blanks */
    const char *es, *en;
} reasons[] = {
    {" 21211 21217 21401 63003 63024 1170 1270 ", "El número no es válido", "The number is not valid"},
    {" 21614 21635 ", "El número no recibe SMS: no es un celular", "The number takes no SMS: it is not a mobile phone"},
    {" 30006 ", "Es un teléfono fijo, o su operador no recibe SMS desde aquí",
     "It is a landline, or its carrier takes no SMS from here"},
    {" 30005 1300 1310 1330 ", "El número no existe o ya no está en uso", "The number does not exist or is not in use"},
    {" 30003 1180 1190 1220 ", "El teléfono está apagado o sin señal", "The phone is off or has no signal"},
    {" 21408 21215 21612 1280 1290 ", "Esta línea no puede escribir a números de ese país",
     "This line cannot write to numbers of that country"},
    {" 131026 ", "El número no tiene WhatsApp, o su aplicación es muy antigua",
     "The number is not on WhatsApp, or its app is too old"},
    {" 63015 131030 ", "La línea está en prueba y este número no está en su lista",
     "The line is on trial, and this number is not on its list"},
    {" 30004 30007 1050 1200 ", "El operador bloqueó el mensaje", "The carrier blocked the message"},
    {" 131049 ", "WhatsApp no entrega a esta persona más mensajes de oficinas por hoy",
     "WhatsApp gives this person no more messages from offices today"},
    {" 1070 131042 ", "La cuenta del proveedor no tiene saldo o falta un pago",
     "The provider's account has no credit, or a payment is missing"},
    {" 20003 190 0 63001 http-401 ", "El proveedor no acepta la clave de esta línea",
     "The provider does not take the key of this line"},
    {" 20005 30002 131031 1060 ", "El proveedor cerró o suspendió la cuenta",
     "The provider closed or suspended the account"},
    {" dlr-2 ", "El operador no pudo entregar el SMS", "The carrier could not deliver the SMS"},
    {" dlr-16 ", "El operador rechazó el SMS", "The carrier rejected the SMS"},
    {" 30008 ", "El operador no entregó el mensaje y no dice por qué",
     "The carrier did not deliver the message and does not say why"},
    {" window ", "Pasaron más de 24 horas desde su último mensaje de WhatsApp, y no hay otra vía para escribirle",
     "More than 24 hours have passed since their last message on WhatsApp, and there is no other way to write"},
    {" stopped ", "La persona pidió no recibir mensajes", "The person asked to get no messages"},
    {" consent ", "La persona no dio su permiso para estos mensajes",
     "The person did not agree to messages of this kind"},
    {" cancelled ", "El envío se canceló", "The announcement was cancelled"},
    {" too-late ", "Esperó demasiado y ya no servía", "It waited too long and was of no use any more"},
    {" 132000 132001 132005 132007 132008 132012 132015 132016 63027 63028 63041 ",
     "WhatsApp no acepta la plantilla de esta línea", "WhatsApp does not take the template of this line"},
    {" unsafe ", "La persona avisó que no es seguro escribirle, y este mensaje ya esperaba",
     "The person said that it is not safe to write, and this message was waiting already"},
    {" no-address ", "No hay un número al que escribir", "There is no number to write to"},
    {" no-channel ", "Su línea ya no existe", "Its line does not exist any more"},
    {" unreadable ", "No se pudo leer el registro del mensaje", "The record of the message could not be read"},
    {" malformed ", "El mensaje no se puede escribir para este proveedor",
     "The message cannot be written for this provider"},
    {" trial ", "Modo de prueba: solo sale a los números permitidos",
     "Trial mode: only the named numbers are written to"},
};

static const struct {
    const char *es, *en, *next_es, *next_en;
} kinds[] = {
    [OUTCOME_THROTTLED] = {"El proveedor recibió demasiados mensajes a la vez",
                           "The provider had too many messages at once", "Escriba de nuevo más tarde, o llame",
                           "Write again later, or call"},
    [OUTCOME_NOT_SENT] = {"No se pudo llegar al proveedor o al teléfono",
                          "The provider or the phone could not be reached", "Escriba de nuevo más tarde, o llame",
                          "Write again later, or call"},
    [OUTCOME_REFUSED] = {"El proveedor no aceptó el mensaje", "The provider did not take the message",
                         "Cambie o acorte el mensaje; si pasa otra vez, avise a quien administra la línea",
                         "Change or shorten the message; if it happens again, tell whoever runs the line"},
    [OUTCOME_STOPPED] = {"El proveedor bloqueó: la persona se dio de baja",
                         "The provider blocked it: the person opted out",
                         "No le escriba más; si ella vuelve a escribir y acepta, recibe de nuevo",
                         "Do not write to them; if they write again and agree, they get messages again"},
    [OUTCOME_CHANNEL] = {"El proveedor no acepta la cuenta o la línea",
                         "The provider does not take the account or the line", "Avise a quien administra la línea",
                         "Tell whoever runs the line"},
    [OUTCOME_UNKNOWN] = {"El proveedor no contestó: no se sabe si llegó",
                         "The provider did not answer: nobody knows whether it arrived",
                         "Vea si la persona contesta; si escribe de nuevo, puede llegarle dos veces",
                         "See whether the person answers; written again, it may arrive twice"},
    [OUTCOME_DAY] = {"El proveedor no acepta más mensajes por hoy", "The provider takes no more messages today",
                     "Escriba de nuevo mañana, o llame", "Write again tomorrow, or call"},
    [OUTCOME_UNREACHABLE] = {"No se puede llegar a este número", "This number cannot be reached",
                             "Llame a la persona, o pida otro número", "Call the person, or ask for another number"},
    [OUTCOME_TEMPLATE] = {"Pasaron más de 24 horas desde su último mensaje de WhatsApp",
                          "More than 24 hours have passed since their last message on WhatsApp",
                          "Llame; cuando la persona escriba, se le puede contestar durante 24 horas",
                          "Call; when the person writes, they can be answered for 24 hours"},
};

static int holds(const char *codes, const char *code) {
    size_t len = strchr(code, ' ') ? 0 : strlen(code);
    for (const char *at = codes; len && (at = strstr(at, code)); at++)
        if (at[-1] == ' ' && at[len] == ' ') return 1;
    return 0;
}

static void say_why(const char *code, enum outcome_kind kind, struct outcome_words *ret) {
    ret->es = kinds[kind].es;
    ret->en = kinds[kind].en;
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (!holds(reasons[i].codes, code)) continue;
        ret->es = reasons[i].es;
        ret->en = reasons[i].en;
        return;
    }
}

/* --- what next --- */

/* Of these nothing can be done, or they are as they should be. */
static const char none[] = " consent cancelled too-late trial unsafe ";

static void say_next(const char *state, const char *code, enum outcome_kind kind, struct outcome_words *ret) {
    if (strcmp(state, "ready") == 0) {
        ret->next_es = kind == OUTCOME_DAY ? "Sale solo la próxima mañana hábil" : "Sale solo en el próximo intento";
        ret->next_en =
            kind == OUTCOME_DAY ? "It goes by itself on the next working morning" : "It goes by itself at the next try";
    } else if (!holds(none, code)) {
        ret->next_es = kinds[kind].next_es;
        ret->next_en = kinds[kind].next_en;
    }
}

int outcome_words(const char *state, const char *code, struct outcome_words *ret) {
    static const char *const told[] = {"ready", "failed", "unknown", "expired", "skipped"};
    int is_told = 0, is_unknown = strcmp(state, "unknown") == 0;

    *ret = (struct outcome_words){"", "", "", ""};
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) is_told |= strcmp(told[i], state) == 0;
    if (!is_told || (!*code && !is_unknown)) return 0;
    enum outcome_kind kind = is_unknown ? OUTCOME_UNKNOWN : outcome_words_kind(code);
    say_why(is_unknown ? "" : code, kind, ret);
    say_next(state, code, kind, ret);
    return 1;
}

const char *outcome_words_topic(const char *topic) {
    if (strcmp(topic, "astray") == 0) return "Un mensaje no le llegó: llamar";
    if (strcmp(topic, "window") == 0) return "No se le puede escribir: llamar";
    return strcmp(topic, "unreachable") == 0 ? "No recibió su recordatorio: llamar" : NULL;
}
