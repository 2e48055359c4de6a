#include "tools/report/html.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"

void
pc_html_text(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '&':
            fputs("&amp;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            fputc(*text, out);
        }
    }
}

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
write_style(FILE *out)
{
    for (const char *const *line = pc_page_style; *line != NULL; line++) {
        fprintf(out, "%s\n", *line);
    }
}

/* `size` bytes given as hexadecimal digits, in base64. */
static void
write_base64(FILE *out, const char *hex, size_t size)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static const char hexadecimal[] = "0123456789abcdef";
    for (size_t k = 0; k < size; k += 3) {
        uint32_t three = 0;
        for (size_t i = 0; i < 3; i++) {
            uint32_t byte = 0;
            if (k + i < size) {
                byte = (uint32_t) (strchr(hexadecimal, hex[2 * (k + i)]) - hexadecimal)
                           << 4
                       | (uint32_t) (strchr(hexadecimal, hex[2 * (k + i) + 1])
                                     - hexadecimal);
            }
            three = three << 8 | byte;
        }
        for (size_t i = 0; i < 4; i++) {
            fputc(k + i > size ? '=' : digits[three >> (18 - 6 * i) & 63], out);
        }
    }
}

/* Lets in the style sheet and nothing else: no script, no network. */
static void
write_policy(FILE *out)
{
    char *text = NULL, hex[PC_SHA256_SIZE];
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (memory == NULL) {
        return;
    }
    write_style(memory);
    if (fclose(memory) == 0) {
        pc_sha256_bytes(text, size, hex);
        fputs("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
              "'none'; style-src 'sha256-",
            out);
        write_base64(out, hex, (PC_SHA256_SIZE - 1) / 2);
        fputs("'; base-uri 'none'; form-action 'none'\">\n", out);
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
    write_policy(out);
    fputs("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
          "<title>",
        out);
    pc_html_text(out, question);
    fputs("</title>\n<style>", out);
    write_style(out);
    fputs("</style>\n</head>\n<body>\n", out);
}

void
pc_page_write(const pc_page_t *self, FILE *out)
{
    static const pc_lang langs[] = { PC_LANG_JA, PC_LANG_EN };
    write_head(self, out);
    for (size_t k = 0; k < 2; k++) {
        fprintf(out, "<input type=\"radio\" name=\"lang\" id=\"%s\"%s>\n",
            pc_lang_id(langs[k]), langs[k] == self->lang ? " checked" : "");
    }
    fputs("<nav class=\"top\">", out);
    for (size_t k = 0; k < 2; k++) {
        fprintf(out, "<label for=\"%s\" lang=\"%s\">%s</label>", pc_lang_id(langs[k]),
            pc_lang_id(langs[k]),
            pc_text_of(langs[k], "name of the language itself", "English"));
    }
    fputs("</nav>\n", out);
    for (size_t k = 0; k < 2; k++) {
        fprintf(out, "<article lang=\"%s\">\n", pc_lang_id(langs[k]));
        pc_sheets_write(self, langs[k], out);
        fputs("</article>\n", out);
    }
    fputs("</body>\n</html>\n", out);
}
