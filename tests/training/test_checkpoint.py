import pytest

pytest.importorskip("torch")

import torch

from training import checkpoint

pytestmark = pytest.mark.training


def test_a_checkpoint_comes_back_as_it_was_in_files_small_enough_to_share(tmp_path):
    tensors = {f"network/{i}": torch.randn(600, 1000) for i in range(10)}
    tensors["optimizer/0/3/step"] = torch.tensor(7.0)
    checkpoint.save(tmp_path, "000001", tensors, {"stage": 1})
    files = list((tmp_path / "checkpoints" / "000001").glob("*.pt"))
    assert max(f.stat().st_size for f in files) < 16e6
    loaded, state = checkpoint.load(checkpoint.complete(tmp_path)[-1])
    assert state == {"stage": 1}
    assert loaded.keys() == tensors.keys()
    assert all(torch.equal(loaded[k], tensors[k]) for k in tensors)


def test_half_a_checkpoint_is_never_taken_for_a_whole_one(tmp_path, monkeypatch):
    checkpoint.save(tmp_path, "000001", {"a": torch.ones(2)}, {})

    def power_cut(*_):
        raise OSError("no power")

    monkeypatch.setattr(torch, "save", power_cut)
    with pytest.raises(OSError, match="no power"):
        checkpoint.save(tmp_path, "000002", {"a": torch.zeros(2)}, {})
    assert [p.name for p in checkpoint.complete(tmp_path)] == ["000001"]


def test_old_checkpoints_make_room(tmp_path):
    for number in range(5):
        checkpoint.save(tmp_path, f"{number:06d}", {"a": torch.ones(2)}, {})
    assert [p.name for p in checkpoint.complete(tmp_path)] == ["000003", "000004"]


def test_optimisers_go_on_with_what_they_remember():
    def made():
        torch.manual_seed(1)
        weight = torch.nn.Parameter(torch.ones(3, 2))
        return weight, torch.optim.Adam([weight], 0.1)

    def step(weight, optimizer):
        optimizer.zero_grad()
        weight.square().sum().backward()
        optimizer.step()

    weight, optimizer = made()
    step(weight, optimizer)
    saved = {k: v.clone() for k, v in checkpoint.optimizer_tensors([optimizer]).items()}
    other, fresh = made()
    other.data.copy_(weight.data)
    checkpoint.load_optimizers([fresh], saved)
    step(weight, optimizer)
    step(other, fresh)
    assert torch.equal(weight, other)


def test_weights_to_carry_about_are_in_files_small_enough_to_share(tmp_path):
    network = torch.nn.Sequential(*(torch.nn.Linear(2000, 1500) for _ in range(6)))
    checkpoint.write_weights(network, tmp_path)
    checkpoint.write_weights(network, tmp_path)
    files = list((tmp_path / checkpoint.WEIGHTS).iterdir())
    assert len(files) > 1
    assert max(file.stat().st_size for file in files) < 16e6
    found = checkpoint.read_weights(tmp_path)
    for name, value in network.state_dict().items():
        torch.testing.assert_close(found[name], value, atol=1e-3, rtol=1e-3)


def test_a_run_without_weights_says_what_writes_them(tmp_path):
    with pytest.raises(FileNotFoundError, match="'kashira train fit' writes it"):
        checkpoint.read_weights(tmp_path)
