/* language.c - in which language a command speaks. */
#include <stdlib.h>
#include <string.h>

#include "tools/command.h"

pc_lang pc_language = PC_LANG_EN;

/* The value of the last --lang, also shortened as getopt allows, or NULL. */
static const char *
option_value(int argc, char **argv)
{
    const char *value = NULL;
    for (int k = 1; k < argc && strcmp(argv[k], "--") != 0; k++) {
        const size_t length = strcspn(argv[k], "=");
        if (length < 4 || length > strlen("--lang")
            || strncmp(argv[k], "--lang", length) != 0) {
            continue;
        }
        if (argv[k][length] == '=') {
            value = argv[k] + length + 1;
        } else if (k + 1 < argc) {
            value = argv[k + 1];
        }
    }
    return value;
}

/* Of the locale only the name is read, so that Japanese needs none to be installed. */
void
pc_choose_language(int argc, char **argv)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    const char *asked = option_value(argc, argv);
    if (asked != NULL && pc_lang_parse(asked, &pc_language)) {
        return;
    }
    for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
        const char *locale = getenv(names[k]);
        if (locale != NULL && locale[0] != '\0') {
            (void) pc_lang_parse(locale, &pc_language);
            return;
        }
    }
}

int
pc_wants_bom(const pc_options_t *self, int asked)
{
    return self->bom != 0 ? self->bom > 0 : asked || pc_language == PC_LANG_JA;
}
