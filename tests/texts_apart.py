"""No two texts of a plot meet, and none leaves the picture: reads the SVG files that plots/draw.sh makes.

    python3 tests/texts_apart.py FILE.svg ...

The width of a text is estimated from its characters, so that texts have to overlap by two pixels to be told.
"""
import re
import sys

TEXT = re.compile(r'<g transform="translate\(([-\d.]+),([-\d.]+)\)(\s*rotate\(([-\d.]+)\))?"([^>]*)>\s*<text>(.*?)</text>', re.S)
WIDE, DIGIT, NARROW, OTHER = 1.0, 0.58, 0.28, 0.5 # of the size of the font


def width(text, size):
    return sum(size * (WIDE if ord(c) > 0x2e80 else DIGIT if c.isdigit() else NARROW if c in ",. :|" else OTHER) for c in text)


def boxes(path):
    """Every text with its left, right, upper and lower edge."""
    found = []
    with open(path, encoding="utf-8") as svg:
        for match in TEXT.finditer(svg.read()):
            x, y, turned, attributes, body = float(match[1]), float(match[2]), match[4], match[5], match[6]
            text = re.sub(r"<[^>]*>", "", body).strip()
            if not text:
                continue
            size = float(re.search(r'font-size="([\d.]+)"', attributes + body)[1])
            long = width(text, size)
            anchor = re.search(r'text-anchor="(\w+)"', attributes)
            before = {"start": 0, "middle": long / 2, "end": long}[anchor[1] if anchor else "start"]
            if turned: # reads upwards
                found.append((text, x - 0.8 * size, x + 0.2 * size, y + before - long, y + before))
            else:
                found.append((text, x - before, x - before + long, y - 0.75 * size, y + 0.1 * size))
    return found


def main():
    faults = 0
    for path in sys.argv[1:]:
        texts = boxes(path)
        if len(texts) < 10:
            sys.exit(f"{path}: only {len(texts)} texts were found")
        for i, a in enumerate(texts):
            for b in texts[:i]:
                if a[1] < b[2] - 2 and b[1] < a[2] - 2 and a[3] < b[4] - 2 and b[3] < a[4] - 2:
                    print(f"{path}: '{a[0]}' and '{b[0]}' meet")
                    faults += 1
            if a[1] < -2 or a[2] > 1604 or a[4] > 902:
                print(f"{path}: '{a[0]}' leaves the picture")
                faults += 1
    sys.exit(faults > 0)


main()
