"""Eyes. Local coordinates: u from inner (-1) to outer corner (+1), v up (-1) to down (+1).

White, iris, lights and lashes are layers of their own. The iris is whole; where it shows is decided
by the white, to which iris and lights are clipped when the layers are put together.
"""

from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from training.drawing.canvas import Layer, linear, mix, radial
from training.drawing.face import EYE_Y
from training.drawing.factors import Factors
from training.drawing.geometry import Points, chain, curve, lerp, loop, steps, stroke
from training.drawing.growing import EYE_HALF, at_most
from training.drawing.pose import Pose

_SHUT = np.array([0.34, 0.50, 0.68, 0.78, 0.70, 0.50, 0.26])  # v of the shut lid, inner to outer
_RAYS = np.array([[np.cos(a), np.sin(a)] for a in np.linspace(0.15, np.pi - 0.15, 11)])
_REACH = 2.28  # from the inner corner to the tip of the lash, in half widths of an eye
_FLAT = np.array([0.20, -0.34, -0.74, -0.84, -0.82, -0.52, 0.04])  # v of a boy's open lid
_SHUT_SMILING = np.array([0.62, 0.44, 0.20, 0.08, 0.16, 0.36, 0.56])


@cache
def _circle(count: int) -> tuple[Points, Points]:
    a = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.cos(a), np.sin(a)


def _clear_of_contour(p: Factors, pose: Pose, side: int) -> tuple[float, float]:
    """Middle and half width of an eye: turned away it draws back, and its lash ends on the face."""
    away = max(0.0, side * pose.sin)
    half = 0.242 * p.eye_w
    inner = 0.412 + p.eye_gap - half - 0.08 * away
    limit = 0.865 - 0.60 * away + 1.1 * (p.face_w - 1)
    half = (at_most(inner + _REACH * half, limit) - inner) / _REACH
    return inner + half, half


class Eye:
    """Geometry of one eye; `side` is -1 on the left of the picture, +1 on the right."""

    def __init__(self, p: Factors, pose: Pose, side: int) -> None:
        self.p, self.pose, self.side = p, pose, side
        self.x, self.half_w = _clear_of_contour(p, pose, side)
        self.y, self.half_h = EYE_Y + p.eye_y + 0.02, EYE_HALF * p.eye_h
        self.drop = max(0.0, -p.eye_tilt)
        self.shut = 1 - p.eyes_open
        r, drop = p.eye_round, self.drop
        opened = np.array(
            [
                [-0.97, 0.20],
                [-0.86, -0.22],
                [lerp(-0.50, -0.56, r), lerp(-0.66, -0.80, r)],
                [-0.02, lerp(-0.90, -1.0, r)],
                [0.50, lerp(-0.84, -0.86, r)],
                [0.86, -0.42 + drop * 0.5],
                [1.03, 0.06 + drop * 1.1],
            ]
        )
        self.flat = p.flat * (_FLAT - opened[:, 1])
        self.flat[5:] += p.flat * drop * np.array([0.5, 1.1])
        opened[:, 1] += self.flat
        closed = opened.copy()
        closed[:, 1] = lerp(_SHUT, _SHUT_SMILING, p.smile) + drop * 0.6 * steps(7)
        self.fall = closed[:, 1] - opened[:, 1]  # how far each point of the lid comes down
        self.fall_u = opened[:, 0]
        self.lid = lerp(opened, closed, self.shut)
        low = 0.90 - 0.12 * p.smile
        lower = np.array(
            [
                [1.0, 0.16 + drop],
                [0.86, 0.60 + drop * 0.5],
                [0.50, low],
                [0.0, low + 0.07],
                [-0.48, low - 0.02],
                [-0.80, 0.60],
                [-0.97, 0.20],
            ]
        )
        self.lower_lid = lerp(lower, closed[::-1], self.shut)
        self.upper, self.lower = curve(self.at([self.lid, self.lower_lid]), 36)
        self.opening = chain(self.upper, self.lower)

    def at(self, uv: ArrayLike) -> Points:
        """Canvas points of local (u, v) [..., 2]."""
        uv = np.asarray(uv, float)
        u, v = uv[..., 0], uv[..., 1]
        x = self.side * (self.x + u * self.half_w)
        slant = self.p.eye_tilt * (u + 0.1) * 1.15
        return self.pose.face(x, self.y + (v - slant) * self.half_h)

    def with_lid(self, uv: ArrayLike, follow: float = 1.0) -> Points:
        """Canvas points of local (u, v) [..., 2] that come down with the upper lid."""
        uv = np.array(uv, float)
        fall = np.interp(uv[..., 0], self.fall_u, self.fall)
        flat = np.interp(uv[..., 0], self.fall_u, self.flat)
        uv[..., 1] += flat + self.shut * follow * fall
        return self.at(uv)

    def iris(self) -> Points:
        """Outline of the iris, canvas [48, 2]; it does not tilt with the lids."""
        p = self.p
        look_x = 0.36 * p.gaze_x + 0.24 * self.pose.sin
        look_y = 0.16 * p.gaze_y + 0.25 * self.pose.nod
        cx = self.side * (self.x - 0.03 * self.half_w) + look_x * self.half_w
        cy = self.y + (0.02 + look_y) * self.half_h
        cos, sin = _circle(48)
        wide = lerp(self.half_w, 0.242 * p.eye_w, 0.6)  # narrowed less than the opening
        rx, ry = 0.685 * wide * p.iris, 0.97 * self.half_h * min(1.06, p.iris)
        return self.pose.face(cx + rx * cos, cy + ry * p.iris_h * sin)


