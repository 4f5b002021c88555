/* main - `acogida COMMAND [--config FILE] [--data DIR] [--listen ADDR:PORT] ...`. */
#include "bot/command.h"

#include <stdio.h>
#include <string.h>

static void print_overview(FILE *out) {
    fputs("acogida - a helpline over SMS and WhatsApp on one machine\n\n"
          "  acogida COMMAND [--config FILE] [--data DIR] [--listen ADDR:PORT] ...\n\n",
          out);
    for (size_t i = 0; commands[i]; i++) fprintf(out, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\n`acogida COMMAND --help` says more. Settings: config/acogida.conf.example shows all of them.\n", out);
}

static void print_help(const struct command *command) {
    printf("acogida %s %s\n\n%s\n\n%s", command->name, command->arguments, command->summary, command->help);
    fputs("\nEvery command takes --config FILE (or ACOGIDA_CONFIG) and --data DIR.\n", stdout);
}

/* 1 when the word at *i was a common flag (and its value is taken). -1: value missing. */
static int common_flag(struct command_line *line, int argc, char **argv, int *i) {
    const struct {
        const char *flag;
        const char **at;
    } flags[] = {{"--config", &line->config}, {"--data", &line->data}, {"--listen", &line->listen}};
    for (size_t k = 0; k < sizeof flags / sizeof *flags; k++) {
        if (strcmp(argv[*i], flags[k].flag) != 0) continue;
        if (*i + 1 >= argc) return -1;
        *flags[k].at = argv[++*i];
        return 1;
    }
    return 0;
}

static int read_line(struct command_line *line, int argc, char **argv) {
    for (int i = 2; i < argc; i++) {
        int common = common_flag(line, argc, argv, &i);
        if (common < 0) {
            fprintf(stderr, "acogida: %s needs a value\n", argv[i]);
            return -1;
        }
        if (common) continue;
        if (line->rest_count == COMMAND_REST_MAX) {
            fprintf(stderr, "acogida: more than %d words on the command line\n", COMMAND_REST_MAX);
            return -1;
        }
        line->rest[line->rest_count++] = argv[i];
    }
    return 0;
}

static int wants_help(const char *word) {
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0;
}

int main(int argc, char **argv) {
    if (argc < 2 || wants_help(argv[1])) {
        print_overview(argc < 2 ? stderr : stdout);
        return argc < 2 ? COMMAND_USAGE : COMMAND_OK;
    }
    const struct command *command = command_find(argv[1]);
    if (!command) {
        fprintf(stderr, "acogida: there is no command '%s'\n\n", argv[1]);
        print_overview(stderr);
        return COMMAND_USAGE;
    }
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--help") != 0 && strcmp(argv[i], "-h") != 0) continue;
        print_help(command);
        return COMMAND_OK;
    }
    struct command_line line = {0};
    if (read_line(&line, argc, argv) != 0) return COMMAND_USAGE;
    int code = command->run(&line);
    if (fflush(stdout) == 0 && !ferror(stdout)) return code;
    fputs("acogida: not all could be written to standard output\n", stderr);
    return code == COMMAND_OK ? COMMAND_FAULT : code;
}
