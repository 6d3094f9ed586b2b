import json

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("skia")
pytest.importorskip("onnx")

import onnx
import onnxruntime
import torch
from click.testing import CliRunner

from core import Kashira, model_folder
from core.model_folder import open_folder
from core.verify_model import verify
from training import configured, export_onnx, package_model
from training.checkpoint import WEIGHTS, write_weights
from training.cli import train
from training.configured import network_config
from training.drawing import extents, vocabulary
from training.export_onnx import Disagreement, check_agreement, to_onnx
from training.networks.generator import Generator
from training.settings import ConfigError, Settings, read_settings
from training.warm_start import SHARES, begin_with

pytestmark = pytest.mark.training

CONFIG = """
[network]
looks = 0.5
hidden = 16
sharp_width = 8
[[stage]]
name = "a"
size = 128
batch = 8
images = 9
"""


def written(state, run):
    """A run that has these weights, of whatever network."""
    (run / WEIGHTS).mkdir()
    torch.save(state, run / WEIGHTS / "00.pt")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A run whose network is small and says something, though nothing was learnt."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "config.toml").write_text(CONFIG)
    torch.manual_seed(6)
    network = Generator(network_config(read_settings(folder / "config.toml")))
    for name, parameter in network.named_parameters():
        if "pictures" in name:
            torch.nn.init.normal_(parameter, 0.1, 0.2)
        elif "modes" in name or "last" in name or name.endswith("bias"):  # equal tensors are one
            torch.nn.init.normal_(parameter, 0.0, 0.01)
    write_weights(network, folder)
    return folder


@pytest.fixture(scope="module")
def model(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("model") / "mine"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package_model, "check_agreement", lambda n, d: check_agreement(n, d, 3))
        patch.setattr(package_model, "PREVIEW_HEADS", 2)
        package_model.export_run(run, folder, name="mine")
    return folder


def test_an_exported_model_passes_its_own_verification(model):
    assert verify(open_folder(model))
    assert {p.name for p in model.iterdir()} == {
        "generator.onnx", "model.json", "LICENSE", "preview.png"
    }  # fmt: skip


def test_an_exported_model_makes_heads_that_are_not_blank(model):
    head = Kashira(model).generate(count=1, seed=3, hair_color="blue")[0]
    assert head.size == (256, 256)
    assert 0.02 < head.weights.mean() < 0.9
    assert head.manifest.channels == vocabulary.CHANNELS


def test_a_preview_is_the_same_head_smaller(model):
    kashira = Kashira(model)
    head = kashira.generate(count=1, seed=3)[0]
    small = kashira.preview(head.recipe)
    assert small.size == (128, 128)
    assert small.recipe == head.recipe
    assert 0.02 < small.weights.mean() < 0.9


def test_onnx_runtime_and_torch_agree_on_any_batch(run):
    network = export_onnx.load_network(run)
    data = to_onnx(network)
    assert check_agreement(network, data, heads=4) < 2e-3
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    random = np.random.default_rng(7)
    latent = random.standard_normal((3, vocabulary.LATENT_SIZE)).astype(np.float32)
    attributes = random.random((3, vocabulary.ATTRIBUTE_SIZE), np.float32)
    together = session.run(["channels"], {"latent": latent, "attributes": attributes})[0]
    alone = session.run(["channels"], {"latent": latent[1:2], "attributes": attributes[1:2]})[0]
    assert together.shape == (3, vocabulary.CHANNELS, 256, 256)
    np.testing.assert_allclose(together[1], alone[0], atol=1e-5)
    assert together.min() >= 0
    assert together.max() <= 1


def test_the_file_holds_bytes_and_half_precision_weights_and_nothing_outside(run):
    model = onnx.load_from_string(to_onnx(export_onnx.load_network(run)))
    large = [t for t in model.graph.initializer if np.prod(t.dims) >= 20000]
    kinds = {t.data_type for t in large}
    assert kinds <= {onnx.TensorProto.FLOAT16, onnx.TensorProto.INT8, onnx.TensorProto.UINT8}
    assert all(t.data_location == onnx.TensorProto.DEFAULT for t in model.graph.initializer)
    assert model.opset_import[0].version >= 17


