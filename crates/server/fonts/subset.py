"""Makes NotoSansSC-{Regular,Bold}.otf of Noto Sans CJK; README.md says how to call it.

Characters: GB 2312, the 5401 frequent ones of Big5, Latin with its accents, punctuation, and those
of the names and dishes that both lack.
"""

import itertools
import sys

from fontTools import subset
from fontTools.ttLib import TTCollection

EXTRA = "喆堃囍囧犇骉珺赟翀祎嘢冇佢哋嘅咗啱嚟焗裏鷄镕"
RANGES = [(0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2027), (0x2030, 0x203E), (0x3000, 0x3017), (0xFF01, 0xFF5E)]
SINGLE = [0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0xFFE5]
SC = 2  # The face for mainland China in the collection.


def encoded(codec, first, second, last):
    for pair in itertools.product(first, second):
        if pair <= last:
            try:
                yield from map(ord, bytes(pair).decode(codec))
            except UnicodeDecodeError:
                pass


def characters():
    low = range(0xA1, 0xFF)
    yield from encoded("gb2312", range(0xA1, 0xF8), low, (0xF7, 0xFE))
    yield from encoded("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *low], (0xC6, 0x7E))
    for first, last in RANGES:
        yield from range(first, last + 1)
    yield from SINGLE
    yield from map(ord, EXTRA)


def main(folder):
    for weight in ["Regular", "Bold"]:
        font = TTCollection(f"{folder}/NotoSansCJK-{weight}.ttc").fonts[SC]
        options = subset.Options(hinting=False, layout_features=["kern"], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=set(characters()))
        subsetter.subset(font)
        font.save(f"NotoSansSC-{weight}.otf")


main(sys.argv[1])
