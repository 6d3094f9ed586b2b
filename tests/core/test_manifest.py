import copy
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from core import limits, manifest
from core.errors import BadModel
from training.drawing import vocabulary


@pytest.fixture(scope="module")
def tree(tiny_model: Path) -> dict:
    return json.loads((tiny_model / "model.json").read_text())


def decoded(tree: dict) -> manifest.Manifest:
    return manifest.decode(json.dumps(tree).encode(), "m/model.json")


def test_a_sound_manifest_says_everything_again(tree: dict) -> None:
    model = decoded(tree)
    assert model.channels == vocabulary.CHANNELS
    assert model.parts_of_latent.count("eyes") == 9
    assert manifest.decode(manifest.encode(model), "again") == model


Change = Callable[[dict], object]
FAULTS: dict[str, tuple[Change, str]] = {
    "name": (lambda t: t.update(name="../x"), "no name for a model"),
    "resolution": (lambda t: t.update(resolution=10**6), "resolution is 1000000, above"),
    "resolution text": (lambda t: t.update(resolution="big"), "is not as it should be"),
    "nothing": (lambda t: t.update(resolution=0), "is not as it should be"),
    "latent": (lambda t: t.update(latent_size=10**9), "latent_size is"),
    "latent names": (lambda t: t["latent"].pop(), "names 63 of 64"),
    "no layers": (lambda t: t.update(layers=[]), "no layers"),
    "outside": (lambda t: t["attributes"][-1].update(index=99), "outside attribute_size"),
    "negative": (lambda t: t["attributes"][-1].update(index=-1), "outside attribute_size"),
    "same place": (lambda t: t["attributes"][-1].update(index=36), "shares a place"),
    "gap": (lambda t: t.update(attribute_size=t["attribute_size"] + 2), "do not fill"),
    "twice": (lambda t: t["attributes"].append(t["attributes"][0]), "is there twice"),
    "kind": (lambda t: t["attributes"][0].update(kind="magic"), "is not as it should be"),
    "word": (lambda t: t["attributes"][-1].update(name="--out"), "no name for an attribute"),
    "no base": (lambda t: t["attributes"][0]["colors"].update(x={}), "needs a base"),
    "range": (lambda t: t["attributes"][-1].update(range=[1, 1]), "no sensible range"),
    "clip": (lambda t: t["layers"][0].update(clip="hat"), "not next below it"),
    "shadow": (lambda t: t["layers"][0].update(within=["hat"]), "which is not below it"),
    "clip far off": (lambda t: t["layers"][-1].update(clip="eye_white"), "not next below it"),
    "clip of clip": (lambda t: t["layers"][13].update(clip="iris"), "not next below it"),
    "overlap": (lambda t: t["layers"][1].update(channel=1), "shares channels"),
    "channels": (lambda t: t["layers"][1].update(channel=10**9), "channels, above the limit"),
    "ink": (lambda t: t["layers"][0].update(inks=["x"]), "inks that are not in the list"),
    "pixels": (lambda t: t["layers"][0].update(inks="cmyk"), "neither inks nor rgba"),
    "two sources": (lambda t: t["inks"][0].update(color="#fff"), "exactly one of"),
    "no source": (lambda t: t["inks"].append({"name": "x"}), "exactly one of"),
    "role": (lambda t: t["inks"][0].update(role="soul"), "is not there"),
    "ink kind": (lambda t: t["inks"][0].update(kind="glitter"), "of kind 'glitter'"),
    "later ink": (
        lambda t: t["inks"].insert(0, {"name": "m", "mix": [["hair.base", 1]]}),
        "neither a colour nor an ink before it",
    ),
    "path": (
        lambda t: t["files"].update({"../x": {"sha256": "0" * 64, "bytes": 1}}),
        "no plain file name",
    ),
    "hash": (
        lambda t: t["files"]["generator.onnx"].update(sha256="x"),
        "is not as it should be",
    ),
    "no generator": (lambda t: t.update(files={}), "not among its files"),
    "newer": (lambda t: t.update(schema=2), "newer than the 1"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_manifest_that_contradicts_itself_is_refused_in_one_sentence(
    tree: dict, case: str
) -> None:
    change, sentence = FAULTS[case]
    broken = copy.deepcopy(tree)
    change(broken)
    with pytest.raises(BadModel, match=sentence) as caught:
        decoded(broken)
    assert str(caught.value).startswith("m/model.json ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"schema": 1}',
        b'{"schema": 1, "schema": 1}',
        b'{"schema": NaN}',
        b'{"schema": true}',
        b"[" * 100_000,
        b'{"schema": 1' + b"0" * 5000 + b"}",
    ],
)
def test_what_is_no_manifest_is_refused(data: bytes) -> None:
    with pytest.raises(BadModel, match=r"^model\.json "):
        manifest.decode(data, "model.json")


def test_a_huge_manifest_is_not_read(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_MANIFEST_BYTES", 1000)
    with pytest.raises(BadModel, match="more than"):
        manifest.read(tiny_model / "model.json")