def test_a_file_that_computes_something_else_is_not_exported(run, tmp_path, monkeypatch):
    network = export_onnx.load_network(run)
    data = to_onnx(network)
    for parameter in network.looks.of_layers[0].parameters():
        parameter.mul_(1.5)
    with pytest.raises(Disagreement, match="not exported"):
        check_agreement(network, data, heads=2)


def test_a_run_without_weights_says_so_and_writes_nothing(tmp_path):
    (tmp_path / "config.toml").write_text(CONFIG)
    result = CliRunner().invoke(train, ["export", str(tmp_path), "--out", str(tmp_path / "out")])
    assert result.exit_code != 0
    assert "weights is missing" in result.output
    assert not (tmp_path / "out").exists()


def test_the_model_that_ships_is_small_enough():
    folder = model_folder.SHIPPED / model_folder.DEFAULT
    assert sum(file.stat().st_size for file in folder.iterdir()) < 16e6


@pytest.mark.parametrize("source", ["run", "model"])
def test_a_new_run_may_begin_with_the_weights_of_an_older_one(source, request):
    begun = Generator(network_config(read_settings(request.getfixturevalue("run") / "config.toml")))
    missing = begin_with(begun, request.getfixturevalue(source))
    older = export_onnx.load_network(request.getfixturevalue("run"))
    if source == "model":
        to_onnx(older)  # rounds its weights
    inputs = torch.randn(2, vocabulary.LATENT_SIZE), torch.rand(2, vocabulary.ATTRIBUTE_SIZE)
    with torch.no_grad():
        for size in (128, 256):
            ours, theirs = begun(*inputs, (size,))[0], older(*inputs, (size,))[0]
            assert torch.allclose(ours, theirs, atol=2e-3)
    assert not missing


def test_a_run_may_begin_with_a_model_that_lacks_a_layer(model, run, tmp_path):
    text = json.loads((model / "model.json").read_text())
    names = [layer["name"] for layer in text["layers"]]
    gone = names.index("ahoge")
    older = tmp_path / "older"
    older.mkdir()
    text["layers"].pop(gone)
    (older / "model.json").write_text(json.dumps(text))
    network = Generator(network_config(read_settings(run / "config.toml")))
    state = export_onnx.load_network(run).state_dict()
    here = {f"looks.pictures.{i}.{key}" for i in range(len(names)) for key in ("weight", "bias")}
    less = {k: v for k, v in state.items() if k not in here}
    for place, name in enumerate(n for n in names if n != "ahoge"):
        for key in ("weight", "bias"):
            picture = state[f"looks.pictures.{names.index(name)}.{key}"]
            less[f"looks.pictures.{place}.{key}"] = picture
    less = {k: v for k, v in less.items() if not k.startswith("motion.modes.")}
    for place, there in enumerate(i for i in range(len(names)) if i != gone):
        for key in ("weight", "bias"):
            less[f"motion.modes.{place}.{key}"] = state[f"motion.modes.{there}.{key}"]
    for name in SHARES:
        rows = state[name].split(network.motion.counts)
        less[name] = torch.cat([r for i, r in enumerate(rows) if i != gone])
    written(less, older)

    missing = begin_with(network, older)
    begun = network.state_dict()
    assert missing == [f"looks.pictures.{gone}.weight", f"looks.pictures.{gone}.bias"]
    assert begun[f"motion.modes.{gone}.weight"].abs().max() == 0
    torch.testing.assert_close(begun["motion.modes.2.weight"], state["motion.modes.2.weight"])
    hat = f"looks.pictures.{names.index('hat')}.weight"
    torch.testing.assert_close(begun[hat], state[hat], atol=1e-2, rtol=1e-2)


