# words.awk - who made the result: reads manifest.json and summary.json on the standard input, one
# after the other (either may be missing), and writes gnuplot definitions. Needs text.awk. Of many runs
# the file `dates` gets the dates of both readings of "about 460": A or B, level, month or none.
#   -v lang=en|ja   -v missing="12354 ..." code points no font has   -v codes=FILE gets those seen

BEGIN {
    text_init()
    n = split(missing, list, " ")
    for (i = 1; i <= n; i++) {
        text_missing[list[i]] = 1
    }
}

{ json = json $0 "\n" }

END {
    json_read(json)
    name = json_find("scenario") != "" ? json_find("scenario") : json_find("name")
    other = lang == "ja" ? "en" : "ja"
    title = json_find("title_" lang)
    if (title == "") title = json_find("title." lang)
    if (title == "") title = json_find("title_" other)
    if (title == "") title = json_find("title." other)
    if (title == "") title = name
    put("RUN_NAME", name, 44)
    put("RUN_TITLE", title, 100)
    put("RUN_SEED", json_find("seed"), 24)
    put("RUN_VERSION", json_find("version"), 24)
    mode = json_find("mode")
    runs = number("draws") * number("replicates")
    print "RUN_RUNS = " runs "\nRUN_DRAWS = " (json_find("draws") + 0 > 0 ? number("draws") : 0) "\nRUN_REPLICATES = " number("replicates")
    # Parameters of one draw: the one run of --draws 1, or the member that --draw chose.
    print "RUN_DRAW = " (json_find("draws") + 0 == 1 ? 1 : json_find("draw") + 0 > 0 ? number("draw") : 0)
    put("RUN_MODE", mode, 20)
    print "RUN_PART = " (json_find("interrupted") == "true") "\nRUN_DONE = " number("runs_done")
    print "RUN_ASKED = " (json_find("runs_asked") == "" ? 0 : number("runs_asked"))
    state = json_find("from_state")
    print "RUN_STATE = '" (state ~ /^[12][0-9][0-9][0-9]-[01][0-9]$/ ? state : "") "'"
    put_dates()
    for (code in text_seen) {
        printf "%d %x\n", code, code > codes
    }
}

# A count, 1 if it is not given.
function number(key,    value)
{
    value = json_find(key)
    return value ~ /^[0-9][0-9]?[0-9]?[0-9]?[0-9]?[0-9]?[0-9]?[0-9]?$/ && value > 0 ? value + 0 : 1
}

function put_dates(    i, k, path, level, month, name)
{
    for (i = 0; ("milestones." i ".id") in json_value; i++) {
        path = "milestones." i "."
        name = ""
        if (json_value[path "variable"] == "Sites|Total" && json_value[path "at_least"] == "460") name = "A"
        if (json_value[path "variable"] == "Base Hospitals|Uncovered" && json_value[path "at_most"] == "0.5") name = "B"
        path = path "dates.quantiles."
        for (k = 0; name != "" && (path k ".level") in json_value; k++) {
            level = json_value[path k ".level"]
            month = json_value[path k ".month"]
            if (level !~ /^0\.[0-9][0-9]?$/) continue
            print name, level, month ~ /^[12][0-9][0-9][0-9]-[01][0-9]$/ ? month : "none" > "dates"
        }
    }
}

function put(key, value, columns)
{
    print key " = " text_quote(text_clean(value, columns))
}

# Values by path ("title.en", "inputs.2.name"), strings decoded. A lenient reader: the files are our
# own, and whatever comes out is cleaned and quoted.
function json_read(text,    n, pos, c, depth, path, key, want_key, word, start)
{
    n = length(text)
    depth = 0
    path[0] = ""
    want_key = 0
    key = ""
    for (pos = 1; pos <= n; pos++) {
        c = substr(text, pos, 1)
        if (c == "{" || c == "[") {
            start = path[depth] (key == "" ? "" : (path[depth] == "" ? "" : ".") key)
            kind[++depth] = c
            path[depth] = start
            item[depth] = 0
            key = c == "[" ? "0" : ""
            want_key = c == "{"
        } else if (c == "}" || c == "]") {
            if (depth > 0) depth--
            key = ""
        } else if (c == ",") {
            want_key = kind[depth] == "{"
            key = want_key ? "" : "" (++item[depth])
        } else if (c == ":") {
            want_key = 0
        } else if (c == "\"") {
            word = json_string(text, pos + 1)
            pos = json_end
            if (want_key) {
                key = word
            } else {
                json_keep(path[depth], key, word)
            }
        } else if (c ~ /[-0-9a-z]/) {
            start = pos
            while (substr(text, pos + 1, 1) ~ /[-+.0-9a-zA-Z]/) pos++
            word = substr(text, start, pos - start + 1)
            json_keep(path[depth], key, word == "null" ? "" : word)
        }
    }
}

function json_keep(path, key, word)
{
    path = path == "" ? key : path "." key
    if (!(path in json_value)) {
        json_value[path] = word
    }
}

function json_string(text, pos,    out, c, code, low)
{
    out = ""
    while ((c = substr(text, pos, 1)) != "\"" && c != "") {
        if (c == "\\") {
            c = substr(text, ++pos, 1)
            if (c == "u") {
                code = text_hex(substr(text, pos + 1, 4))
                pos += 4
                if (code >= 55296 && code < 56320 && substr(text, pos + 1, 2) == "\\u") {
                    low = text_hex(substr(text, pos + 3, 4))
                    if (low >= 56320 && low < 57344) {
                        code = 65536 + (code - 55296) * 1024 + low - 56320
                        pos += 6
                    }
                }
                c = text_utf8(code)
            } else if (c ~ /[bfnrt]/) {
                c = " "
            }
        }
        out = out c
        pos++
    }
    json_end = pos
    return out
}

# The value whose path is `key` or ends in `.key`, the one least deep.
function json_find(key,    path, depth, best, found, tail)
{
    best = 0
    found = ""
    for (path in json_value) {
        tail = length(path) - length(key)
        if (path == key || (tail > 0 && substr(path, tail) == "." key)) {
            depth = split(path, json_parts, ".")
            if (best == 0 || depth < best || (depth == best && path < found_path)) {
                best = depth
                found = json_value[path]
                found_path = path
            }
        }
    }
    return found
}
