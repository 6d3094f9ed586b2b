"""The page: curves, a film of the samples, what each attribute does, copies, rights."""

import html
import tempfile
from collections.abc import Callable
from pathlib import Path

from core import safe_write
from core.kashira import Kashira
from training.dataset import model_sources
from training.export_model import export_model
from training.report import curves, pictures
from training.settings import read_settings

Say = Callable[[str, float], None]

SAMPLES = "Heads that no batch holds: drawn by code above, painted by the network below."
NEAREST = "Heads in the pictures' colours, and below each the picture that it is nearest to."

STYLE = """
:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;
margin:2em auto;padding:0 1em}h1,h2{font-weight:600}h2{margin-top:2em}figure{margin:0}
.curves{display:grid;grid-template-columns:repeat(auto-fill,minmax(320px,1fr));gap:1em}
svg{width:100%;color:#c0503c}.stage{stroke:currentColor;opacity:.35;stroke-width:.6}
svg text{font-size:10px;fill:currentColor;opacity:.8}
img{max-width:100%;height:auto;display:block}.row{display:flex;gap:1em;align-items:center;
margin:.2em 0}.row span{flex:0 0 13em}input[type=range]{width:100%}table{border-collapse:collapse}
td,th{padding:.1em .8em .1em 0;text-align:left;vertical-align:top}th{white-space:nowrap}
"""
SCRIPT = """
for(const film of document.querySelectorAll('.film')){const at=film.querySelector('input');
const frames=film.querySelectorAll('figure');let on=false;
at.oninput=()=>frames.forEach((f,i)=>f.hidden=i!=at.value);
film.querySelector('button').onclick=()=>{on=!on;};
setInterval(()=>{if(on){at.value=(+at.value+1)%frames.length;at.oninput();}},300);}
"""


def write(run: Path, target: Path, model: Path | None = None, say: Say | None = None) -> None:
    """Write the report of a run as one HTML file that needs nothing else.

    Args:
        run: the folder of a run of `kashira train fit`.
        target: the file.
        model: its model folder, where it has been exported; else it is exported for this.
        say: told what is done, and how far it is (0..1).

    Raises:
        FileNotFoundError: the run has no weights yet.
        OutputError: the file cannot be written.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = model or exported(run, Path(scratch) / "model")
        body = "\n".join(sections(run, Kashira(folder), say or (lambda text, done: None)))
    title = html.escape(run.resolve().name)
    safe_write.write_bytes(
        target,
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style>'
        f"<h1>{title}</h1>{body}<script>{SCRIPT}</script></html>".encode(),
    )


def exported(run: Path, folder: Path) -> Path:
    """The model folder of a run as it is now."""
    export_model(run, folder, run.resolve().name)
    return folder


def sections(run: Path, model: Kashira, say: Say) -> list[str]:
    """The parts of the page, each with its heading."""
    say("reading the run", 0.0)
    parts = [summary(run, model)]
    parts.append(over_time(curves.read(run / "log.csv")))
    parts.append(growth(curves.speeds(run / "log.csv")))
    drawn = read_settings(run / "config.toml").network.name == "kashira"
    parts.append(film(run / "samples", "Samples over time", SAMPLES if drawn else ""))
    parts.append(film(run / "nearest", "Nearest training pictures", NEAREST))
    rows = []
    every = sum(len(pictures.settings_of(a)) for a in model.manifest.attributes) or 1
    for number, (words, image) in enumerate(pictures.attribute_rows(model)):
        say("drawing what each attribute does", number / every)
        rows.append(row(words, pictures.embedded(image)))
    if rows:
        about = "The same heads in every row, but for what stands beside it."
        parts.append(f"<h2>Attributes</h2><p>{about}</p>{''.join(rows)}")
    on_the_way = "".join(f'<img alt="" src="{pictures.embedded(i)}">' for i in pictures.ways(model))
    parts.append(f"<h2>From head to head</h2>{on_the_way}")
    parts.append(rights(run, model))
    say("done", 1.0)
    return [part for part in parts if part]


def summary(run: Path, model: Kashira) -> str:
    """What it is, in a table."""
    settings = read_settings(run / "config.toml")
    rows = {
        "Network": settings.network.name,
        "Learns from": settings.data or "drawings made by Kashira's own code",
        "Began with": settings.start or "nothing",
        "So far": model.manifest.provenance,
    }
    cells = "".join(f"<tr><th>{k}</th><td>{html.escape(v)}</td></tr>" for k, v in rows.items())
    return f"<table>{cells}</table>"


def over_time(found: curves.Figures) -> str:
    """Every figure as a curve."""
    drawn = "".join(curves.svg(name, found) for name in found.curves)
    stages = ", ".join(html.escape(name) for name in found.stages)
    about = f"<p>Thin lines part the stages: {stages}.</p>" if len(found.stages) > 1 else ""
    return f'<h2>Figures over time</h2>{about}<div class="curves">{drawn}</div>'


def growth(speeds: dict[str, dict[int, float]]) -> str:
    """How many images a second, and how that grows with the processes."""
    rows = "".join(
        f"<tr><td>{html.escape(stage)}</td><td>{n}</td><td>{speed:.3g}</td>"
        f"<td>{speed / found[min(found)]:.2f}</td></tr>"
        for stage, found in speeds.items()
        for n, speed in found.items()
    )
    if not rows:
        return ""
    return (
        "<h2>Images a second</h2><table><tr><th>Stage</th><th>Processes</th>"
        f"<th>Images a second</th><th>Times the fewest</th></tr>{rows}</table>"
    )


def film(folder: Path, title: str, about: str) -> str:
    """The sheets of a folder, to be moved through."""
    frames = pictures.film(folder)
    if not frames:
        return ""
    shown = "".join(
        f'<figure{"" if i == len(frames) - 1 else " hidden"}><img alt="" src="'
        f'{pictures.embedded(image)}"><figcaption>after {seen} heads</figcaption></figure>'
        for i, (seen, image) in enumerate(frames)
    )
    last = len(frames) - 1
    return (
        f'<h2>{title}</h2><p>{about}</p><div class="film"><input type="range" max="{last}" '
        f'value="{last}"><button>Play or stop</button>{shown}</div>'
    )


def rights(run: Path, model: Kashira) -> str:
    """Whose pictures they are."""
    sources = model_sources.read(model.folder.path)
    text = sources.summary.sentence() if sources.groups else "No pictures from elsewhere."
    return f"<h2>Rights</h2><p>{html.escape(text)}</p>"


def row(words: str, url: str) -> str:
    """A picture with what it shows before it."""
    return f'<div class="row"><span>{html.escape(words)}</span><img alt="" src="{url}"></div>'