def test_a_run_may_begin_with_a_model_that_knows_fewer_attributes(model, run, tmp_path):
    text = json.loads((model / "model.json").read_text())
    smirk = next(a for a in text["attributes"] if a["name"] == "smirk")
    for attribute in text["attributes"]:
        if attribute.get("index", -1) > smirk["index"]:
            attribute["index"] -= 1
    text["attributes"].remove(smirk)
    (tmp_path / "model.json").write_text(json.dumps(text))
    state = export_onnx.load_network(run).state_dict()
    gone = vocabulary.LATENT_SIZE + smirk["index"]
    names = ("motion.mix.0.weight", "motion.direct.weight")
    less = state | {
        name: torch.cat([state[name][:, :gone], state[name][:, gone + 1 :]], 1) for name in names
    }
    written(less, tmp_path)

    network = Generator(network_config(read_settings(run / "config.toml")))
    assert not begin_with(network, tmp_path)
    for name in names:
        begun, known = network.state_dict()[name], state[name].clone()
        assert begun[:, gone].abs().max() == 0
        known[:, gone] = 0
        torch.testing.assert_close(begun, known, atol=1e-3, rtol=1e-2)


@pytest.mark.parametrize("shared", [20, 60])
def test_a_run_may_begin_with_a_model_whose_layers_share_their_modes(model, run, tmp_path, shared):
    (tmp_path / "model.json").write_text((model / "model.json").read_text())
    network = Generator(network_config(read_settings(run / "config.toml")))
    state, size = export_onnx.load_network(run).state_dict(), sum(network.motion.sizes)
    less = {k: v for k, v in state.items() if not k.startswith(("motion.modes.", "motion.own."))}
    less |= {name: torch.randn(shared, *state[name].shape[1:]) / 8 for name in SHARES}
    few = torch.randn(size, 20) / 8  # so few do something: any layer can have as many
    modes = less["motion.modes.weight"] = few @ torch.randn(20, shared)
    bias = less["motion.modes.bias"] = torch.randn(size)
    written(less, tmp_path)
    assert all(name.startswith("motion.own.") for name in begin_with(network, tmp_path))

    inputs = torch.randn(3, network.config.inputs)
    weight, more, direct, most = (less[name] for name in SHARES)
    told = network.motion.mix[:-1](inputs)
    fields = (told @ weight.T + more + inputs @ direct.T + most) @ modes.T + bias
    made = torch.cat([field.flatten(1) for field in network.motion(inputs)], 1)
    torch.testing.assert_close(made, fields, atol=1e-3, rtol=1e-3)


def test_fields_fill_wider_windows_as_they_were_and_beyond_as_at_their_edge(model, monkeypatch):
    older = Generator(network_config(Settings()))
    begin_with(older, model)
    wider = dict(extents.EXTENTS, mouth=(8, 3, 15, 13), hat=(0, 0, 6, 16))
    monkeypatch.setattr(configured, "EXTENTS", wider)
    network = Generator(network_config(Settings()))
    assert not [name for name in begin_with(network, model) if "motion" in name]
    inputs = torch.randn(2, network.config.inputs)
    before, after = older.motion(inputs), network.motion(inputs)
    names = [layer["name"] for layer in vocabulary.LAYERS]
    mouth, hat, hair = (names.index(name) for name in ("mouth", "hat", "hair_back"))
    torch.testing.assert_close(after[hair], before[hair])
    top, left, bottom, right = extents.EXTENTS["mouth"]
    up, down, west, east = (
        extents.NODES["mouth"] * edge for edge in (top - 8, bottom - 8, left - 3, right - 3)
    )
    torch.testing.assert_close(after[mouth][:, :, up:down, west:east], before[mouth])
    torch.testing.assert_close(after[mouth][:, :, 0], after[mouth][:, :, up])
    torch.testing.assert_close(after[hat], before[hat][:, :, :6])


def test_beginning_with_something_else_is_refused_in_a_sentence(tmp_path, run):
    network = Generator(network_config(read_settings(run / "config.toml")))
    with pytest.raises(ConfigError, match="neither"):
        begin_with(network, tmp_path)


def test_pictures_seen_before_a_run_began_are_counted(model, run, tmp_path):
    text = (model / "model.json").read_text()
    parent = tmp_path / "parent"
    parent.mkdir()
    (parent / "model.json").write_text(text.replace("0 pictures seen", "189000 pictures seen"))
    assert package_model.seen_before(str(parent)) == 189_000
    assert package_model.seen_before(str(run)) == package_model.seen_before("") == 0
