"""Pictures of the docker in real Krita, for docs/krita.

``python -m tests.hosts.krita.screenshots [FOLDER]`` starts Krita twice (dark, light), plays
scenarios/taking_pictures.py and keeps the PNGs. Fonts for Chinese and Japanese: apt-get install
fonts-noto-cjk. KASHIRA_ONLY names single scenarios.
"""

import os
import sys
import tempfile
from pathlib import Path

from PIL import Image

from krita_plugin import kritarc
from tests.hosts.krita import running_krita
from tests.hosts.krita.conftest import a_screen, run_kashira

ROOT = Path(__file__).parents[3]
THEMES = {"dark": "Krita dark", "light": "Krita bright"}
SCENARIOS = "taking_pictures.py"
SECONDS = 240


def main(target: Path) -> int:
    """Make the pictures; 1 if one of them could not be made."""
    failed = 0
    with tempfile.TemporaryDirectory() as name, a_screen() as display:
        home, folder = Path(name) / "home", Path(name) / "pictures"
        folder.mkdir()
        home.mkdir()
        run_kashira(home, "install", "krita")
        running_krita.install_driver(home)
        for theme, called in THEMES.items():
            kritarc.set_entry(home / ".config/kritarc", "theme", "Theme", called)
            extra = {"KASHIRA_THEME": theme}
            played = running_krita.play(SCENARIOS, home, display, folder, SECONDS, extra=extra)
            for scenario in running_krita.scenario_names(SCENARIOS):
                if os.environ.get("KASHIRA_ONLY", scenario) != scenario:
                    continue
                try:
                    played.check(scenario)
                    print(theme, scenario, played.outcomes[scenario].seconds, "s")
                except AssertionError as error:
                    print(f"{theme}, {scenario}: {error}", file=sys.stderr)
                    failed = 1
        target.mkdir(parents=True, exist_ok=True)
        for picture in sorted(folder.glob("*.png")):
            with Image.open(picture) as image:  # half of the size; k-means saves swatches
                small = image.convert("RGB").quantize(256, kmeans=3)
                small.save(target / picture.name, optimize=True)
            print(target / picture.name)
    return failed


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "krita"))
