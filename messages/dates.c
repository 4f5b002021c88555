/* dates - days and hours as people read them, in five languages. */
#include "messages/dates.h"

#include "config/clock.h"

/* Days and months as they stand inside a sentence. */
static const struct {
    const char *days[7], *months[12];
    const char *link; /* between day and month */
} words[LANGUAGE_BUILT_IN] = {
    [LANGUAGE_ES] = {{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
                     {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
                      "noviembre", "diciembre"},
                     " de "},
    [LANGUAGE_HT] = {{"dimanch", "lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi"},
                     {"janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "out", "septanm", "oktòb", "novanm",
                      "desanm"},
                     " "},
    [LANGUAGE_FR] = {{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
                     {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
                      "novembre", "décembre"},
                     " "},
    [LANGUAGE_EN] = {{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
                     {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                      "November", "December"},
                     " "},
    [LANGUAGE_PT] = {{"domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira",
                      "sábado"},
                     {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro",
                      "outubro", "novembro", "dezembro"},
                     " de "},
};

/* A declared language has no words here: digits are read in all of them. */
static int is_in_digits(enum language language) {
    return language >= LANGUAGE_BUILT_IN && language < LANGUAGE_COUNT;
}

static void add_digits(struct text *ret, const struct tm *local) {
    text_addf(ret, "%d/%d/%d", local->tm_mday, local->tm_mon + 1, local->tm_year + 1900);
}

void dates_add_day(struct text *ret, const struct tm *local, enum language language) {
    if (is_in_digits(language)) {
        add_digits(ret, local);
        return;
    }
    if (language < 0 || language >= LANGUAGE_BUILT_IN) language = LANGUAGE_ES;
    const char *weekday = words[language].days[(unsigned)local->tm_wday % 7];
    const char *month = words[language].months[(unsigned)local->tm_mon % 12];
    text_add(ret, weekday);
    /* French writes the first of a month as an ordinal, and only the first */
    int ordinal = language == LANGUAGE_FR && local->tm_mday == 1;
    text_addf(ret, " %d%s", local->tm_mday, ordinal ? "er" : "");
    text_add(ret, words[language].link);
    text_add(ret, month);
}

void dates_add_hour(struct text *ret, const struct tm *local) {
    text_addf(ret, "%02d:%02d", local->tm_hour, local->tm_min);
}

/* How a moment is named from now: pieces around the day and the hour. */
struct when_words {
    const char *today, *tomorrow, *other; /* before "a las": tomorrow and other are followed by the day */
    const char *hour, *before;            /* "a las", "antes de las" */
    const char *by;                       /* "a más tardar": on that day, whatever the hour */
};
static const struct when_words when_words[LANGUAGE_BUILT_IN] = {
    [LANGUAGE_ES] = {"hoy", "mañana ", "el ", " a las ", " antes de las ", "a más tardar "},
    [LANGUAGE_HT] = {"jodi a", "demen ", "", " a ", " anvan ", "pi ta "},
    [LANGUAGE_FR] = {"aujourd'hui", "demain ", "le ", " à ", " avant ", "au plus tard "},
    [LANGUAGE_EN] = {"today", "tomorrow ", "on ", " at ", " before ", "by "},
    [LANGUAGE_PT] = {"hoje", "amanhã ", "", " às ", " antes das ", "até "},
};

/* Days between two local dates; 0 the same day. */
static long days_between(const struct tm *from, const struct tm *to) {
    struct tm a = {.tm_year = from->tm_year, .tm_mon = from->tm_mon, .tm_mday = from->tm_mday};
    struct tm b = {.tm_year = to->tm_year, .tm_mon = to->tm_mon, .tm_mday = to->tm_mday};
    return (long)((timegm(&b) - timegm(&a)) / 86400);
}

/* A moment near now, in local time. */
struct near {
    struct tm local;
    long days; /* 0 today, 1 tomorrow */
    enum language language;
};

/* 1 when it has been written already: a language whose names of days we do not know gets digits. */
static int near_begin(struct text *ret, int64_t at_ms, int64_t now_ms, struct near *near) {
    struct tm today;
    if (near->language < 0 || near->language >= LANGUAGE_COUNT) near->language = LANGUAGE_ES;
    clock_local(at_ms, &near->local);
    clock_local(now_ms, &today);
    near->days = days_between(&today, &near->local);
    if (!is_in_digits(near->language)) return 0;
    add_digits(ret, &near->local);
    text_add(ret, " ");
    dates_add_hour(ret, &near->local);
    return 1;
}

/* The day as it stands behind "hoy", "mañana", "el": the date only when it is not so near. */
static void add_near_day(struct text *ret, const struct near *near) {
    const struct when_words *word = &when_words[near->language];
    text_add(ret, near->days == 0 ? word->today : near->days == 1 ? word->tomorrow : word->other);
    if (near->days == 1) text_add(ret, words[near->language].days[(unsigned)near->local.tm_wday % 7]);
    if (near->days != 0 && near->days != 1) dates_add_day(ret, &near->local, near->language);
}

void dates_add_when(struct text *ret, int64_t at_ms, int64_t now_ms, enum language language) {
    struct near near = {.language = language};
    if (near_begin(ret, at_ms, now_ms, &near)) return;
    if (near.language == LANGUAGE_PT && near.days > 1)
        text_add(ret, near.local.tm_wday == 0 || near.local.tm_wday == 6 ? "no " : "na "); /* o sábado, a segunda */
    add_near_day(ret, &near);
    text_add(ret, when_words[near.language].hour);
    dates_add_hour(ret, &near.local);
}

void dates_add_by(struct text *ret, int64_t at_ms, int64_t now_ms, enum language language) {
    struct near near = {.language = language};
    if (near_begin(ret, at_ms, now_ms, &near)) return;
    if (near.days != 0) {
        text_add(ret, when_words[near.language].by);
        /* English and Portuguese say "by Tuesday", without "on" */
        if (near.language == LANGUAGE_EN && near.days != 1)
            dates_add_day(ret, &near.local, near.language);
        else
            add_near_day(ret, &near);
        return;
    }
    text_add(ret, when_words[near.language].today);
    text_add(ret, when_words[near.language].before);
    dates_add_hour(ret, &near.local);
}
