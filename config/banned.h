/* banned - functions that no file of the house may call; the compiler includes this into every file (-include).
 *
 * A call becomes a call of a function that does not exist, so the compiler's error names it: banned_strcpy. Bounded or
 * reentrant replacements: snprintf, struct text, strtol, localtime_r (only in config/clock.c), sodium's randomness. */
#ifndef CONFIG_BANNED_H
#define CONFIG_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef BANNED_ALLOW
#undef strcpy
#undef strcat
#undef strncpy
#undef strncat
#undef strtok
#undef sprintf
#undef vsprintf
#undef gets
#define strcpy(...)    banned_strcpy()
#define strcat(...)    banned_strcat()
#define strncpy(...)   banned_strncpy()
#define strncat(...)   banned_strncat()
#define strtok(...)    banned_strtok()
#define sprintf(...)   banned_sprintf()
#define vsprintf(...)  banned_vsprintf()
#define gets(...)      banned_gets()
#define atoi(...)      banned_atoi()
#define atol(...)      banned_atol()
#define atof(...)      banned_atof()
#define localtime(...) banned_localtime()
#define gmtime(...)    banned_gmtime()
#define ctime(...)     banned_ctime()
#define asctime(...)   banned_asctime()
#define mktemp(...)    banned_mktemp()
#define tmpnam(...)    banned_tmpnam()
#define rand(...)      banned_rand()
#define srand(...)     banned_srand()
#define system(...)    banned_system()
#endif

#endif
