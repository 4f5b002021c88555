/* embed - files whose bytes are linked into the program (made by config/embed.sh at build). */
#ifndef CONFIG_EMBED_H
#define CONFIG_EMBED_H

/* A file: name relative to its folder, first byte, one past the last (a NUL stands there). A table ends with a NULL
 * name. The program has four: sample_pack (messages/content), sample_guesser (what was learnt from it, one file;
 * messages/pack_guess.h), script_library (queue/lua), page_files (bot/pages). */
struct embed {
    const char *name, *at, *end;
};

extern const struct embed sample_pack[], sample_guesser[], script_library[], page_files[];

#endif
