# man.awk - a manual page from what `panelcast COMMAND --help` prints, or `panelcast --help` (command empty).
#
#   awk -v command=run -v summary='run a scenario' -v version='panelcast 0.1.0' -f tools/docs/man.awk
#
# Lines that begin with a dash are options; what stands after two spaces explains them, and deeper lines go on.
# The list under "commands:" becomes one too. "example:" begins the last section, which is kept line by line.
function plain(text) {
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    gsub(/'/, "\\(aq", text)
    return text
}
function line(text) { # a dot at the start of a line would be a request
    text = plain(text)
    print (text ~ /^\./ ? "\\&" : "") text
}
function tagged(tag) {
    print ".TP"
    tag = plain(tag)
    gsub(/(\\-)?\\-[a-z]+(\\-[a-z]+)*/, "\\fB&\\fR", tag)
    print tag
}
function entry(text,  at) { # TAG  EXPLANATION
    sub(/^ +/, "", text)
    at = match(text, /  +/)
    tagged(at ? substr(text, 1, at - 1) : text)
    if (at) line(substr(text, at + RLENGTH))
    open = 1
}
BEGIN {
    name = command == "" ? "panelcast" : "panelcast-" command
    printf ".TH %s 1 \"\" \"%s\" \"User commands\"\n", toupper(name), version
    print ".SH NAME"
    print plain(name) " \\- " plain(summary)
}
NR == 1 {
    sub(/^usage: /, "")
    sub(/ +$/, "")
    print ".SH SYNOPSIS"
    print plain($0)
    print ".SH DESCRIPTION"
    next
}
/^examples?: / {
    print ".SH EXAMPLES\n.nf"
    examples = 1
    sub(/^examples?: */, "")
}
examples {
    sub(/^          ? /, "")
    if ($0 != "") line($0)
    next
}
/^$/ { parted = 1; next }
/^commands:$/ {
    print ".SH COMMANDS"
    commands = 1
    next
}
commands && /^  / {
    word = $1
    sub(/^ *[^ ]+ +/, "")
    print ".TP\n\\fB" plain("panelcast-" word) "\\fR(1)"
    line($0)
    next
}
/^ +-/ { entry($0); parted = 0; next }
open && /^ +[^ ]/ { sub(/^ +/, ""); line($0); next }
{
    if (parted && begun) print ".PP"
    begun = 1
    parted = open = commands = 0
    sub(/^ +/, "")
    line($0)
}
END { if (examples) print ".fi" }
