from pathlib import Path

import pytest

from training import settings
from training.run_config import shipped
from training.settings import ConfigError, read_settings

pytestmark = pytest.mark.training

CONFIGS = Path(settings.__file__).parent / "configs"


@pytest.mark.parametrize("path", sorted(CONFIGS.glob("*.toml")), ids=lambda p: p.name)
def test_the_configs_that_ship_can_be_read(path):
    assert read_settings(path).stages


STAGE = '[[stage]]\nname = "a"\nsize = 128\nbatch = 8\nimages = 9\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("seed = ", "cannot be read as TOML"),
        ("seed = 1\n", r"at least one \[\[stage\]\]"),
        ("sede = 1\n" + STAGE, "no option 'sede'; known: seed"),
        ('seed = "one"\n' + STAGE, "seed must be int, not 'one'"),
        (STAGE.replace("128", "48"), "size must be 64, 128 or 256"),
        (STAGE.replace("images = 9", ""), "give it images or minutes"),
        (STAGE.replace("128", "64"), "kashira paints 128 and 256 px"),
        (
            STAGE + 'learns = "manners"\n',
            "learns must be one of heads, rest, looks, ",
        ),
        (STAGE + 'only = ["hands"]\n', "no part 'hands' of the network; only may name looks"),
        (STAGE.replace('name = "a"\n', ""), "name"),
    ],
)
def test_a_wrong_config_is_refused_in_one_sentence_that_names_the_file(tmp_path, text, told):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=told) as error:
        read_settings(path)
    assert "mine.toml" in str(error.value)
    assert "\n" not in str(error.value).strip()


def test_a_missing_config_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"gone\.toml"):
        read_settings(tmp_path / "gone.toml")


def test_a_run_on_pictures_begins_with_the_default_model_unless_told_otherwise():
    assert read_settings(shipped(None, data=True)).start == "default"
    assert read_settings(shipped(None, data=True, start="nothing")).start == ""
    assert shipped("dcgan64", data=True).stem == "dcgan64"
