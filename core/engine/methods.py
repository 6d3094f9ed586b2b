"""The requests of docs/engine.md, each one a method here."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from core import limits, model_folder, morph, planning
from core.engine import (
    color_matching,
    description,
    failures,
    ink_answers,
    layer_answers,
    parameters,
)
from core.engine.head_answers import described, pictured
from core.engine.head_cache import HeadCache
from core.engine.ink_atlas import InkAtlas
from core.engine.open_models import OpenModels
from core.engine.parameters import Parameters, Pictured
from core.engine.pixel_layouts import Payload, from_bgra8
from core.engine.server import Answer, Method, Progress
from core.errors import BadValue, KashiraError
from core.head import Head, edited
from core.kashira import Kashira
from core.model_folder import ModelFolder
from core.recipe import Recipe

Steps = Iterator[Progress | Answer]

_LONG = ("generate", "vary", "mix", "morph", "ink_frames")
"""They make several heads: all else goes before the next one."""


class Methods:
    """What the engine can do, over the models that are open and the heads that were drawn."""

    def __init__(self) -> None:
        self._models, self._heads = OpenModels(), HeadCache()
        requests: dict[str, tuple[type[Parameters], Callable[..., Answer | Steps]]] = {
            "describe": (Parameters, self.describe),
            "preview": (parameters.Preview, self.preview),
            "generate": (parameters.Generate, self.generate),
            "vary": (parameters.Vary, self.vary),
            "edit": (parameters.Edit, self.edit),
            "recolor": (parameters.Edit, self.recolor),
            "mix": (parameters.Mix, self.mix),
            "morph": (parameters.Morph, self.morph),
            "layers": (parameters.Layers, self.layers),
            "inks": (parameters.Inks, self.inks),
            "ink_frames": (parameters.InkFrames, self.ink_frames),
            "match_colors": (parameters.MatchColors, self.match_colors),
            "save": (parameters.Save, self.save),
            "read": (parameters.Read, self.read),
            "models": (Parameters, self.models),
        }
        self.table = {name: _method(name, *request) for name, request in requests.items()}

    def stop(self) -> None:
        """End the network's run in progress, from another thread."""
        self._models.stop()

    def describe(self, asked: Parameters) -> Answer:
        """What a panel is built from."""
        names = [*self.table, "cancel", "shutdown"]
        return Answer(description.described(self._models.of(asked.model), names))

    def preview(self, asked: parameters.Preview) -> Answer:
        """One head, soon to be replaced by the next."""
        kashira = self._models.of(asked.model, asked.recipe)
        if asked.recipe is not None and asked.seed is None:
            recipe = _edited(kashira, asked.recipe, asked.attributes, asked.inks)
        else:
            [recipe] = planning.new_heads(
                kashira.folder, asked.attributes, 1, asked.seed, asked.variety, asked.inks,
                asked.recipe, asked.keep,
            )  # fmt: skip
        return self._one(kashira, recipe, asked, low=asked.detail == "low")

    def generate(self, asked: parameters.Generate) -> Steps:
        """New heads."""
        _check_count(asked.count)
        kashira = self._models.of(asked.model, asked.recipe)
        plan = planning.new_heads(
            kashira.folder, asked.attributes, asked.count, asked.seed, asked.variety, asked.inks,
            asked.recipe, asked.keep,
        )  # fmt: skip
        return self._several(kashira, plan, asked.count, asked)

    def vary(self, asked: parameters.Vary) -> Steps:
        """Neighbours of a head."""
        _check_count(asked.count)
        kashira = self._models.of(asked.model, asked.recipe)
        plan = planning.variants(
            kashira.folder, asked.recipe, asked.strength, asked.count, asked.keep, asked.seed
        )
        return self._several(kashira, plan, asked.count, asked)

    def edit(self, asked: parameters.Edit) -> Answer:
        """The same person, changed only there."""
        kashira = self._models.of(asked.model, asked.recipe)
        recipe = _edited(kashira, asked.recipe, asked.attributes, asked.inks)
        return self._one(kashira, recipe, asked)

    def recolor(self, asked: parameters.Edit) -> Answer:
        """The same head in other colours."""
        kashira = self._models.of(asked.model, asked.recipe)
        head = self._heads.draw(kashira, asked.recipe)
        return self._answer(head.recolored(asked.attributes, asked.inks), asked)

    def mix(self, asked: parameters.Mix) -> Steps:
        """Heads on the way from one to another."""
        _check_count(asked.steps, "steps")
        if len(asked.recipes) != 2:
            raise BadValue(f"a mix has two recipes, not {len(asked.recipes)}: morph takes more")
        kashira, recipes = self._ours(asked.model, asked.recipes)
        plan = morph.mixtures(kashira.manifest, recipes[0], recipes[1], asked.steps)
        return self._several(kashira, plan, asked.steps, asked)

    def morph(self, asked: parameters.Morph) -> Steps:
        """Frames of a path through heads."""
        _check_count(asked.frames, "frames")
        kashira, recipes = self._ours(asked.model, asked.recipes)
        plan = morph.plan(kashira.manifest, recipes, asked.frames, asked.loop, asked.easing)
        return self._several(kashira, plan, asked.frames, asked)

    def layers(self, asked: parameters.Layers) -> Steps:
        """A head taken apart."""
        kashira = self._models.of(asked.model, asked.recipe)
        head, payload = self._heads.draw(kashira, asked.recipe), Payload(asked.layout)
        side, entries = asked.size or head.size[0], []
        for entry, image, fraction in layer_answers.taken_apart(
            head, asked.split, side, asked.crop
        ):
            done = {"fraction": fraction, "text": entry["title"]}
            if asked.stream:
                own = Payload(asked.layout)
                done |= {"index": len(entries), "layer": entry | own.add(image)}
                entries.append(entry)
                yield Progress(done, own.joined())
            else:
                entries.append(entry | payload.add(image))
                yield Progress(done)
        yield Answer({"layers": entries}, payload.joined())

    def inks(self, asked: parameters.Inks) -> Answer:
        """A head flattened to one weight map for each ink."""
        kashira = self._models.of(asked.model, asked.recipe)
        head, payload = self._heads.draw(kashira, asked.recipe), Payload(asked.layout)
        maps = ink_answers.flattened(head, asked.size or head.size[0], payload)
        return Answer({"head": described(head), **maps}, payload.joined())

    def ink_frames(self, asked: parameters.InkFrames) -> Steps:
        """A path through heads, flattened into one atlas for each four inks."""
        _check_count(asked.frames, "frames")
        kashira, recipes = self._ours(asked.model, asked.recipes)
        plan = morph.plan(kashira.manifest, recipes, asked.frames, asked.loop, asked.easing)
        atlas = InkAtlas(asked.frames, asked.size or kashira.manifest.resolution)
        heads: list[dict[str, Any]] = []
        for index, recipe in enumerate(plan, 1):
            head = self._heads.draw(kashira, recipe)
            atlas.add(head)
            heads.append(described(head))
            told = f"{index} of {asked.frames} frames"
            yield Progress({"fraction": index / asked.frames, "text": told})
        payload = Payload(asked.layout)
        yield Answer({"heads": heads, **atlas.answer(payload)}, payload.joined())

    def match_colors(self, asked: parameters.MatchColors, payload: bytes) -> Answer:
        """Colours for a head that go with a picture."""
        if asked.width * asked.height > limits.MAX_IMAGE_PIXELS:
            raise BadValue("the picture has too many pixels: a small copy does as well")
        if len(payload) != asked.width * asked.height * 4:
            raise BadValue(
                f"a picture of {asked.width} x {asked.height} has "
                f"{asked.width * asked.height * 4} bytes, not {len(payload)}"
            )
        kashira = self._models.of(asked.model, asked.recipe)
        head = self._heads.draw(kashira, asked.recipe)
        pixels = from_bgra8(payload, asked.width, asked.height)
        return Answer({"attributes": color_matching.matched(head, pixels)})

    def save(self, asked: parameters.Save) -> Answer:
        """Write a head as a file."""
        _check_absolute(asked.path)
        kashira = self._models.of(asked.model, asked.recipe)
        _write(self._heads.draw(kashira, asked.recipe), asked.path, asked.split)
        return Answer({"path": asked.path})

    def read(self, asked: parameters.Read) -> Answer:
        """The recipe of a file."""
        from core.formats import png  # formats are loaded by who reads or writes one

        _check_absolute(asked.path)
        return Answer({"recipe": msgspec.to_builtins(png.read_recipe(asked.path))})

    def models(self, asked: Parameters) -> Answer:
        """The models that can be named."""
        return Answer({"models": [_listed(*found) for found in model_folder.find_all()]})

    def _ours(self, name: str | None, recipes: list[Recipe]) -> tuple[Kashira, list[Recipe]]:
        kashira = self._models.of(name, recipes[0] if recipes else None)
        return kashira, [planning.completed(kashira.folder, recipe) for recipe in recipes]

    def _one(self, kashira: Kashira, recipe: Recipe, asked: Pictured, low: bool = False) -> Answer:
        return self._answer(self._heads.draw(kashira, recipe, low), asked)

    def _answer(self, head: Head, asked: Pictured) -> Answer:
        payload = Payload(asked.layout)
        side = asked.size or head.manifest.resolution
        return Answer({"head": pictured(head, side, payload)}, payload.joined())

    def _several(
        self, kashira: Kashira, plan: Iterator[Recipe], count: int, asked: Pictured
    ) -> Steps:
        """Each head as it is drawn; then all of them, without their pictures."""
        heads: list[dict[str, Any]] = []
        for index, recipe in enumerate(plan):
            head, payload = self._heads.draw(kashira, recipe), Payload(asked.layout)
            heads.append(described(head))
            entry = pictured(head, asked.size or head.manifest.resolution, payload)
            done = {"fraction": (index + 1) / count, "text": f"{index + 1} of {count}"}
            yield Progress(done | {"index": index, "head": entry}, payload.joined())
        yield Answer({"heads": heads})


