#include "base/words.h"

#include <string.h>

#define CONTEXT_END '\4' /* between context and text in a key */

/* Compares `key` with context and text as if they were joined. */
static int
compare(const char *key, const char *context, const char *text)
{
    if (context != NULL) {
        const size_t length = strlen(context);
        const int order = strncmp(key, context, length);
        if (order != 0) {
            return order;
        }
        if (key[length] != CONTEXT_END) {
            return (unsigned char) key[length] < CONTEXT_END ? -1 : 1;
        }
        key += length + 1;
    }
    return strcmp(key, text);
}

static const char *
find(const char *context, const char *english)
{
    size_t low = 0, high = pc_num_words_ja;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = compare(pc_words_ja[middle].key, context, english);
        if (order == 0) {
            return pc_words_ja[middle].text;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return english;
}

const char *
pc_text(pc_lang lang, const char *english)
{
    return lang == PC_LANG_JA ? find(NULL, english) : english;
}

const char *
pc_text_of(pc_lang lang, const char *context, const char *english)
{
    return lang == PC_LANG_JA ? find(context, english) : english;
}

const char *
pc_lang_id(pc_lang lang)
{
    return lang == PC_LANG_JA ? "ja" : "en";
}

int
pc_lang_parse(const char *text, pc_lang *lang)
{
    static const char *const ids[PC_NUM_LANGS] = { "en", "ja" };
    for (int k = 0; k < PC_NUM_LANGS; k++) {
        if (strncmp(text, ids[k], 2) == 0
            && (text[2] == '\0' || text[2] == '_' || text[2] == '.' || text[2] == '@')) {
            *lang = (pc_lang) k;
            return 1;
        }
    }
    return 0;
}
