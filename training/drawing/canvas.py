"""A layer of ink weights, painted by Skia.

Source-over is linear in premultiplied colour. So the inks of a layer are painted as red, green,
blue and black, and what the canvas holds are the weights themselves (black is what is left of
alpha). A colour here is therefore a weight vector float [3]; mixing two mixes the inks.
"""

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

import numpy as np
import skia
from numpy.typing import ArrayLike, NDArray

from training.drawing import geometry
from training.drawing.geometry import Points

ATOP = skia.BlendMode.kSrcATop
ERASE = skia.BlendMode.kDstOut
KEEP_INSIDE = skia.BlendMode.kDstIn

CANVAS = 1000.0
INVISIBLE = 0.002  # alpha
_BASIS = np.array([[1.0, 0, 0], [0, 1.0, 0], [0, 0, 1.0], [0, 0, 0]])

Ink = NDArray[np.float64]
Shape = skia.Path | Points | list
Stop = tuple[float, Ink, float]  # position 0..1, ink, alpha 0..1


def mix(a: Ink, b: Ink, t: float) -> Ink:
    """Between two inks: (1 - t) of a, t of b."""
    return a * (1 - t) + b * t


def _argb(ink: Ink, alpha: float) -> int:
    return (round(255 * min(1.0, max(0.0, alpha))) << 24) | _rgb(ink.tobytes())


@lru_cache(1024)
def _rgb(ink: bytes) -> int:
    r, g, b = (round(255 * v) for v in struct.unpack("<3d", ink))
    return (r << 16) | (g << 8) | b


def linear(start: Points, end: Points, stops: Sequence[Stop]) -> skia.Shader:
    """Gradient along a line between two canvas points."""
    points = [skia.Point(float(p[0]), float(p[1])) for p in (start, end)]
    return skia.GradientShader.MakeLinear(
        points, [_argb(c, a) for _, c, a in stops], [float(t) for t, _, _ in stops]
    )


def radial(
    center: Points, rx: float, stops: Sequence[Stop], ry: float | None = None
) -> skia.Shader:
    """Gradient outwards from a canvas point, squeezed to an ellipse when `ry` is given."""
    x, y = (float(v) for v in center)
    matrix = None
    if ry is not None:
        matrix = skia.Matrix()
        matrix.setScale(1.0, float(ry / rx), x, y)
    return skia.GradientShader.MakeRadial(
        skia.Point(x, y),
        float(rx),
        [_argb(c, a) for _, c, a in stops],
        [float(t) for t, _, _ in stops],
        skia.TileMode.kClamp,
        0,
        matrix,
    )


class Ramp:
    """The inks of one material on one layer: base, shade, deep, light, line.

    `deep` is painted as shade darkened by line; an ink the layer lacks is stood in for by its
    nearest neighbour.
    """

    def __init__(self, base: Ink, shade: Ink, light: Ink, line: Ink) -> None:
        self.base, self.shade, self.light, self.line = base, shade, light, line
        self.deep = mix(shade, line, 0.38)


