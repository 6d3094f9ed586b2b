"""Every request of docs/engine.md, done by the real methods with a small model."""

import contextlib
import io
import json
import os
import random
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from core import Kashira, compositing, limits
from core.compositing import LayerSpec
from core.engine import pixel_layouts
from core.engine.head_answers import resized
from core.engine.methods import Methods
from core.engine.protocol import Frame, Frames, TooLong, encode
from core.engine.server import Answer, Progress
from core.errors import BadFile, BadModel, BadRequest, BadValue, KashiraError, OutputError
from core.recipe import Recipe
from tests.tiny_model import write_tiny_model


class Asked:
    """Requests done at once, one after another, as by a host."""

    def __init__(self) -> None:
        self.methods = Methods()

    def __call__(
        self, method: str, payload: bytes = b"", **params: Any
    ) -> tuple[Any, bytes, list[Progress]]:
        [frame] = Frames().feed(encode(params))  # as they come through the pipe
        params = frame.message if isinstance(frame, Frame) else {}
        made = self.methods.table[method].run(params, payload)
        *before, answer = [made] if isinstance(made, Answer) else list(made)
        assert isinstance(answer, Answer)
        json.dumps(answer.result, allow_nan=False)
        return (
            answer.result,
            answer.payload,
            [step for step in before if isinstance(step, Progress)],
        )

    def head(self, **params: Any) -> dict[str, Any]:
        return self("preview", pictures=False, **params)[0]["head"]