class Iris:
    """The iris' own frame: (0, 0) its centre, one unit its half width or half height."""

    def __init__(self, eye: Eye) -> None:
        self.outline = eye.iris()
        self.center = self.outline.mean(0)
        low, high = self.outline.min(0), self.outline.max(0)
        self.radii = (high - low) / 2

    def at(self, points: ArrayLike) -> Points:
        """Canvas points of iris coordinates [n, 2]."""
        return self.center + np.asarray(points, float) * self.radii

    def oval(self, x: float, y: float, rx: float, ry: float, turn: float = 0.0) -> Points:
        """An ellipse in iris coordinates."""
        cos, sin = _circle(24)
        c, s = np.cos(turn), np.sin(turn)
        out = np.empty((24, 2))
        out[:, 0] = x + cos * (rx * c) - sin * (ry * s)
        out[:, 1] = y + cos * (rx * s) + sin * (ry * c)
        return self.at(out)


def draw_white(layer: Layer, eye: Eye) -> None:
    """The open part of the eyeball."""
    layer.fill(eye.opening, layer.ink["eye.white"])


def draw_iris(layer: Layer, p: Factors, eye: Eye) -> None:
    """The whole iris, dark above and glowing below, with pupil, spokes and ring."""
    dark, base, light, glow = (layer.ink[f"iris.{k}"] for k in ("dark", "base", "light", "glow"))
    f = Iris(eye)
    rx, ry = f.radii
    top, bottom = f.at([[0, -1], [0, 1]])
    deep = mix(dark, base, 0.35)
    layer.fill(
        f.outline,
        shader=linear(
            top,
            bottom,
            [
                (0, deep, 1),
                (0.26, mix(dark, base, 0.65), 1),
                (0.42, base, 1),
                (0.55, base, 1),
                (0.77, light, 1),
                (1, mix(light, glow, 0.6), 1),
            ],
        ),
    )
    with layer.clip(f.outline):
        low = f.at([[0, 0.82]])[0]
        layer.fill(
            f.oval(0, 0.72, 0.80, 0.62),
            shader=radial(
                low, rx * 0.85, [(0, glow, 0.95), (0.5, light, 0.6), (1, light, 0)], ry * 0.62
            ),
        )
        layer.fill(_spokes(f), mix(base, dark, 0.4), 0.30)
        r = 0.36 * p.pupil
        layer.fill(f.oval(0, 0.07, r * 1.36, r * 1.36), mix(base, light, 0.85), 0.70)
        layer.fill(f.oval(0, 0.03, r, r * 1.08), dark)
        brim = curve(
            f.at([[-1.1, -0.28], [-0.5, -0.42], [0, -0.46], [0.5, -0.42], [1.1, -0.28]]), 18
        )
        cap = chain(brim, f.at([[1.1, -1.2], [-1.1, -1.2]]))
        layer.fill(
            cap,
            shader=linear(
                top, f.at([[0, -0.36]])[0], [(0, dark, 0.92), (0.75, dark, 0.50), (1, dark, 0.36)]
            ),
        )
    ring = stroke(loop(f.outline), 6.2, "full")
    layer.fill(
        ring,
        shader=linear(
            top, bottom, [(0, dark, 1), (0.6, dark, 0.95), (1, mix(dark, base, 0.4), 0.85)]
        ),
    )


def _spokes(f: Iris) -> Points:
    """Slim diamonds [11, 4, 2] in the lower half."""
    inner, outer = f.at(_RAYS * [0.40, 0.42] + [0, 0.05]), f.at(_RAYS * 0.80 + [0, 0.02])
    along = outer - inner
    across = along[:, ::-1] * [-0.07, 0.07]
    middle = inner * 0.4 + outer * 0.6
    return np.stack([inner, middle + across, outer, middle - across], 1)


def draw_lights(layer: Layer, p: Factors, eye: Eye) -> None:
    """The upper lid's shadow on the eyeball, then the catch lights, which slide with the light."""
    band = eye.lid + np.array(
        [[0, 0], [0.02, 0.22], [0, 0.30], [0, 0.30], [0, 0.28], [-0.02, 0.22], [0, 0]]
    )
    shadow = chain(eye.upper, curve(eye.at(band), 36)[::-1])
    layer.fill(shadow, layer.ink["eye.shadow"], 0.34 * p.depth)
    f, white = Iris(eye), layer.ink["eye.catch"]
    x = 0.40 * float(np.tanh(2.5 * p.light))
    layer.fill(f.oval(x, -0.40, 0.30, 0.27, -0.35 * p.light), white)
    layer.fill(f.oval(-x * 1.15, 0.42, 0.145, 0.125), white, 0.95)
    layer.fill(f.oval(x * 1.15, 0.02, 0.085, 0.075), white, 0.85)


