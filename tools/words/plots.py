#!/usr/bin/env python3
"""plots.py - the words on the plots, plots/labels.en.gp, as messages of the catalogue and in Japanese.

    plots.py messages                    the labels as lines of C, for xgettext
    plots.py labels CATALOGUE.mo         plots/labels.ja.gp

A label's name is the context of its message: equal words may be other words in Japanese.
"""
import re
import sys

from table import literal, messages

ENGLISH = "plots/labels.en.gp"


def lines():
    """Every line with the label's name and its text; both are None where a line has none."""
    with open(ENGLISH, encoding="utf-8") as file:
        for number, line in enumerate(file.read().splitlines(), 1):
            found = re.fullmatch(r"""L_(\w+) = (?:'([^']*)'|"((?:[^"\\]|\\n)*)")""", line)
            if found:
                yield line, found[1], found[2] if found[2] is not None else found[3].replace("\\n", "\n")
            elif not line or line.startswith("#"):
                yield line, None, None
            else:
                sys.exit("%s:%d: no label: L_name = 'text'" % (ENGLISH, number))


def quoted(text):
    """A text of gnuplot: nothing is special between single quotes but these."""
    if "'" in text or "\n" in text:
        return '"%s"' % text.replace("\n", "\\n")
    return "'%s'" % text


def main():
    if sys.argv[1] == "messages":
        for _, name, text in lines():
            if name:
                form = "c-format" if re.search(r"%(0?\d?d|s|%)", text) else "no-c-format"
                print('/* xgettext:%s */ NC_("plots %s", %s)' % (form, name, literal(text.encode())))
        return
    words = dict(messages(sys.argv[2]))
    print("# labels.ja.gp - the words on the plots in Japanese, made by `make words` from tools/words/ja.po: change that.")
    for line, name, text in lines():
        if name:
            key = b"plots %s\4%s" % (name.encode(), text.encode())
            print("L_%s = %s" % (name, quoted(words.get(key, text.encode()).decode())))
        elif not line:
            print()


main()