@pytest.fixture
def ask(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    monkeypatch.setenv("KASHIRA_MODEL", str(tiny_model))
    return Asked()


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which networks ran: "redraw" (the whole one) or "preview" (the small one), in order."""
    ran: list[str] = []

    def count(name: str) -> None:
        original = getattr(Kashira, name)

        def counted(self: Kashira, recipe: Recipe) -> object:
            ran.append(name)
            return original(self, recipe)

        monkeypatch.setattr(Kashira, name, counted)

    count("redraw")
    count("preview")
    return ran


def pixels_of(picture: dict[str, int], payload: bytes) -> np.ndarray:
    """A bgra8 picture as uint8 RGBA [H, W, 4]."""
    data = payload[picture["offset"] : picture["offset"] + picture["bytes"]]
    assert len(data) == picture["bytes"]
    shape = (picture["height"], picture["width"], 4)
    return np.frombuffer(data, np.uint8).reshape(shape)[..., [2, 1, 0, 3]]


def stacked(layers: list[dict[str, Any]], payload: bytes, side: int) -> np.ndarray:
    """What a paint program shows of a `layers` answer: straight RGBA, 8 bit."""
    canvas = np.zeros((side, side, 4), np.float32)
    groups: dict[str, np.ndarray] = {}
    for layer in layers:
        straight = np.zeros((side, side, 4), np.float32)
        box = np.s_[layer["y"] : layer["y"] + layer["height"],
                    layer["x"] : layer["x"] + layer["width"]]  # fmt: skip
        straight[box] = pixels_of(layer, payload) / np.float32(255)
        name = layer.get("group", layer)["name"]
        picture = compositing.premultiply(straight)
        if "clip" in layer:
            below = groups[name]
            groups[name] = picture * below[..., 3:] + below * (1 - picture[..., 3:])
        else:
            assert name not in groups
            groups[name] = picture
    for picture in groups.values():
        canvas = compositing.over(picture, canvas)
    return compositing.to_8bit(canvas)


def near(a: np.ndarray, b: np.ndarray, levels: float) -> bool:
    return bool(np.abs(premultiplied(a) - premultiplied(b)).max() <= levels)


def premultiplied(picture: np.ndarray) -> np.ndarray:
    return compositing.premultiply(picture / np.float32(255)) * 255


def test_the_middle_of_a_slider_lies_within_its_range_though_the_seed_draws_around_another(
    ask: Asked,
) -> None:
    sliders = [a for a in ask("describe")[0]["attributes"] if a["kind"] == "slider"]
    wrinkles = next(slider for slider in sliders if slider["name"] == "wrinkles")
    assert wrinkles["center"] == wrinkles["range"][0] == 0
    assert all(low <= s["center"] <= high for s in sliders for low, high in [s["range"]])


def test_a_panel_is_described_from_the_model_alone(ask: Asked) -> None:
    told, payload, _ = ask("describe")
    attributes = {attribute["name"]: attribute for attribute in told["attributes"]}
    assert payload == b""
    assert set(told) == {
        "engine", "methods", "formats", "model", "attributes", "parts", "layers", "inks",
    }  # fmt: skip
    assert told["formats"] == ["bgra8", "rgba8", "rgba-f32", "png"]
    assert (told["model"]["resolution"], told["model"]["preview_size"]) == (64, 32)
    assert attributes["hair_color"]["kind"] == "color"
    assert attributes["hair_color"]["colors"]["blonde"] == "#f6d67f"
    assert attributes["hair_style"]["values"][0] == "long"
    assert attributes["eyes_open"]["range"] == [0, 1]
    assert attributes["smile"]["kind"] == "toggle"
    in_palette = {name for name, attribute in attributes.items() if attribute["in_palette"]}
    assert {"hair_color", "skin_color", "dark_skin"} <= in_palette
    assert not {"hair_style", "smile", "yaw"} & in_palette
    assert {"name": "pose", "title": "Pose"} in told["parts"]
    assert all(set(ask.head(seed=1)["palette"]) >= set(layer["inks"]) for layer in told["layers"])
    assert {ink["kind"] for ink in told["inks"]} == {"flat", "shade", "light", "line"}


def test_the_default_models_figures_are_told_with_its_attributes() -> None:
    told, _, _ = Asked()("describe")
    figures = {attribute["name"]: attribute["figures"] for attribute in told["attributes"]}
    assert figures["hair_style"]["long"]["asked"] > 100
    assert 0 <= figures["smile"][""]["precision"] <= 1


def test_a_preview_is_the_head_that_the_library_draws(ask: Asked, tiny: Kashira) -> None:
    result, payload, _ = ask("preview", seed=7, attributes={"hair_color": "red", "smile": True})
    head = tiny.generate(seed=7, hair_color="red", smile=True)[0]
    assert np.array_equal(pixels_of(result["head"]["picture"], payload), np.asarray(head.image))
    assert result["head"]["palette"] == head.palette
    assert result["head"]["recipe"]["attributes"] == head.attributes


def test_a_preview_of_a_recipe_is_an_edit_and_of_a_recipe_and_a_seed_a_new_head_with_kept_parts(
    ask: Asked,
) -> None:
    old = ask.head(seed=7, attributes={"hair_style": "drill"})["recipe"]
    edited = ask.head(recipe=old, attributes={"smile": 1})["recipe"]
    assert edited["latent"] == old["latent"]
    assert edited["attributes"] == {**old["attributes"], "smile": 1}
    new = ask.head(recipe=old, seed=8, keep=["hair"])["recipe"]
    assert new["latent"] != old["latent"]
    assert new["attributes"]["hair_style"] == "drill"
    assert new["attributes"]["hair_color"] == old["attributes"]["hair_color"]


def test_low_detail_asks_the_small_network_unless_the_whole_head_is_at_hand(
    ask: Asked, runs: list[str]
) -> None:
    picture = ask("preview", seed=7, detail="low")[0]["head"]["picture"]
    assert (picture["width"], picture["bytes"]) == (64, 64 * 64 * 4)
    ask("preview", seed=7, detail="full")
    ask("preview", seed=7, detail="low")
    assert runs == ["preview", "redraw"]


def test_a_model_without_a_small_network_draws_each_head_once(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runs: list[str]
) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "plain"))
    told = json.loads((folder / "model.json").read_text())
    del told["preview_size"]
    (folder / "model.json").write_text(json.dumps(told))
    monkeypatch.setenv("KASHIRA_MODEL", str(folder))
    ask = Asked()
    ask.head(seed=7, detail="low")
    ask.head(seed=7)
    assert runs == ["redraw"]
    assert ask("describe")[0]["model"]["preview_size"] == 64


def test_recolouring_and_taking_apart_what_was_just_drawn_runs_no_network(
    ask: Asked, runs: list[str]
) -> None:
    recipe = ask.head(seed=7)["recipe"]
    red = ask("recolor", recipe=recipe, attributes={"hair_color": "#c03040"})[0]["head"]
    ask("edit", recipe=recipe, attributes={"eye_color": "green"})
    ask("layers", recipe=red["recipe"], split="inks")
    assert red["palette"]["hair.base"] == "#c03040"
    assert runs == ["redraw"]


def test_a_head_that_was_kept_is_the_head_to_the_last_bit(ask: Asked) -> None:
    recipe = ask.head(seed=7)["recipe"]
    for split in ("parts", "inks"):
        kept = ask("layers", recipe=recipe, split=split)
        assert kept == Asked()("layers", recipe=recipe, split=split)


def test_the_engine_keeps_no_more_heads_than_its_limit(
    ask: Asked, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "HEAD_CACHE_BYTES", 2_000_000)
    recipes = [ask.head(seed=seed)["recipe"] for seed in range(10)]
    cache = ask.methods._heads._heads
    assert 2 <= len(cache) < 10
    assert sum(kept.bytes for kept in cache.values()) <= limits.HEAD_CACHE_BYTES
    ask("layers", recipe=recipes[-1])
    assert len(runs) == 10
    ask("layers", recipe=recipes[0])
    assert len(runs) == 11


def test_a_recolour_of_a_shape_is_refused_in_words(ask: Asked) -> None:
    with pytest.raises(BadValue, match="use edit to change the shape"):
        ask("recolor", recipe=ask.head(seed=7)["recipe"], attributes={"smile": 1})


def test_generate_gives_each_head_at_once_and_at_last_all_without_pictures(ask: Asked) -> None:
    result, payload, progress = ask("generate", count=3, seed=7, size=32)
    assert payload == b""
    assert [step.params["index"] for step in progress] == [0, 1, 2]
    assert [step.params["text"] for step in progress] == ["1 of 3", "2 of 3", "3 of 3"]
    assert progress[-1].params["fraction"] == 1
    for step, head in zip(progress, result["heads"], strict=True):
        told = dict(step.params["head"])
        assert len(step.payload) == told.pop("picture")["bytes"] == 32 * 32 * 4
        assert told == head
    assert [head["recipe"]["seed"] for head in result["heads"]] == [7, 8, 9]


def test_the_requests_for_several_heads_are_the_librarys(ask: Asked, tiny: Kashira) -> None:
    a, b = (ask.head(seed=seed)["recipe"] for seed in (1, 2))
    head = tiny.generate(seed=1)[0]
    other = tiny.generate(seed=2)[0]
    pairs = [
        (ask("vary", recipe=a, strength=0.4, count=2, keep=["eyes"], seed=5),
         tiny.vary(head, 0.4, 2, ["eyes"], 5)),
        (ask("mix", recipes=[a, b], steps=3), tiny.mix(head, other, 3)),
        (ask("mix", recipes=[a, b], steps=1), tiny.mix(head, other, 1)),
        (ask("morph", recipes=[a, b], frames=4, loop=True, easing="ease-in"),
         list(tiny.morph([head, other], 4, True, "ease-in"))),
    ]  # fmt: skip
    for (result, _, progress), heads in pairs:
        for told, step, drawn in zip(result["heads"], progress, heads, strict=True):
            assert tuple(told["recipe"]["latent"]) == drawn.recipe.latent
            picture = pixels_of(step.params["head"]["picture"], step.payload)
            assert np.array_equal(picture, np.asarray(drawn.image))


def test_heads_may_be_had_without_pictures(ask: Asked) -> None:
    result, payload, _ = ask("preview", seed=1, pictures=False)
    assert "picture" not in result["head"]
    assert payload == b""


@pytest.mark.parametrize("side", [16, 64, 200])
def test_a_picture_comes_in_any_size(ask: Asked, side: int) -> None:
    result, payload, _ = ask("preview", seed=7, size=side)
    assert pixels_of(result["head"]["picture"], payload).shape == (side, side, 4)


def test_a_resized_picture_has_no_dark_fringe() -> None:
    white = np.zeros((64, 64, 4), np.uint8)
    white[20:40, 20:40] = 255
    for side in (30, 150):
        picture = np.asarray(resized(Image.fromarray(white), side))
        assert picture[picture[..., 3] > 8][:, :3].min() > 240


def test_each_layout_is_the_same_picture_in_another_order(ask: Asked, tiny: Kashira) -> None:
    image = np.asarray(tiny.generate(seed=7)[0].image)
    rgba = ask("preview", seed=7, format="rgba8")[1]
    assert np.array_equal(np.frombuffer(rgba, np.uint8).reshape(64, 64, 4), image)
    floats = ask("preview", seed=7, format="rgba-f32")[1]
    upside_down = np.frombuffer(floats, "<f4").reshape(64, 64, 4)[::-1]
    assert np.array_equal(np.rint(upside_down * 255).astype(np.uint8), image)
    png = ask("preview", seed=7, format="png")[1]
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(png))), image)


def painted(told: dict[str, Any], payload: bytes) -> np.ndarray:
    """What a shader shows of an `inks` answer: premultiplied RGBA [H, W, 4], 0..255."""
    pictures = [pixels_of(picture, payload) for picture in told["pictures"]]
    maps = [pictures[ink["picture"]][..., ink["channel"]] for ink in [*told["inks"], told["alpha"]]]
    colors = np.array(
        [[int(ink["color"][i : i + 2], 16) for i in (1, 3, 5)] for ink in told["inks"]]
    )
    rgb = np.tensordot(np.stack(maps[:-1], axis=-1) / 255, colors, axes=1)
    return np.dstack([rgb, maps[-1]])


@pytest.mark.parametrize("side", [64, 100])
def test_inks_mixed_in_any_palette_are_the_head(ask: Asked, side: int) -> None:
    recipe = ask.head(seed=7)["recipe"]
    told, payload, _ = ask("inks", recipe=recipe, size=side)
    result, picture, _ = ask("recolor", recipe=recipe, attributes={"hair_color": "#123456"},
                             inks={"skin.base": "#fedcba"}, size=side)  # fmt: skip
    wanted = premultiplied(pixels_of(result["head"]["picture"], picture))
    for ink in told["inks"]:
        ink["color"] = result["head"]["palette"][ink["name"]]
    difference = np.abs(painted(told, payload) - wanted)
    if side == 64:
        assert difference.max() <= 2
    assert difference.mean() < (0.2 if side == 64 else 1)  # Lanczos rings at these hard edges


def test_frames_of_an_atlas_are_the_heads_of_the_morph(ask: Asked) -> None:
    recipes = [ask.head(seed=seed)["recipe"] for seed in (7, 8)]
    told, payload, progress = ask("ink_frames", recipes=recipes, frames=5)
    atlas, whole = told["atlas"], told["pictures"][0]
    cell = atlas["side"] + 2 * atlas["gutter"]
    assert (whole["width"], whole["height"]) == (atlas["columns"] * cell, atlas["rows"] * cell)
    assert [step.params["fraction"] for step in progress] == [0.2, 0.4, 0.6, 0.8, 1.0]
    for index, head in enumerate(told["heads"]):
        for ink in told["inks"]:
            ink["color"] = head["palette"][ink["name"]]
        row, column = divmod(index, atlas["columns"])
        top, left = row * cell + atlas["gutter"], column * cell + atlas["gutter"]
        frame = painted(told, payload)[top : top + 64, left : left + 64]
        result, picture, _ = ask("preview", recipe=head["recipe"])
        wanted = premultiplied(pixels_of(result["head"]["picture"], picture))
        assert np.abs(frame - wanted).max() <= 2.5
    with pytest.raises(BadValue, match="ask for fewer"):
        ask("ink_frames", recipes=recipes, frames=60, size=1024)


def test_inks_name_what_each_of_them_is(ask: Asked) -> None:
    head = ask.head(seed=7)
    told, _, _ = ask("inks", recipe=head["recipe"], pictures=False)
    assert told["head"] == head
    assert told["pictures"] == [{}] * -(-(len(told["inks"]) + 1) // 4)
    of_model = {ink["name"]: ink for ink in ask("describe")[0]["inks"]}
    for ink in told["inks"]:
        assert of_model[ink["name"]].items() <= ink.items()
        assert ink["color"] == head["palette"][ink["name"]]


def test_what_a_model_paints_in_its_own_colors_is_flattened_to_red_green_and_blue(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "own"))
    manifest = json.loads((folder / "model.json").read_text())
    face = next(layer for layer in manifest["layers"] if layer["name"] == "face")
    face["inks"] = "rgba"
    (folder / "model.json").write_text(json.dumps(manifest))
    monkeypatch.setenv("KASHIRA_MODEL", str(folder))
    ask = Asked()
    result, picture, _ = ask("preview", seed=7)
    told, payload, _ = ask("inks", recipe=result["head"]["recipe"])
    assert [ink["kind"] for ink in told["inks"]][-3:] == ["paint"] * 3
    wanted = premultiplied(pixels_of(result["head"]["picture"], picture))
    assert np.abs(painted(told, payload) - wanted).max() <= 2


@pytest.mark.parametrize("split", ["parts", "inks", "flat"])
@pytest.mark.parametrize("crop", [True, False])
def test_layers_laid_on_each_other_are_the_head(ask: Asked, split: str, crop: bool) -> None:
    result, payload, _ = ask("preview", seed=7)
    head = pixels_of(result["head"]["picture"], payload)
    recipe = result["head"]["recipe"]
    told, payload, _ = ask("layers", recipe=recipe, split=split, crop=crop)
    assert near(stacked(told["layers"], payload, 64), head, levels=3)
    names = [layer["name"] for layer in told["layers"]]
    assert len(set(names)) == len(names)
    if not crop:
        assert {(layer["x"], layer["width"]) for layer in told["layers"]} == {(0, 64)}


@pytest.mark.parametrize("split", ["parts", "inks"])
@pytest.mark.parametrize("side", [50, 160])
def test_layers_of_another_size_are_the_head_of_that_size(
    ask: Asked, split: str, side: int
) -> None:
    result, payload, _ = ask("preview", seed=7, size=side)
    head = pixels_of(result["head"]["picture"], payload)
    told, payload, progress = ask("layers", recipe=result["head"]["recipe"], split=split, size=side)
    fractions = [step.params["fraction"] for step in progress]
    assert fractions == sorted(set(fractions))
    assert 0 < fractions[0] < fractions[-1] == 1
    difference = premultiplied(stacked(told["layers"], payload, side)) - premultiplied(head)
    assert np.abs(difference).mean() < 2


@pytest.mark.parametrize("split", ["parts", "inks", "flat"])
def test_a_stream_of_layers_brings_the_same_pictures_one_at_a_time(ask: Asked, split: str) -> None:
    recipe = ask.head(seed=7)["recipe"]
    whole, payload, _ = ask("layers", recipe=recipe, split=split, size=100)
    told, nothing, progress = ask("layers", recipe=recipe, split=split, size=100, stream=True)
    assert nothing == b""
    assert [step.params["index"] for step in progress] == list(range(len(whole["layers"])))
    for step, entry, layer in zip(progress, told["layers"], whole["layers"], strict=True):
        assert entry.items() <= step.params["layer"].items()
        assert entry.items() <= layer.items()
        assert np.array_equal(
            pixels_of(step.params["layer"], step.payload), pixels_of(layer, payload)
        )


def test_layers_of_2400_pixels_come_as_a_stream_where_one_answer_cannot_hold_them(
    ask: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pixel_layouts, "MAX_PAYLOAD_BYTES", 2400 * 2400 * 4)
    asked = {"recipe": ask.head(seed=7)["recipe"], "size": 2400}
    with pytest.raises(TooLong, match="ask for smaller ones, or for layers as a stream"):
        ask("layers", **asked, crop=False)
    told, _, progress = ask("layers", **asked, crop=False, stream=True)
    assert len(progress) == len(told["layers"]) > 1
    assert {len(step.payload) for step in progress} == {2400 * 2400 * 4}


def test_a_layer_that_is_faint_all_over_is_left_out_in_parts_and_inks(
    ask: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = ask.head(seed=7)["recipe"]
    before = {layer["name"] for layer in ask("layers", recipe=recipe)[0]["layers"]}
    original, hidden = compositing.alpha_of, "eye_white"

    def fainter(layer: LayerSpec, weights: np.ndarray) -> np.ndarray:
        alpha = original(layer, weights)
        return alpha * np.float32(0.15) if layer.name == hidden else alpha

    monkeypatch.setattr(compositing, "alpha_of", fainter)
    gone = {"eye_white", "iris", "eye_light"}  # and what is clipped to it
    for split in ("parts", "inks"):
        layers = ask("layers", recipe=recipe, split=split)[0]["layers"]
        assert {layer["name"].partition("/")[0] for layer in layers} == before - gone


def test_one_thing_has_one_word_as_a_part_and_as_an_attribute(ask: Asked) -> None:
    told = ask("describe")[0]
    attributes = {attribute["name"]: attribute["title"] for attribute in told["attributes"]}
    shared = {part["name"]: part["title"] for part in told["parts"] if part["name"] in attributes}
    assert shared["bangs"] == "Fringe"
    assert shared.items() <= attributes.items()


def test_a_layer_says_part_group_ink_and_what_it_is_clipped_to(ask: Asked) -> None:
    recipe = ask.head(seed=7)["recipe"]
    parts = {layer["name"]: layer for layer in ask("layers", recipe=recipe)[0]["layers"]}
    assert parts["iris"]["clip"] == "eye_white"
    assert parts["iris"]["group"] == {"name": "eye_white", "title": "Eyes"}
    assert parts["hair_back"]["part"] == "hair"
    split = ask("layers", recipe=recipe, split="inks")[0]["layers"]
    inks = {layer["name"]: layer for layer in split}
    line = inks["hair_back/hair.line"]
    assert (line["ink"], line["kind"], line["clip"]) == ("hair.line", "line", "hair_back/hair.base")
    assert line["group"]["name"] == "hair_back"
    assert line["title"] == "Back hair: line art"
    assert line["color"] == ask.head(recipe=recipe)["palette"]["hair.line"]


def test_colours_are_matched_to_a_picture(ask: Asked) -> None:
    recipe = ask.head(seed=7)["recipe"]
    blue = np.full((10, 20, 4), (200, 80, 30, 255), np.uint8)  # b g r a
    found = ask("match_colors", blue.tobytes(), recipe=recipe, width=20, height=10)[0]
    assert "#1e50c8" in found["attributes"].values()
    with pytest.raises(BadValue, match="has 800 bytes, not 3"):
        ask("match_colors", b"abc", recipe=recipe, width=20, height=10)


@pytest.mark.parametrize(
    ("name", "split"), [("a.png", "parts"), ("a.ora", "inks"), ("a.psd", "parts")]
)
def test_a_head_is_saved_whole_and_leaves_no_other_file(
    ask: Asked, tmp_path: Path, name: str, split: str
) -> None:
    recipe = ask.head(seed=7)["recipe"]
    folder = tmp_path / "here"
    folder.mkdir()
    assert ask("save", recipe=recipe, path=str(folder / name), split=split)[0]["path"]
    assert [path.name for path in folder.iterdir()] == [name]
    if name == "a.png":
        assert ask("read", path=str(folder / name))[0]["recipe"] == recipe
        with Image.open(folder / name) as picture:
            assert picture.size == (64, 64)


def test_what_cannot_be_saved_or_read_is_said_in_words(ask: Asked, tmp_path: Path) -> None:
    recipe = ask.head(seed=7)["recipe"]
    refused: list[tuple[type[KashiraError], str, dict[str, Any]]] = [
        (BadValue, "not a whole path", {"path": "a.png"}),
        (BadValue, "end it in .png", {"path": str(tmp_path / "a.gif")}),
        (BadValue, "no layers to split", {"path": str(tmp_path / "a.png"), "split": "inks"}),
        (OutputError, "does not exist", {"path": str(tmp_path / "no" / "a.png")}),
    ]
    for error, words, params in refused:
        with pytest.raises(error, match=words):
            ask("save", recipe=recipe, **params)
    with pytest.raises(BadFile, match="does not exist"):
        ask("read", path=str(tmp_path / "a.png"))
    with pytest.raises(BadValue, match="not a whole path"):
        ask("read", path="a.png")


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("preview", {"sead": 7}, "there is no parameter sead"),
        ("preview", {"size": 8}, "size goes from 16 to 4096 pixels"),
        ("preview", {"seed": 1.5}, r"seed is int \| null, not float"),
        ("preview", {"format": "cmyk"}, "Invalid enum value 'cmyk'"),
        ("preview", {"attributes": {"hair_color": 7}}, "hair_color is a colour"),
        ("preview", {"attributes": {"hare_color": "red"}}, "did you mean hair_color"),
        ("preview", {"recipe": {}}, "model is missing in recipe"),
        ("preview", {"keep": ["hair"]}, "give its recipe"),
        ("generate", {"count": 0}, "Expected int >= 1 in count"),
        ("recolor", {"attributes": {"inks": "red", "self": 1}}, "no attribute 'inks'"),
        ("generate", {"count": 257}, "at most 256"),
        ("morph", {"recipes": [], "frames": 5}, "2 to 64 heads, not 0"),
        ("mix", {"recipes": []}, "two recipes"),
        ("layers", {}, "recipe is missing"),
        ("match_colors", {"width": 1}, "recipe is missing"),
        ("read", {}, "path is missing"),
        ("describe", {"model": "nobody"}, "there is no model 'nobody'"),
    ],
)
def test_wrong_parameters_are_refused_in_a_sentence(
    ask: Asked, method: str, params: dict[str, Any], words: str
) -> None:
    if method == "recolor":
        params = {"recipe": ask.head(seed=7)["recipe"], **params}
    with pytest.raises(KashiraError, match=words) as refused:
        ask(method, **params)
    assert "\n" not in str(refused.value)
    assert "`" not in str(refused.value)


@pytest.mark.parametrize(
    "recipe",
    [
        {"latent": [1e300]}, {"latent": []}, {"generator": "x"}, {"attributes": {"hair_color": {}}},
        {"attributes": {"smile": "?"}}, {"inks": {"hair.base": "red"}}, {"schema": 99},
        {"seed": -1}, {"variety": 10**400}, {"attributes": {"hair_style": {"long": 10**400}}},
    ],
)  # fmt: skip
def test_a_recipe_that_was_tampered_with_is_refused(ask: Asked, recipe: dict[str, Any]) -> None:
    bad = {**ask.head(seed=7)["recipe"], **recipe}
    for method in ("preview", "layers", "recolor", "vary", "edit"):
        with pytest.raises((BadRequest, BadModel)):
            ask(method, recipe=bad)


def test_a_recipe_may_leave_attributes_to_its_seed(ask: Asked) -> None:
    whole = ask.head(seed=7)["recipe"]
    part = {**whole, "attributes": {}}
    for method in ("preview", "recolor", "edit"):
        assert ask(method, recipe=part, pictures=False)[0]["head"]["recipe"] == whole
    assert ask("mix", recipes=[part, whole], steps=3)[0]["heads"][1]["recipe"] == whole


def test_a_recipe_finds_the_model_that_made_it(
    ask: Asked, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_tiny_model(tmp_path / "models" / "other", "other", seed=2)
    recipe = ask.head(seed=7, model=str(other))["recipe"]
    with pytest.raises(BadModel, match="was made by the model 'other'"):
        Asked().head(recipe=recipe)
    monkeypatch.setenv("KASHIRA_MODELS", str(other.parent))
    fresh = Asked()
    assert fresh.head(recipe=recipe)["recipe"] == recipe
    with pytest.raises(BadModel):
        fresh.head(recipe=recipe, model=str(tiny_model))


def test_the_models_are_listed_and_broken_ones_with_their_fault(
    ask: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tiny_model(tmp_path / "models" / "sound", "sound")
    broken = tmp_path / "models" / "broken"
    broken.mkdir()
    (broken / "model.json").write_text("{")
    monkeypatch.setenv("KASHIRA_MODELS", str(tmp_path / "models"))
    listed = {model["name"]: model for model in ask("models")[0]["models"]}
    assert listed["sound"] == {
        "name": "sound", "title": "Tiny", "folder": str(tmp_path / "models" / "sound"),
    }  # fmt: skip
    assert "model.json" in listed["broken"]["fault"]
    assert "kashira" in listed


def test_a_model_in_a_folder_whose_name_is_no_utf8_can_be_used(
    ask: Asked, tiny_model: Path, tmp_path: Path
) -> None:
    folder = os.fsencode(tmp_path) + b"/caf\xe9"
    shutil.copytree(tiny_model, os.fsdecode(folder))
    methods = ask.methods
    methods._models._keep("", Kashira(os.fsdecode(folder), spinning=False))
    assert ask("describe")[0]["model"]["folder"] == f"{tmp_path}/caf?"


def test_a_heads_tag_is_four_letters_and_digits_that_follow_from_it(ask: Asked) -> None:
    tags = [ask.head(seed=seed)["tag"] for seed in (1, 2, 1)]
    assert tags[0] == tags[2] != tags[1]
    assert all(len(tag) == 4 and tag.isalnum() for tag in tags)


def mutated(value: Any, rng: random.Random) -> Any:
    """JSON with one part of it put wrong."""
    odd: list[Any] = [
        None, True, -1, 0, 1.5, 10**25, 1e300, "", "red", "hair", "#12345", "x" * 300,
        [], {}, [None], {"x": 1}, ["hair", "hair"], {"hair_color": "red"}, {"long": -1},
    ]  # fmt: skip
    if isinstance(value, dict) and value and rng.random() < 0.85:
        name = rng.choice(list(value))
        return {**value, name: mutated(value[name], rng)}
    if isinstance(value, list) and value and rng.random() < 0.7:
        place = rng.randrange(len(value))
        return [*value[:place], mutated(value[place], rng), *value[place + 1 :]]
    return rng.choice(odd)


def test_whatever_is_asked_for_is_done_or_refused_in_a_sentence(ask: Asked, tmp_path: Path) -> None:
    seed = 20261125
    rng = random.Random(seed)
    print("seed", seed)
    recipe = ask.head(seed=7, attributes={"hair_style": {"long": 0.5, "short": 0.5}})["recipe"]
    drawn = {"seed": 3, "variety": 0.5, "attributes": {"hair_color": "red", "smile": 1.0},
             "inks": {"hair.line": "#203020"}, "keep": ["hair"], "recipe": recipe}  # fmt: skip
    pictured = {"size": 32, "format": "rgba8", "pictures": True}
    asked: dict[str, dict[str, Any]] = {
        "describe": {"model": None},
        "preview": {**drawn, **pictured, "detail": "low"},
        "generate": {**drawn, **pictured, "count": 1},
        "vary": {"recipe": recipe, "strength": 0.3, "count": 1, "keep": ["eyes"], "seed": 1},
        "edit": {"recipe": recipe, "attributes": {"smile": 0.2}, "inks": {}, **pictured},
        "recolor": {"recipe": recipe, "attributes": {"eye_color": "blue"}, "inks": {}},
        "mix": {"recipes": [recipe, recipe], "steps": 1},
        "morph": {"recipes": [recipe, recipe], "frames": 2, "loop": True, "easing": "linear"},
        "layers": {"recipe": recipe, "split": "inks", "crop": True, **pictured},
        "inks": {"recipe": recipe, **pictured},
        "ink_frames": {"recipes": [recipe, recipe], "frames": 2, "loop": True, **pictured},
        "match_colors": {"recipe": recipe, "width": 2, "height": 2},
        "save": {"recipe": recipe, "path": str(tmp_path / "a.png"), "split": "parts"},
        "read": {"path": str(tmp_path / "a.png")},
        "models": {},
    }
    for _ in range(1500):
        method = rng.choice(list(asked))
        params = mutated(asked[method], rng)
        if isinstance(params, dict):
            with contextlib.suppress(KashiraError):
                ask(method, b"x" * 16, **params)
