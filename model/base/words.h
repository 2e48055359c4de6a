/* words.h - what a person reads, in the language asked for.
 *
 * English stands in the code and is the key; Japanese lies in tools/words/ja.po, from
 * which `make words` makes the table of words_ja.c. For a new text: write it here, `make
 * words`, fill its msgstr in ja.po, `make words`; a new function that takes texts goes
 * into the list of tools/words/make_words.sh. A text without a translation comes back as
 * it is, and a test sees to it that there is none. Nothing is read at run time and
 * nothing is remembered, so that one process may write both languages. */
#ifndef PC_BASE_WORDS_H
#define PC_BASE_WORDS_H

#include <stddef.h>

typedef enum { PC_LANG_EN, PC_LANG_JA } pc_lang;
#define PC_NUM_LANGS 2

/* Marks a text for the catalogue where it is not translated yet: in a table. */
#define N_(english) english
#define NC_(context, english) english

/* The text in `lang`. A format has the same arguments in every language, in the order of
 * the English one or with their numbers (%s). Never freed. */
const char *pc_text(pc_lang lang, const char *english) __attribute__((format_arg(2)));

/* The same for a short text that means several things: `context` says which. */
const char *pc_text_of(pc_lang lang, const char *context, const char *english)
    __attribute__((format_arg(3)));

/* "en" or "ja"; never freed. */
const char *pc_lang_id(pc_lang lang);

/* Reads "en" or "ja", or a locale such as `ja_JP.UTF-8`. 1, or 0 if it is neither. */
int pc_lang_parse(const char *text, pc_lang *lang);

/* The compiled catalogue, in order of `key` as strcmp has it; a key with a context is
 * `context`, the character 4, and the text, as gettext has it. */
typedef struct {
    const char *key, *text;
} pc_word_t;

extern const pc_word_t pc_words_ja[];
extern const size_t pc_num_words_ja;

#endif
