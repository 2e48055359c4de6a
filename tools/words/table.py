#!/usr/bin/env python3
"""table.py CATALOGUE.mo - the compiled catalogue as the C table that program and page are built with.

Prints model/base/words_ja.c: every message of the program once, in order of the bytes of its key, as strcmp has it.
The words on the plots are in a file of theirs (plots.py).
"""
import struct
import sys


def messages(path):
    """Keys and texts of a compiled catalogue (GNU gettext's .mo form)."""
    with open(path, "rb") as file:
        data = file.read()
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    _, _, number, keys, texts = struct.unpack(order + "5I", data[:20])

    def item(table, k):
        length, start = struct.unpack(order + "2I", data[table + 8 * k : table + 8 * k + 8])
        return data[start : start + length]

    return [(item(keys, k), item(texts, k)) for k in range(number)]


def literal(raw):
    """A C string; what is not ASCII stands as it is, so that the table can be read."""
    out = []
    for char in raw.decode("utf-8"):
        if char in '"\\':
            out.append("\\" + char)
        elif char == "\n":
            out.append("\\n")
        elif ord(char) < 32:
            out.append("\\%03o" % ord(char))
        else:
            out.append(char)
    return '"' + "".join(out).replace("??", "?\\?") + '"'


def main():
    print("/* words_ja.c - the catalogue in Japanese, made by `make words` from\n * tools/words/ja.po: change that. */")
    print('#include "base/words.h"\n\n/* clang-format off */\nconst pc_word_t pc_words_ja[] = {')
    rows = sorted((key, text) for key, text in messages(sys.argv[1]) if key and not key.startswith(b"plots "))
    for key, text in rows:
        print("    { %s,\n      %s }," % (literal(key), literal(text)))
    print("};\n/* clang-format on */\n\nconst size_t pc_num_words_ja = sizeof(pc_words_ja) / sizeof(pc_words_ja[0]);")


if __name__ == "__main__":
    main()
