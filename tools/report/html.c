#include "tools/report/html.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"

/* A minus stands before a digit and after nothing that it could join. */
void
pc_html_signed(FILE *out, const char *text)
{
    char before = ' ';
    for (; *text != '\0'; text++) {
        const int digit = text[1] >= '0' && text[1] <= '9';
        if (*text == '-' && digit && (before < '0' || before > '9')
            && (before < 'A' || (before & 0x80) != 0)) {
            fputs("<span class=\"m\">-</span>", out);
        } else {
            const char one[2] = { *text, '\0' };
            pc_html_text(out, one);
        }
        before = *text;
    }
}

/* The style sheet as it stands between its tags. */
static void
write_style(const pc_page_t *self, FILE *out)
{
    for (const char *const *line = pc_page_style; *line != NULL; line++) {
        fprintf(out, "%s\n", *line);
    }
    if (self->parts != NULL) {
        fputs(self->parts->style, out);
    }
}

/* The sum of a text as a policy names it. */
static void
write_hash(FILE *out, const char *text, size_t size)
{
    char hex[PC_SHA256_SIZE];
    unsigned char bytes[(PC_SHA256_SIZE - 1) / 2];
    pc_sha256_bytes(text, size, hex);
    for (size_t k = 0; k < sizeof(bytes); k++) {
        const char pair[3] = { hex[2 * k], hex[2 * k + 1], '\0' };
        bytes[k] = (unsigned char) strtoul(pair, NULL, 16);
    }
    fputs("'sha256-", out);
    pc_base64_write(out, bytes, sizeof(bytes));
    fputc('\'', out);
}

/* Lets in the style sheet, and with an explorer its script, its model and a worker made
 * of that script; nothing else, and no network. */
static void
write_policy(const pc_page_t *self, FILE *out)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (memory == NULL) {
        return;
    }
    write_style(self, memory);
    if (fclose(memory) == 0) {
        fputs("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
              "'none'; style-src ",
            out);
        write_hash(out, text, size);
        if (self->parts != NULL) {
            fputs("; script-src ", out);
            write_hash(out, self->parts->script, strlen(self->parts->script));
            fputs(" 'wasm-unsafe-eval'; worker-src blob:; img-src blob:", out);
        }
        fputs("; base-uri 'none'; form-action 'none'\">\n", out);
    }
    free(text);
}

static void
write_head(const pc_page_t *self, FILE *out)
{
    char question[PC_SENTENCE_SIZE];
    pc_report_question(self->report, self->lang, question);
    fprintf(out,
        "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
        pc_lang_id(self->lang));
    write_policy(self, out);
    fputs("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
          "<title>",
        out);
    pc_html_text(out, question);
    fputs("</title>\n<style>", out);
    write_style(self, out);
    fputs("</style>\n</head>\n<body>\n", out);
}

/* A text in both languages, of which the style sheet shows one. */
static void
write_both(FILE *out, const char *const texts[PC_NUM_LANGS])
{
    for (int k = 0; k < PC_NUM_LANGS; k++) {
        fprintf(out, "<span lang=\"%s\">", pc_lang_id((pc_lang) k));
        pc_html_text(out, texts[k]);
        fputs("</span>", out);
    }
}

#define BOTH(english)                                                                   \
    (const char *const[])                                                               \
    {                                                                                   \
        pc_text(PC_LANG_EN, english), pc_text(PC_LANG_JA, english)                      \
    }

/* Languages, and the two views where there are two. */
static void
write_top(const pc_page_t *self, FILE *out)
{
    static const pc_lang langs[] = { PC_LANG_JA, PC_LANG_EN };
    for (size_t k = 0; k < 2; k++) {
        fprintf(out, "<input type=\"radio\" name=\"lang\" id=\"%s\"%s>\n",
            pc_lang_id(langs[k]), langs[k] == self->lang ? " checked" : "");
    }
    fputs("<nav class=\"top\">", out);
    if (self->parts != NULL) {
        fputs("<a href=\"#report\">", out);
        write_both(out, BOTH("Report"));
        fputs("</a><a href=\"#explorer\" class=\"go\">", out);
        write_both(out, BOTH("Explorer: change assumptions"));
        fputs("</a>", out);
    }
    for (size_t k = 0; k < 2; k++) {
        fprintf(out, "<label for=\"%s\" lang=\"%s\">%s</label>", pc_lang_id(langs[k]),
            pc_lang_id(langs[k]),
            pc_text_of(langs[k], "name of the language itself", "English"));
    }
    fputs("</nav>\n", out);
    if (self->parts != NULL) {
        fputs("<p class=\"cannot\">", out);
        write_both(out,
            BOTH("The explorer is starting. While this line stands, this page cannot "
                 "calculate here (previews and mail programs run no script): save the "
                 "file and open it in Edge, Chrome or Firefox. The report can be read "
                 "all the same."));
        fputs("</p>\n", out);
    }
}

/* The explorer: what it rests on, a place for a saved setting, the model and the script.
 */
static pc_status
write_explorer(const pc_page_t *self, FILE *out, pc_diags_t *diags)
{
    const pc_embed_t embed = { .report = self->report,
        .info = self->info,
        .made_on = self->made_on,
        .data_as_of = self->data_as_of,
        .sets = self->sets,
        .num_sets = self->num_sets };
    fputs(
        "<main id=\"explorer\"></main>\n<script type=\"application/json\" id=\"data\">",
        out);
    const pc_status status = pc_embed_write(&embed, out, diags);
    fprintf(out,
        "</script>\n<script type=\"application/json\" id=\"setting\">null</script>\n"
        "<script type=\"text/plain\" id=\"core\">%s</script>\n<script id=\"code\">%s"
        "</script>\n",
        self->parts->core, self->parts->script);
    return status;
}

pc_status
pc_page_write(const pc_page_t *self, FILE *out, pc_diags_t *diags)
{
    static const pc_lang langs[] = { PC_LANG_JA, PC_LANG_EN };
    pc_status status = PC_OK;
    write_head(self, out);
    write_top(self, out);
    for (size_t k = 0; k < 2; k++) {
        fprintf(out, "<article lang=\"%s\">\n", pc_lang_id(langs[k]));
        pc_sheets_write(self, langs[k], out);
        fputs("</article>\n", out);
    }
    if (self->parts != NULL) {
        status = write_explorer(self, out, diags);
    }
    fputs("</body>\n</html>\n", out);
    return status;
}
