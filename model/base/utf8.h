/* utf8.h - what is a character of UTF-8 (RFC 3629). */
#ifndef PC_BASE_UTF8_H
#define PC_BASE_UTF8_H

#include <stddef.h>

/* Bytes of the character at `text`, of which `left` (at least 1) may be read; 0 if it is
 * not one: cut short, an overlong form, a surrogate, or past U+10FFFF. */
size_t pc_utf8_length(const char *text, size_t left);

/* Is all of `text` characters, and none of them a control character? */
int pc_utf8_is_plain(const char *text);

/* Makes it so: what is neither becomes a question mark. */
void pc_utf8_make_plain(char *text);

/* Has `text` nothing that is seen: is it empty, or spaces of any width, tabs and line
 * ends? */
int pc_utf8_is_blank(const char *text);

/* 1 if the bytes are Shift-JIS (CP932) with characters of two bytes, as Excel on a
 * Japanese PC saves "CSV"; text that is UTF-8 may be that too. */
int pc_is_shift_jis(const char *data, size_t size);

#endif
