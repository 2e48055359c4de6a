/* paramdoc.c - pc_paramdoc_write: the table of parameters for people and programs. */
#include "scenario/schema.h"

#include <string.h>

#include "base/diag.h"
#include "base/number.h"
#include "scenario/text/json_write.h"
#include "scenario/values/params.h"

static int
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* 1 if `word` stands in the meaning: as a word of the English one, or anywhere in the
 * Japanese one, which has no spaces. */
static int
is_meant(const pc_param_info_t *info, const char *word)
{
    const size_t length = strlen(word);
    const char *at = length > 0 ? strstr(info->en, word) : NULL;
    for (; at != NULL; at = strstr(at + 1, word)) {
        if ((at == info->en || !is_letter(at[-1])) && !is_letter(at[length])) {
            return 1;
        }
    }
    return length > 0 && (unsigned char) word[0] >= 0x80
           && strstr(info->ja, word) != NULL;
}

/* 1 if `name` is the parameter or the part of its name before a point, with or without
 * the point, or a word of its meaning. */
static int
is_asked(size_t i, const char *name)
{
    const char *parameter = pc_param_table[i].name;
    size_t length = strlen(name);
    if (is_meant(&pc_param_table[i], name)) {
        return 1;
    }
    if (length > 0 && name[length - 1] == '.') {
        length--;
    }
    return length > 0 && strncmp(parameter, name, length) == 0
           && (parameter[length] == '\0' || parameter[length] == '.');
}

static int
is_wanted(size_t i, const char *const *names, size_t num_names)
{
    for (size_t n = 0; n < num_names; n++) {
        if (is_asked(i, names[n])) {
            return 1;
        }
    }
    return num_names == 0;
}

static pc_status
check_names(
    const char *const *names, size_t num_names, pc_lang lang, char *text, size_t size)
{
    for (size_t n = 0; n < num_names; n++) {
        const char *all[PC_NUM_PARAMS];
        int found = 0;
        for (size_t i = 0; i < PC_NUM_PARAMS; i++) {
            all[i] = pc_param_table[i].name;
            found |= is_asked(i, names[n]);
        }
        if (!found) {
            const char *nearest = pc_nearest_name(names[n], all, PC_NUM_PARAMS);
            snprintf(text, size,
                nearest != NULL
                    ? pc_text(lang, "there is no parameter %s; did you mean %s?")
                    : pc_text(lang, "there is no parameter %s"),
                names[n], nearest);
            return PC_ERR_INPUT;
        }
    }
    return PC_OK;
}

static void
write_text(FILE *out, size_t i, pc_lang lang)
{
    const pc_param_info_t *info = &pc_param_table[i];
    fprintf(out, "%-34s ", info->name);
    pc_param_value_write(out, (pc_param) i, info->def);
    if (info->choices != NULL) {
        fprintf(out, " (%s)", info->choices);
    } else {
        fprintf(out, " %s, ", info->unit);
        pc_param_value_write(out, (pc_param) i, info->lower);
        fputs(" .. ", out);
        pc_param_value_write(out, (pc_param) i, info->upper);
    }
    fprintf(out, "\n    %s\n    %s, %s: %s\n", lang == PC_LANG_JA ? info->ja : info->en,
        pc_text_of(lang, "class", pc_param_class_names[info->cls]),
        pc_text_of(lang, "kind", pc_param_kind_names[info->kind]), info->source);
}

static void
write_json(FILE *out, size_t i, int first)
{
    const pc_param_info_t *info = &pc_param_table[i];
    char choice[64];
    const struct {
        const char *key, *text;
    } texts[] = { { "name", info->name }, { "unit", info->unit },
        { "choices", info->choices }, { "class", pc_param_class_names[info->cls] },
        { "kind", pc_param_kind_names[info->kind] }, { "source", info->source },
        { "meaning_en", info->en }, { "meaning_ja", info->ja } };
    fputs(first ? "\n  { " : ",\n  { ", out);
    for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++) {
        if (texts[k].text != NULL) {
            fprintf(out, "\"%s\": ", texts[k].key);
            pc_emit_text(out, texts[k].text);
            fputs(", ", out);
        }
    }
    if (info->choices != NULL) {
        fprintf(out, "\"default\": \"%s\" }",
            pc_param_choice_name((pc_param) i, info->def, choice, sizeof(choice)));
        return;
    }
    fputs("\"lower\": ", out);
    pc_emit_value(out, info->lower);
    fputs(", \"upper\": ", out);
    pc_emit_value(out, info->upper);
    fputs(", \"default\": ", out);
    pc_emit_value(out, info->def);
    fputs(" }", out);
}

/* A cell of a Markdown table: a bar would end it. */
static void
write_cell(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        fputs(*text == '|' ? "\\" : "", out);
        fputc(*text, out);
    }
}

static void
write_markdown(FILE *out, size_t i, pc_lang lang)
{
    const pc_param_info_t *info = &pc_param_table[i];
    fprintf(out, "| `%s` | ", info->name);
    write_cell(out, lang == PC_LANG_JA ? info->ja : info->en);
    fputs(" | ", out);
    pc_param_value_write(out, (pc_param) i, info->def);
    fputs(" | ", out);
    write_cell(out, info->choices != NULL ? info->choices : info->unit);
    fputs(" | ", out);
    if (info->choices == NULL) {
        pc_param_value_write(out, (pc_param) i, info->lower);
        fputs(" .. ", out);
        pc_param_value_write(out, (pc_param) i, info->upper);
    }
    fprintf(out, " | %s | %s | ",
        pc_text_of(lang, "class", pc_param_class_names[info->cls]),
        pc_text_of(lang, "kind", pc_param_kind_names[info->kind]));
    write_cell(out, info->source);
    fputs(" |\n", out);
}

static void
write_markdown_head(FILE *out, pc_lang lang)
{
    fputs(pc_text(lang,
              "# Parameters\n\nMade from `model/scenario/values/params.def` by "
              "`make docs`; do not edit. Unit `1` is a share or a pure number. Both "
              "bounds are allowed. A default without a published source is of kind "
              "`assumed`. Sources stand as they were written, in every language.\n\n"
              "| name | meaning | default | unit or choices | bounds | class | kind | "
              "source |\n"),
        out);
    fputs("|---|---|---|---|---|---|---|---|\n", out);
}

pc_status
pc_paramdoc_write(FILE *out, pc_paramdoc_format format, pc_lang lang,
    const char *const *names, size_t num_names, char *text, size_t size)
{
    const pc_status status = check_names(names, num_names, lang, text, size);
    if (status != PC_OK) {
        return status;
    }
    if (format == PC_PARAMDOC_MARKDOWN) {
        write_markdown_head(out, lang);
    } else if (format == PC_PARAMDOC_JSON) {
        fputc('[', out);
    }
    int first = 1;
    for (size_t i = 0; i < PC_NUM_PARAMS; i++) {
        if (!is_wanted(i, names, num_names)) {
            continue;
        }
        if (format == PC_PARAMDOC_JSON) {
            write_json(out, i, first);
        } else if (format == PC_PARAMDOC_MARKDOWN) {
            write_markdown(out, i, lang);
        } else {
            write_text(out, i, lang);
        }
        first = 0;
    }
    if (format == PC_PARAMDOC_JSON) {
        fputs("\n]\n", out);
    }
    return ferror(out) ? PC_ERR_IO : PC_OK;
}
