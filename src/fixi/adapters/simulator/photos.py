"""Photos that people of the town can send: drawn here, so that nobody's flat is in them."""

import io
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from PIL import Image, ImageDraw

SIZE = (320, 240)
WALL, TILE, STEEL, DARK = "#dfe6e4", "#c3cfcc", "#8d9a9e", "#3d464a"
WATER, WOOD, WHITE, SPARK = "#4f9bd0", "#a9794b", "#f7f8f6", "#f2b632"

type Pen = ImageDraw.ImageDraw


def _tap(pen: Pen) -> None:
    pen.rectangle((60, 96, 190, 118), fill=STEEL)
    pen.rectangle((168, 96, 192, 150), fill=STEEL)
    pen.rectangle((92, 66, 112, 98), fill=DARK)
    pen.ellipse((76, 54, 128, 72), fill=STEEL)
    for top in (158, 180, 202):
        pen.polygon(((180, top), (172, top + 14), (188, top + 14)), fill=WATER)
        pen.ellipse((172, top + 8, 188, top + 22), fill=WATER)
    pen.ellipse((90, 212, 270, 236), fill=WATER)


def _socket(pen: Pen) -> None:
    pen.rounded_rectangle((95, 50, 225, 190), 14, fill=WHITE, outline=STEEL, width=3)
    pen.ellipse((118, 78, 202, 162), fill="#e6e9e7", outline=STEEL, width=3)
    for left in (138, 170):
        pen.ellipse((left, 108, left + 14, 132), fill=DARK)
    pen.ellipse((176, 60, 262, 132), fill="#5b5049")
    pen.polygon(((210, 40), (188, 92), (208, 88), (196, 128), (232, 76), (212, 80), (228, 44)), fill=SPARK)


def _fridge(pen: Pen) -> None:
    pen.rounded_rectangle((110, 22, 214, 220), 8, fill=WHITE, outline=STEEL, width=3)
    pen.line((110, 92, 214, 92), fill=STEEL, width=3)
    pen.rectangle((120, 54, 126, 84), fill=DARK)
    pen.rectangle((120, 104, 126, 150), fill=DARK)
    pen.ellipse((70, 214, 262, 238), fill=WATER)


PHOTOS: Mapping[str, Callable[[Pen], None]] = MappingProxyType({"tap": _tap, "socket": _socket, "fridge": _fridge})


@cache
def photo(name: str) -> bytes:
    """The JPEG of this name; KeyError when nobody has drawn it."""
    image = Image.new("RGB", SIZE, WALL)
    pen = ImageDraw.Draw(image)
    for x in range(0, SIZE[0], 40):
        pen.line((x, 0, x, SIZE[1]), fill=TILE)
    for y in range(0, SIZE[1], 40):
        pen.line((0, y, SIZE[0], y), fill=TILE)
    pen.rectangle((0, 222, SIZE[0], SIZE[1]), fill=WOOD)
    PHOTOS[name](pen)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()
