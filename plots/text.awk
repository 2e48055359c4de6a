# text.awk - words from files we do not control, made safe to draw, and our own labels. Needs LC_ALL=C (bytes).

# The label L_name of labels.gp, in the language of the plots.
function text_of(name,    row, part)
{
    while ((getline row <"labels.gp") > 0) {
        if (split(row, part, /^L_| = \047|\047$/) == 4) text_label[part[2]] = part[3]
    }
    return text_label[name]
}

function text_init(    i)
{
    for (i = 1; i < 256; i++) {
        text_ord[sprintf("%c", i)] = i
    }
}

# One UTF-8 character from text[pos]: sets text_len and returns its code point, or -1 (text_len 1)
# if the bytes are not UTF-8.
function text_code(text, pos,    c, n, code, i, b)
{
    text_len = 1
    c = text_ord[substr(text, pos, 1)] + 0
    if (c < 128) {
        return c
    }
    if (c < 194 || c > 244) {
        return -1
    }
    n = c < 224 ? 1 : c < 240 ? 2 : 3
    code = c < 224 ? c - 192 : c < 240 ? c - 224 : c - 240
    for (i = 1; i <= n; i++) {
        b = text_ord[substr(text, pos + i, 1)] + 0
        if (b < 128 || b > 191) {
            return -1
        }
        code = code * 64 + b - 128
    }
    if ((n == 2 && code < 2048) || (n == 3 && code < 65536) || code > 1114111 \
        || (code >= 55296 && code <= 57343)) {
        return -1
    }
    text_len = n + 1
    return code
}

# Characters that draw nothing, turn the direction of the text, or are not allowed in SVG.
function text_bad(code)
{
    return code < 32 || (code >= 127 && code < 160) || code == 173 || code == 1564 \
        || (code >= 8203 && code <= 8207) || (code >= 8232 && code <= 8238) \
        || (code >= 8288 && code <= 8303) || (code >= 57344 && code <= 63743) \
        || (code >= 64976 && code <= 65007) || (code >= 65024 && code <= 65039) || code == 65279 \
        || (code >= 65520 && code <= 65535) || code >= 917504
}

function text_wide(code)
{
    return code >= 4352 && (code < 4448 || code >= 11904) && !(code >= 65377 && code <= 65500)
}

# `text` without control characters and broken bytes, blanks folded, at most `columns` wide (a
# Japanese character counts two); what is longer ends with "..." after a whole word. The non-ASCII
# code points kept are noted in text_seen[]; those in text_missing[] become "?".
function text_clean(text, columns,    out, pos, n, code, width, blank, piece)
{
    n = length(text)
    out = ""
    width = 0
    blank = 0
    for (pos = 1; pos <= n; pos += text_len) {
        code = text_code(text, pos)
        if (code == -1 || text_bad(code) || code == 32 || code == 12288) {
            blank = out != ""
            continue
        }
        piece = substr(text, pos, text_len)
        if (code in text_missing) {
            piece = "?"
        } else if (code > 127) {
            text_seen[code] = 1
        }
        width += blank + (text_wide(code) ? 2 : 1)
        if (width > columns) {
            return substr(out, 1, text_fit(out (blank ? " " : "") piece, columns - 3)) "..."
        }
        out = out (blank ? " " : "") piece
        blank = 0
    }
    return out
}

# No line begins with these.
function text_closes(code)
{
    return code == 12289 || code == 12290 || code == 12301 || code == 12303 || code == 12305 \
        || code == 12539 || code == 12540 || code == 65281 || code == 65289 || code == 65292 \
        || code == 65294 || code == 65311
}

# Bytes of the longest head of a clean text that is at most `columns` wide and ends where a line may:
# before a blank, or beside a Japanese character. Of one long word, as much of it as there is room for.
function text_fit(text, columns,    pos, n, code, width, before, end)
{
    n = length(text)
    width = 0
    end = 0
    before = 0
    for (pos = 1; pos <= n; pos += text_len) {
        code = text_code(text, pos)
        if (code == 32 || (pos > 1 && before != 32 && (text_wide(code) || text_wide(before)) && !text_closes(code))) {
            end = pos - 1
        }
        width += text_wide(code) ? 2 : 1
        if (width > columns && code != 32) {
            return end ? end : pos - 1
        }
        before = code
    }
    return n
}

# Bytes of the first line of a text that goes on: one character does not stand alone on the next.
function text_head(text, columns,    fit, rest)
{
    fit = text_fit(text, columns)
    rest = substr(text, fit + 1)
    text_code(rest, 1)
    if (rest != "" && text_len == length(rest) && rest !~ /^ /) fit = text_fit(text, columns - 2)
    return fit
}

# `text`, cleaned, in at most `lines` lines of `columns`: text_line[1] and so on. Returns their number.
function text_wrap(text, columns, lines,    n, fit)
{
    text = text_clean(text, columns * lines)
    for (n = 1; n < lines && (fit = text_head(text, columns)) < length(text); n++) {
        text_line[n] = substr(text, 1, fit)
        text = substr(text, fit + 1)
        sub(/^ /, "", text)
    }
    text_line[n] = text_clean(text, columns)
    return n
}

# A gnuplot expression for a text. In single quotes nothing is special but the quote itself, which gnuplot does not read at
# the beginning or twice. So its code stands in double quotes by itself: what looks for @macros before a line is read counts
# quotes of both kinds, and a text in double quotes could hold a command in backquotes.
function text_quote(text)
{
    gsub(/'/, "'.\"\\047\".'", text)
    return "'" text "'"
}

function text_utf8(code)
{
    if (code == 0 || (code >= 55296 && code <= 57343)) {
        return ""
    }
    if (code < 128) {
        return sprintf("%c", code)
    }
    if (code < 2048) {
        return sprintf("%c%c", 192 + int(code / 64), 128 + code % 64)
    }
    if (code < 65536) {
        return sprintf("%c%c%c", 224 + int(code / 4096), 128 + int(code / 64) % 64, 128 + code % 64)
    }
    return sprintf("%c%c%c%c", 240 + int(code / 262144), 128 + int(code / 4096) % 64,
        128 + int(code / 64) % 64, 128 + code % 64)
}

function text_hex(digits,    i, value)
{
    value = 0
    digits = tolower(digits)
    for (i = 1; i <= length(digits); i++) {
        value = value * 16 + index("0123456789abcdef", substr(digits, i, 1)) - 1
    }
    return value
}
