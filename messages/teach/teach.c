/* teach - fits the guesser to the sample pack at build time and writes its table: teach FILE. See pack_guess.h. */
#include "config/embed.h"
#include "messages/pack.h"
#include "messages/pack_guess_table.h"
#include "messages/pack_inside.h"

#include <stdio.h>
#include <stdlib.h>

/* Nothing is linked in yet: the pack is fitted when it is loaded. */
const struct embed sample_guesser[] = {{0, 0, 0}};

int main(int argc, char **argv) {
    static struct pack_faults faults;
    struct error why;
    struct pack *pack = NULL;
    if (argc != 2) return 2;
    if (pack_load_sample(&pack, &faults, &why) != 0) {
        for (size_t i = 0; i < faults.count; i++) fprintf(stderr, "%s\n", faults.text[i]);
        return 1;
    }
    size_t size = 0;
    const void *bytes = guesser_bytes(pack->guesser, &size);
    FILE *out = fopen(argv[1], "wb");
    int failed = !bytes || !out || fwrite(bytes, 1, size, out) != size;
    if (out && fclose(out) != 0) failed = 1;
    pack_free(pack);
    return failed;
}
