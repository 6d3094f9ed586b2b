"""`kashira train prepare` and `kashira train forget`."""

import os
from pathlib import Path
from typing import Any

import click

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
RULES = ("unsure", "small", "blurred", "monochrome", "cut-off", "duplicate")


def _jobs() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@click.command()
@click.argument("folders", nargs=-1, required=True, type=FOLDER, metavar="FOLDER…")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path),
              metavar="DATASET", help="The folder to write; pictures are only read.")  # fmt: skip
@click.option("--all-mine", default="", metavar="NAME", help="You, NAME, drew all of them.")
@click.option("--rights", type=FILE, metavar="CSV",
              help="Columns source, author, license, consent.")  # fmt: skip
@click.option("--unknown-rights", type=click.Choice(["stop", "skip", "keep"]), default="stop",
              show_default=True, help="What to do with pictures of unknown rights.")  # fmt: skip
@click.option("--tags", type=FILE, metavar="CSV", help="Columns source, tags.")
@click.option("--tags-complete", is_flag=True,
              help="What a picture's tags do not name is not there.")  # fmt: skip
@click.option("--mapping", type=FILE, metavar="TOML", help="Which tags mean what; see the docs.")
@click.option(
    "--tagger", type=FILE, metavar="ONNX", help="A network that tags; with --tagger-tags."
)
@click.option("--tagger-tags", type=FILE, metavar="CSV", help="The list of its tags.")
@click.option("--size", type=click.IntRange(64, 2048), default=256, show_default=True,
              metavar="PIXELS", help="Side of the cut-out heads.")  # fmt: skip
@click.option("--framing", type=click.Choice(["paper", "kashira"]), default="paper",
              show_default=True, help="1.5 faces, or as the default model.")  # fmt: skip
@click.option("--allow", type=click.Choice(RULES), multiple=True, help="Switch a rule off.")
@click.option("--min-votes", type=click.FloatRange(12), metavar="N", help="unsure: fewer [24].")
@click.option("--min-side", type=int, metavar="PIXELS", help="small: in the source [96].")
@click.option("--min-sharpness", type=float, metavar="X", help="blurred: less sharp [0.1].")
@click.option("--min-tones", type=float, metavar="X", help="monochrome: fewer tones [0.01].")
@click.option("--max-padding", type=float, metavar="SHARE", help="cut-off: by the edge [0.05].")
@click.option("--duplicate-distance", type=int, metavar="BITS", help="duplicate: of 256 [32].")
@click.option("--jobs", type=click.IntRange(1, 256), default=_jobs, metavar="N",
              help="Processes [default: the processors at hand].")  # fmt: skip
@click.option("--scheduler", default="", metavar="ADDRESS",
              help="A Dask scheduler: its workers look at the pictures.")  # fmt: skip
def prepare(folders: tuple[Path, ...], out: Path, **asked: Any) -> None:
    """Cut the heads out of the pictures in FOLDER…, judge and tag them, and keep book of rights.

    Goes on where it was stopped; with other rules or tags it takes seconds.
    """
    from training.dataset.prepare import prepare as prepared
    from training.progress import Progress

    order, bar = _order(folders, out, asked), Progress()
    try:
        figures = prepared(order, lambda n, of: bar.show("pictures", n / of, f"{n} of {of}"))
    finally:
        bar.close()
    click.echo(f"{figures.sentence()}\n{figures.rights.sentence()}\n{out / 'report.md'}")


def _order(folders: tuple[Path, ...], out: Path, asked: dict[str, Any]) -> Any:
    from core.errors import BadRequest
    from training.dataset import labels, look, notes, prepare, rules, witnesses

    if (asked["tagger"] is None) != (asked["tagger_tags"] is None):
        raise BadRequest("a tagger is a network and its tags: give --tagger and --tagger-tags")
    numbers = ("min_votes", "min_side", "min_sharpness", "min_tones", "max_padding",
               "duplicate_distance")  # fmt: skip
    given = {name: asked[name] for name in numbers if asked[name] is not None}
    tags, rights = asked["tags"], asked["rights"]
    return prepare.Order(
        folders=folders,
        out=out,
        plan=look.Plan(asked["size"], asked["framing"], asked["tagger"], asked["tagger_tags"]),
        rules=rules.Rules(**given, allowed=frozenset(asked["allow"])),
        told=witnesses.Told(
            tags=notes.read_notes(tags, ("tags",)) if tags else notes.Notes(),
            rights=notes.read_notes(rights, notes.RIGHTS) if rights else notes.Notes(),
            mine=asked["all_mine"].strip(),
            complete=asked["tags_complete"],
        ),
        mapping=labels.read_mapping(asked["mapping"] or labels.DEFAULT),
        unknown=asked["unknown_rights"],
        jobs=asked["jobs"],
        scheduler=asked["scheduler"],
    )


@click.command()
@click.argument("source", metavar="SOURCE")
@click.option("--models", multiple=True, type=FOLDER, metavar="FOLDER",
              help="Where else to look for models.")  # fmt: skip
@click.option("--datasets", multiple=True, type=FOLDER, metavar="FOLDER",
              help="Prepared datasets to look into.")  # fmt: skip
def forget(source: str, models: tuple[Path, ...], datasets: tuple[Path, ...]) -> None:
    """Say which models saw SOURCE: a picture file, a folder of them, or a picture's SHA-256."""
    from training.dataset.forget import find

    click.echo(find(source, models, datasets).text())
