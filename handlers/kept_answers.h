/* kept_answers - how the answers of a form stand in a state: for the form engine, and for what follows a form. */
#ifndef HANDLERS_KEPT_ANSWERS_H
#define HANDLERS_KEPT_ANSWERS_H

#define KEPT_YES     "si"
#define KEPT_NO      "no"
#define KEPT_SUBJECT "tema" /* is not asked when the form is begun about a known topic */

#endif
