# rows.awk - the cells of a CSV file, for the scripts that read tables by the names of their columns.

{ sub(/\r$/, ""); sub(/^\357\273\277/, "") } # several tables may follow each other, each with its mark

# The columns by their names, from the row with the names.
function read_columns(    num, i)
{
    split("", column)
    num = fields($0)
    for (i = 1; i <= num; i++) column[field[i]] = i
}

# A number as it stands, "?" if there is none.
function value(name,    v)
{
    v = field[column[name]]
    return v ~ /^-?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?$/ ? v : "?"
}

# In a table for people an apostrophe stands before what a spreadsheet would take for a formula (model/output/cells.h).
function plain(cell)
{
    if (cell ~ /^\047+[-=+@\t\r]/) sub(/^\047/, "", cell)
    return cell
}

# Cells of a row; quotes as in RFC 4180.
function fields(row,    n, pos, c, cell, quoted)
{
    n = 0
    cell = ""
    quoted = 0
    for (pos = 1; pos <= length(row); pos++) {
        c = substr(row, pos, 1)
        if (quoted) {
            if (c != "\"") cell = cell c
            else if (substr(row, pos + 1, 1) == "\"") { cell = cell c; pos++ }
            else quoted = 0
        } else if (c == "\"") quoted = 1
        else if (c == ",") { field[++n] = plain(cell); cell = "" }
        else cell = cell c
    }
    field[++n] = plain(cell)
    return n
}
