#!/usr/bin/python3
"""Writes small PNG files of every kind with the pixels that Pillow reads in them, for the tests of PngFile.

ImageMagick 6 writes the files (apt-get install imagemagick python3-pil): Pillow writes neither interlaced files nor 16-bit colour.
"""

import base64
import io
import json
import pathlib
import random
import subprocess

from PIL import Image

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 11, 9


def source(seed, levels, channels):
    draw = random.Random(seed)
    step = 255 // (levels - 1)
    # Smooth on the left and random on the right, so that a writer's choice of filters has something to choose.
    return bytes(step * (draw.randrange(levels) if x > 5 else (x * 2 + y + c) % levels) for y in range(HEIGHT) for x in range(WIDTH) for c in range(channels))


def picture(name, levels, channels, *options):
    kind = {1: "gray", 3: "rgb", 4: "rgba"}[channels]
    command = ["convert", "-depth", "8", "-size", f"{WIDTH}x{HEIGHT}", f"{kind}:-", *options, "png:-"]
    png = subprocess.run(command, input=source(name, levels, channels), check=True, capture_output=True).stdout
    depth, color, interlaced = png[24], png[25], png[28]
    pixels = Image.open(io.BytesIO(png))
    if pixels.mode.startswith("I"):
        rgba = [(v // 257,) * 3 + (255,) for v in pixels.getdata()]
    else:
        rgba = list(pixels.convert("RGBA").getdata())
    return {"name": f"{name}: depth {depth}, colour type {color}, interlace {interlaced}", "png": base64.b64encode(png).decode(),
            "width": WIDTH, "height": HEIGHT, "rgba": [v for p in rgba for v in p]}


def pictures():
    out = []
    for interlace in ([], ["-interlace", "PNG"]):
        tag = " interlaced" if interlace else ""
        for filters in range(6):
            out.append(picture(f"filter {filters}{tag}", 256, 3, "-define", "png:color-type=2", "-define", f"png:compression-filter={filters}", *interlace))
        for depth in (1, 2, 4, 8, 16):
            out.append(picture(f"gray {depth}{tag}", min(256, 2 ** depth), 1, "-define", "png:color-type=0", "-define", f"png:bit-depth={depth}", *interlace))
        for depth in (1, 2, 4, 8):
            out.append(picture(f"palette {depth}{tag}", 2, 1 if depth == 1 else 3, "-define", "png:color-type=3", "-define", f"png:bit-depth={depth}", *interlace))
        out.append(picture(f"palette with alpha{tag}", 2, 4, "-define", "png:color-type=3", *interlace))
        for color in (2, 4, 6):
            for depth in (8, 16):
                out.append(picture(f"colour type {color}, {depth}{tag}", 256, 3 if color == 2 else 4, "-define", f"png:color-type={color}", "-define", f"png:bit-depth={depth}",
                                   *(["-colorspace", "gray"] if color == 4 else []), *interlace))
    return out


if __name__ == "__main__":
    found = pictures()
    path = HERE.parent / "Nabla.Datasets.Tests" / "Pictures.json"
    path.write_text("[\n" + ",\n".join(json.dumps(p, separators=(",", ":")) for p in found) + "\n]\n", encoding="utf-8")
    print(f"{path.name}: {len(found)} pictures, {path.stat().st_size / 1024:.0f} KB")
