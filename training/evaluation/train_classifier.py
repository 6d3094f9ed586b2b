"""Make the classifier that ships: `python -m training.evaluation.train_classifier`.

From nothing, or on from a former one after the drawing has changed, which takes a quarter as long.
"""

from pathlib import Path

import click
import torch

from training.evaluation import classifier


@click.command()
@click.option("--start", type=click.Path(path_type=Path, exists=True), help="A former one.")
@click.option("--heads", default=12000, show_default=True, help="Drawings to learn.")
@click.option("--epochs", default=8, show_default=True)
@click.option("--rate", default=2e-3, show_default=True)
def main(start: Path | None, heads: int, epochs: int, rate: float) -> None:
    """Train the classifier for the drawings as they are and put it beside its code."""
    plan = classifier.ClassifierPlan(heads, epochs, rate=rate)
    network = classifier.begun_with(start) if start else classifier.LabelNet()
    classifier.train(network, plan)
    target = Path(__file__).parent / classifier.file_name(plan)
    torch.save(network.state_dict(), target)
    click.echo(target)


if __name__ == "__main__":
    main()