def draw_lashes(layer: Layer, p: Factors, eye: Eye) -> None:
    """Upper lash with wing, hook and two flicks; crease of the lid; lower lash."""
    lash, warm, lid = (layer.ink[k] for k in ("lash.base", "lash.warm", "lid.line"))
    main, flicks = _upper_lash(p, eye)
    inner, outer = eye.with_lid([[-1.05, 0], [1.25, 0]])
    layer.fill(flicks, lash)
    layer.fill(
        main,
        shader=linear(
            inner,
            outer,
            [(0, warm, 1), (0.22, lash, 1), (0.80, lash, 1), (1, mix(lash, warm, 0.6), 1)],
        ),
    )
    up = -0.13 * p.lash
    crease = eye.with_lid(
        [[-0.40, -1.22 + up], [-0.08, -1.34 + up], [0.32, -1.35 + up], [0.76, -1.10 + up]], 0.55
    )
    layer.line(curve(crease, 20), 4.2 * p.line_w, lid, "both", 0.85)
    d = eye.drop
    low = mix(lash, warm, 0.55)
    under = curve(
        eye.at(
            [[1.0, 0.42 + d], [0.88, 0.70 + d * 0.5], [0.56, 0.98], [0.12, 1.07], [-0.36, 1.05]]
        ),
        26,
    )
    t = steps(26)
    width = np.minimum(1, t * 5 + 0.12) * np.minimum(1, (1 - t) * 1.6 + 0.02)
    layer.line(
        under, 5.6 * p.line_w * (0.65 + 0.35 * p.wing), low, width, 0.95 * (1 - 0.75 * eye.shut)
    )
    root, way = np.array([0.72, 0.86 + d * 0.3]), np.array([[0, 0], [0.14, 0.16], [0.30, 0.20]])
    tick = curve(eye.at(root + p.wing * way), 8)
    layer.line(tick, 4.6 * p.line_w, low, "end", 0.9 * (1 - eye.shut))


def _upper_lash(p: Factors, eye: Eye) -> tuple[Points, Points]:
    k, d, s, wing = p.lash, eye.drop, max(0.0, p.eye_tilt), p.wing
    stub, full = np.array([[1.10, -0.14 + d], [1.30 - 0.3 * d, -0.42 + 2.2 * d - 0.55 * s]])
    tip = lerp(stub, full, wing)
    thin = 1 - 0.45 * eye.shut * wing  # a shut lid's lash is a thinner band
    above = np.array(
        [
            [-1.04, 0.36],
            [-0.95, -0.22],
            [-0.58, -0.70 - 0.16 * k - 0.10 * p.eye_round],
            [-0.04, -1.0 - 0.19 * k],
            [0.50, -0.90 - 0.21 * k],
            [0.92, -0.56 - 0.16 * k + d * 0.5],
            tip,
        ]
    )
    lid = np.interp(above[:, 0], eye.fall_u, eye.lid[:, 1] - eye.shut * eye.fall - eye.flat)
    above[:, 1] = lid + (above[:, 1] - lid) * np.array([1, thin, thin, thin, thin, thin, 1])
    outer = curve(eye.with_lid(above), 36)
    root = np.array([1.05, 1.25 * d])
    full = np.array([1.15 - 0.1 * d, -0.20 + 1.75 * d - 0.3 * s])
    under = [tip, lerp((root + stub) / 2, full, wing), root]
    hook = [[1.05, 1.25 * d], [1.05, 0.20 + d], [0.99, lerp(0.46, 0.22, eye.shut) + 0.8 * d]]
    under, hook = curve(eye.with_lid([under, hook]), 8)
    rim = eye.lid.copy()
    rim[3:6, 1] += 0.03
    rim[-1] = eye.lid[-1] + [-0.06, 0.10]
    inner = curve(eye.at(rim), 34)
    sides = []
    for (u0, v0), (u1, v1), w in (
        ((0.76, -0.74), (1.14, -0.80), 0.085),
        ((0.54, -0.92), (0.82, -1.10), 0.07),
    ):
        a = np.array([u0, v0 - 0.14 * k + d * 0.4])
        b = lerp(a, np.array([u1, v1 - 0.12 * k + d * 0.7 - 0.2 * s]), wing)
        w *= wing
        c = (a + b) / 2 + 0.06 * wing
        sides.append([a + [-w, w * 0.2], c - [0, w * 0.55], b])
        sides.append([b, c + [0.02, w * 0.75], a + [w, w * 1.4]])
    flicks = curve(eye.with_lid(sides), 9).reshape(2, -1, 2)
    return chain(outer, under, hook, inner[::-1]), flicks
