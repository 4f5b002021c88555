/* dates - days and hours as people read them, in five languages. */
#include "messages/dates.h"

/* Days and months as they stand inside a sentence. */
static const struct {
    const char *days[7], *months[12];
    const char *link; /* between day and month */
} words[LANGUAGE_COUNT] = {
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

void dates_add_day(struct text *ret, const struct tm *local, enum language language) {
    if (language < 0 || language >= LANGUAGE_COUNT) language = LANGUAGE_ES;
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