def _method(name: str, kind: type[Parameters], run: Callable[..., Answer | Steps]) -> Method:
    """A request as the server calls it: its parameters checked, its payload where one is taken."""

    def call(params: dict[str, Any], payload: bytes) -> Answer | Steps:
        asked = parameters.read(params, kind, name)
        return run(asked, payload) if kind is parameters.MatchColors else run(asked)

    return Method(call, supersedes=name == "preview", long=name in _LONG)


def _edited(
    kashira: Kashira, recipe: Recipe, asked: dict[str, Any], inks: dict[str, str]
) -> Recipe:
    return edited(planning.completed(kashira.folder, recipe), kashira.manifest, asked, inks)


def _check_count(count: int, what: str = "count") -> None:
    if count > limits.MAX_HEADS_A_REQUEST:
        raise BadValue(
            f"{what} is at most {limits.MAX_HEADS_A_REQUEST} in one request, not {count}: "
            "ask in several"
        )


def _check_absolute(path: str) -> None:
    if not os.path.isabs(path):
        raise BadValue(f"{path[:200]} is not a whole path: give it from the root on")


def _write(head: Head, path: str, split: str) -> None:
    """Write a head in the format that the suffix names."""
    suffix, inks = Path(path).suffix.lower(), "inks" if split == "inks" else None
    if suffix == ".png" and inks is None:
        from core.formats import png

        png.write(head, path)
    elif suffix == ".png":
        raise BadValue("a PNG has no layers to split: save as .ora or .psd")
    elif suffix == ".ora":
        from core.formats import openraster

        openraster.write(head, path, inks)
    elif suffix == ".psd":
        from core.formats import psd

        psd.write(head, path, inks)
    else:
        raise BadValue(f"{Path(path).name[:200]} has no format: end it in .png, .ora or .psd")


def _listed(path: Path, model: ModelFolder | KashiraError) -> dict[str, str]:
    name = failures.sound(path.name)
    entry = {"name": name, "title": name, "folder": failures.sound(str(path.absolute()))}
    if isinstance(model, ModelFolder):
        return entry | {"title": model.manifest.title or name}
    return entry | {"fault": failures.sound(str(model))}