class Layer:
    """One layer of at most four inks, `pixels` uint8 [size, size, 4] premultiplied RGBA."""

    def __init__(self, inks: Sequence[str], pixels: NDArray[np.uint8]) -> None:
        self.size = pixels.shape[0]
        self.pixels = pixels
        self.painted = False
        self.ink = {name: _BASIS[i] for i, name in enumerate(inks)}
        self.smooth = self.size > 400
        self.pixel = CANVAS / self.size  # in canvas units
        info = skia.ImageInfo.Make(
            self.size,
            self.size,
            skia.ColorType.kRGBA_8888_ColorType,
            skia.AlphaType.kPremul_AlphaType,
        )
        self.surface = skia.Surface.MakeRasterDirect(info, pixels, pixels.strides[0])
        self.canvas = self.surface.getCanvas()
        self.canvas.scale(self.size / CANVAS, self.size / CANVAS)

    def scratch(self) -> "Layer":
        """An empty layer of the same inks and size, for masks and casts."""
        return Layer(list(self.ink), np.zeros_like(self.pixels))

    def ramp(self, material: str) -> Ramp:
        """The inks `material.base` ... `material.line` of this layer."""
        get = self.ink.get
        line = get(f"{material}.line", _BASIS[3])
        shade = get(f"{material}.shade", line)
        base = get(f"{material}.base", shade)
        return Ramp(base, shade, get(f"{material}.light", base), line)

    def _path(self, shape: Shape) -> skia.Path:
        return shape if isinstance(shape, skia.Path) else geometry.path(shape, self.smooth)

    def fill(
        self,
        shape: Shape,
        ink: Ink | None = None,
        alpha: float = 1.0,
        blend: skia.BlendMode | None = None,
        shader: skia.Shader | None = None,
    ) -> None:
        """Paint a shape with an ink or a gradient."""
        if alpha <= INVISIBLE:
            return
        self.painted = True
        paint = skia.Paint(AntiAlias=True)
        if shader is not None:
            paint.setShader(shader)
            if alpha < 1:
                paint.setAlphaf(alpha)
        else:
            paint.setColor(_argb(_BASIS[3] if ink is None else ink, alpha))
        if blend is not None:
            paint.setBlendMode(blend)
        self.canvas.drawPath(self._path(shape), paint)

    def glow(
        self,
        shape: Shape,
        center: Points,
        rx: float,
        stops: Sequence[Stop],
        ry: float | None = None,
        blend: skia.BlendMode | None = None,
    ) -> None:
        """Paint a shape with a radial gradient that ends in nothing; only the rows it reaches.

        Not only the columns too: cut there, Skia computes another coverage along the edge.
        """
        y, reach = float(center[1]), (ry or rx) + self.pixel
        self.canvas.save()
        self.canvas.clipRect(skia.Rect(-CANVAS, y - reach, 2 * CANVAS, y + reach))
        self.fill(shape, blend=blend, shader=radial(center, rx, stops, ry))
        self.canvas.restore()

    def line(
        self,
        along: Points,
        width: float,
        ink: Ink,
        kind: str | ArrayLike = "both",
        alpha: float = 1.0,
        blend: skia.BlendMode | None = None,
    ) -> None:
        """Paint an ink line of varying width along a polyline."""
        self.fill(geometry.stroke(along, width, kind), ink, alpha, blend)

    def over(self, other: "Layer", blend: skia.BlendMode = skia.BlendMode.kSrcOver) -> None:
        """Lay another layer's pixels over this one's, or use them as a mask."""
        self.painted |= other.painted
        self.canvas.save()
        self.canvas.resetMatrix()
        image = other.surface.makeImageSnapshot()
        self.canvas.drawImage(image, 0, 0, skia.SamplingOptions(), skia.Paint(BlendMode=blend))
        self.canvas.restore()

    @contextmanager
    def moved(self, dx: float, dy: float) -> Iterator[None]:
        """Everything painted inside lands (dx, dy) canvas units further."""
        self.canvas.save()
        self.canvas.translate(dx, dy)
        yield
        self.canvas.restore()

    @contextmanager
    def clip(self, shape: Shape, outside: bool = False) -> Iterator[None]:
        """Everything painted inside lands only within the shape, or only outside it."""
        how = skia.ClipOp.kDifference if outside else skia.ClipOp.kIntersect
        self.canvas.save()
        self.canvas.clipPath(self._path(shape), how, True)
        yield
        self.canvas.restore()

    def weights(self, out: NDArray[np.uint8]) -> None:
        """Write every ink's weight into the zeros `out` [inks, size, size]; their sum is alpha."""
        if not self.painted:
            return
        rgba = self.pixels.view(np.uint32)[..., 0]  # a shift and a cast is the fastest way out
        shifts = (24,) if len(out) == 1 else (0, 8, 16, 24)
        shifted = np.empty_like(rgba)
        for plane, shift in zip(out, shifts, strict=False):
            plane[:] = np.right_shift(rgba, shift, shifted)
        if len(out) == 4:
            black = out[3]
            for plane in out[:3]:
                np.subtract(np.maximum(black, plane), plane, out=black)
