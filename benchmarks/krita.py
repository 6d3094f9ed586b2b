"""`python -m benchmarks.krita`: what an artist's Krita feels of the docker. Needs Krita and Xvfb.

Plays those scenarios of tests/hosts/krita that write figures down, and prints these.
"""

import os
import tempfile
from pathlib import Path

from tests.hosts.krita import engine_answers, running_krita
from tests.hosts.krita.conftest import a_screen, run_kashira

SCENARIOS = {
    "using_the_docker.py": (
        "the_docker_opens_and_shows_a_head",
        "generating_fills_the_grid_and_leaves_krita_free",
        "a_moving_slider_is_followed",
        "a_head_is_inserted_in_each_mode_as_one_step",
    ),
    "inserting.py": (
        "every_colour_space_gets_the_right_colours_in_one_step",
        "sixteen_layers_of_512_pixels_are_quickly_there",
    ),
}


def main() -> None:
    """Start Krita once for each file of scenarios, and print what it measured."""
    with tempfile.TemporaryDirectory() as name, a_screen() as display:
        home, folder = Path(name) / "home", Path(name) / "answers"
        home.mkdir()
        folder.mkdir()
        run_kashira(home, "install", "krita")
        running_krita.install_driver(home)
        engine_answers.write_answers(folder)
        for file, scenarios in SCENARIOS.items():
            print(f"{file}, load of the machine {os.getloadavg()[0]:.1f}")
            played = running_krita.play(file, home, display, folder, only=" ".join(scenarios))
            for scenario in scenarios:
                print(f"  {scenario.replace('_', ' ')}")
                for what, figure in played.check(scenario).items():
                    print(f"    {what}: {figure}")


if __name__ == "__main__":
    main()
