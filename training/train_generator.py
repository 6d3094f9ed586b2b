"""Train the generator: one straight loop over the stages of a config.

Each step: read some heads, paint them, compare every layer and the finished picture, step. What is
random in a step follows from (seed, stage, step); all else that must survive a kill is written by
`save`, so a resumed run is the run that was never stopped.
"""

import copy
import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from training import checkpoint
from training.adversary import Adversary
from training.batches import Batch, batches
from training.configured import corpus_at_rest, corpus_plan, fill_cache, network_config
from training.corpus import Corpus, drawing_hash
from training.device import ThreadChoice, choose_speed, make_fabric
from training.drawing.vocabulary import ATTRIBUTE_SIZE, LATENT_SIZE, LAYERS
from training.losses import LayerTable
from training.networks.generator import SMALL, Generator
from training.objective import Objective, channel_weights
from training.optimizer import Muon, split_parameters
from training.pace import Pace
from training.progress import Log, Progress
from training.run_stages import run_stages, stage_done
from training.samples import HeldOut, write_sheet
from training.settings import Settings, Stage
from training.train_alone import alone_batches, alone_loss
from training.train_looks import learn_pictures, share_batches, share_loss
from training.train_motion import motion_loss, traced, track_batches
from training.train_sharpener import sharp_batches, sharp_loss
from training.warm_start import begin_with, start_folder

if TYPE_CHECKING:
    from training.own_art import OwnArt

LOSSES = {  # of one part
    "motion": motion_loss,
    "alone": alone_loss,
    "looks": share_loss,
    "sharpness": sharp_loss,
}
MOVING = ("motion", "alone")  # lessons about how parts move
UNSEEN = (*MOVING, "looks")  # what no pictures of heads are shown for
LOGGED = 20  # steps from row to row of the log
HELD_OUT_SEED = 7_000_000  # added to the corpus' own: no batch holds these heads


def rate_factor(warm_up: int, stage: Stage, step: int, done: float) -> float:
    """Warm-up, then a cosine over the stage's budget down to `rate_end` of the rate."""
    cosine = 0.5 + 0.5 * math.cos(math.pi * min(done, 1.0))
    return min(1.0, (step + 1) / warm_up) * (stage.rate_end + (1 - stage.rate_end) * cosine)


class Training:
    """Everything that a run owns."""

    def __init__(self, settings: Settings, run: Path, progress: Progress):
        self.settings, self.run, self.progress = settings, run, progress
        torch.manual_seed(settings.seed)
        self.table = LayerTable.from_layers(LAYERS)
        self.network = Generator(network_config(settings))
        self.network.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
        self.position: dict[str, Any] = {"stage": 0, "step": 0, "images": 0, "seconds": 0.0}
        self.position |= {"total_images": 0, "pictures": 0, "skipped": 0}
        self.position["drawing"] = drawing_hash()
        tensors: dict[str, Tensor] = {}
        if found := checkpoint.complete(run):
            tensors, self.position = checkpoint.load(found[-1])
            self.position.setdefault("pictures", self.position["total_images"])
            print(f"going on from {found[-1]}", file=sys.stderr)
        elif settings.start:
            new = begin_with(self.network, start_folder(settings.start))
            print(
                f"beginning with {settings.start}; from nothing: {new or 'none'}", file=sys.stderr
            )
        self.corpus = self._open_corpus(self.position["drawing"])
        precision, threads = self.position["speed"] = self._measure()
        torch.set_num_threads(threads)
        self.threads = ThreadChoice(settings.threads, threads)
        print(f"{len(self.corpus)} drawings; {precision}, {threads} threads", file=sys.stderr)
        self.fabric = make_fabric(precision, settings.devices)
        self.fabric.launch()
        hidden, rest = split_parameters(self.network)
        self.optimizers: list[Any] = [
            Muon(hidden, 1e-3, half=precision == "bf16"),
            torch.optim.AdamW(rest, 1e-3, betas=(0.9, 0.99), weight_decay=0),
        ]
        self.average = copy.deepcopy(self.network).requires_grad_(False).to(self.fabric.device)
        if tensors:
            self.network.load_state_dict(checkpoint.under("network/", tensors))
            self.average.load_state_dict(checkpoint.under("average/", tensors))
            checkpoint.load_optimizers(self.optimizers, tensors)
        self.painter, *self.optimizers = self.fabric.setup(self.network, *self.optimizers)
        self.weights = channel_weights(self.corpus, self.table, settings.loss)
        self.objective = Objective(settings.loss, self.table, self.weights, self.fabric.device)
        self.held_out: dict[bool, HeldOut] = {}  # by whether they are at rest
        self.own = self._open_own_art()
        self.log = Log(run)
        self.adversary: Adversary | None = None
        self.adversary_tensors = tensors

    def _open_own_art(self) -> "OwnArt | None":
        if not self.settings.data:
            return None
        from training.own_art import OwnArt  # needs more than torch and numpy

        return OwnArt(Path(self.settings.data), self.settings.seed, self.table)

    def _open_corpus(self, drawing: str) -> Corpus:
        """The drawings that the run began with, even if the drawing code has changed since."""
        if drawing == drawing_hash():
            fill_cache(self.settings, self.progress, self.settings.corpus.enough)
        else:
            print(
                "the drawing code has changed: the run goes on with its old drawings, but what is "
                "held out is drawn anew; use another --out for the new ones",
                file=sys.stderr,
            )
        return Corpus(corpus_plan(self.settings, drawing))

    def _measure(self) -> tuple[str, int]:
        """Precision and threads for this machine, tried on features that take it no time."""
        count = min(8, self.settings.stages[0].batch)

        def step() -> None:
            inputs = torch.zeros(count, LATENT_SIZE), torch.zeros(count, ATTRIBUTE_SIZE)
            self.network(*inputs, (SMALL,))[0].float().square().mean().backward()

        chosen = choose_speed(step, self.settings.precision, self.settings.threads)
        self.network.zero_grad(set_to_none=True)
        return chosen

    def learn(self, stage: Stage, batch: Any, factor: float, random: torch.Generator) -> float:
        """One step; returns the loss, or NaN where the step was skipped."""
        for optimizer, rate in zip(self.optimizers, (stage.rate, stage.rate_rest), strict=True):
            optimizer.param_groups[0]["lr"] = rate * factor
            optimizer.zero_grad(set_to_none=True)
        self.optimizers[1].param_groups[0]["weight_decay"] = stage.decay
        if stage.learns in LOSSES:
            loss = LOSSES[stage.learns](self.network, batch, self.fabric.device)
            return self._step(loss, loss, alone=True)
        share = self.fabric.global_rank, self.fabric.world_size
        loss, shown, wanted = self._pictures(stage, batch, random, share)
        if self.adversary is None:
            return self._step(loss, loss)
        if self.own is not None:
            step = self.position["step"]
            shown, wanted = self.own.rivals(self.painter, stage, step, random, share)
        judged = stage.adversarial * self.adversary.generator_loss(shown, wanted)
        reached = self._step(loss + judged, loss)
        if not math.isnan(reached):
            self.adversary.learn(shown, wanted, factor)
        return reached

    def _let_learn(self, parts: tuple[str, ...]) -> None:
        """Let these parts of the network learn, all if none are named."""
        for name, parameter in self.network.named_parameters():
            parameter.requires_grad_(not parts or name.startswith(parts))

    def _step(self, total: Tensor, loss: Tensor, alone: bool = False) -> float:
        """Go down `total`; returns `loss`, or NaN where no step could be made.

        `alone`: it does not come of the painter, which shares its slopes with other processes.
        """
        self.fabric.backward(total)
        if alone and self.fabric.world_size > 1:
            for parameter in self.network.parameters():
                if parameter.grad is not None:
                    parameter.grad = self.fabric.all_reduce(parameter.grad, reduce_op="mean")
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.settings.clip)
        if not torch.isfinite(norm):
            self.position["skipped"] += 1
            return math.nan
        for optimizer in self.optimizers:
            optimizer.step()
        keep = min(
            self.settings.average, (1 + self.position["step"]) / (10 + self.position["step"])
        )
        both = zip(self.average.parameters(), self.network.parameters(), strict=True)
        with torch.no_grad():
            for mean, now in both:
                if now.grad is not None:
                    mean.lerp_(now, 1 - keep)
        return self.fabric.all_reduce(loss.detach(), reduce_op="mean").item()

    def _pictures(
        self, stage: Stage, batch: Batch, random: torch.Generator, share: tuple[int, int]
    ) -> tuple[Tensor, Tensor, Tensor]:
        """(loss, generated composites, drawn composites)."""
        device = self.fabric.device
        made = self.painter(
            batch.latent.to(device),
            batch.attributes.to(device),
            stage.sizes,
            stage.learns == "rest",
        )
        return self.objective([x.float() for x in made], batch, stage, random, share)

    def _batches(self, stage: Stage, first: int, stride: int) -> Iterator[Any]:
        """What a stage learns from, from batch number `first` on."""
        settings, progress = self.settings, self.progress
        if stage.learns == "motion":
            plan = traced(settings.corpus, progress)
            return track_batches(plan, stage.batch, first, settings.seed, stride)
        if stage.learns == "alone":
            return alone_batches(stage.batch, first, settings.seed, progress, stride)
        corpus = self.corpus if stage.learns == "heads" else corpus_at_rest(settings, progress)
        if stage.learns == "looks":
            shares = learn_pictures((self.network, self.average), corpus, progress)
            self.position["pictures"] += len(shares) if first < stride else 0
            return share_batches(corpus, shares, stage.batch, first, settings.seed, stride)
        if stage.learns == "sharpness":
            return sharp_batches(corpus, stage.batch, first, settings.seed, stride)
        return batches(corpus, stage.size, stage.batch, first, settings.seed, stride)

    def save(self) -> None:
        """Everything, atomically; and the averaged weights for carrying away."""
        if not self.fabric.is_global_zero:
            return
        tensors = {f"network/{k}": v for k, v in self.network.state_dict().items()}
        tensors |= {f"average/{k}": v for k, v in self.average.state_dict().items()}
        tensors |= checkpoint.optimizer_tensors(self.optimizers)
        if self.adversary is not None:
            tensors |= self.adversary.tensors()
        name = f"{self.position['total_images']:09d}"
        checkpoint.save(self.run, name, tensors, self.position)
        checkpoint.write_weights(self.average, self.run)

    def _held_out(self, at_rest: bool) -> HeldOut:
        if at_rest not in self.held_out:
            seed = self.settings.corpus.seed + HELD_OUT_SEED
            self.held_out[at_rest] = HeldOut(self.settings.held_out, seed, self.table, at_rest)
        return self.held_out[at_rest]

    def sample(self, stage: Stage) -> dict[str, float]:
        """Figures and a sheet of held-out heads, by the averaged weights."""
        if not self.fabric.is_global_zero:
            return {}
        images = self.position["total_images"]
        half = self.position["speed"][0] == "bf16"
        with torch.autocast(self.fabric.device.type, torch.bfloat16, enabled=half):
            held_out = self._held_out(stage.learns not in ("heads", *MOVING))
            figures, pixels = held_out.score(self.average, stage.size)
        write_sheet(pixels, self.run / "samples" / f"{images:09d}-{stage.size}.png")
        self.log.scalars(images, stage.name, figures)
        self.log.picture(images, pixels)
        if self.own is not None:
            figures |= self.own.look(self.average, stage.size, self.run, self.log, images)
        return figures

    def stage(self, stage: Stage, stopping: list[int], until: float) -> bool:
        """Train one stage from where it stands; False: stopped (and saved) before its end."""
        at, settings = self.position, self.settings
        self._let_learn(stage.only)
        if stage.adversarial:
            self.adversary = Adversary(stage, self.fabric, at["speed"][0] == "bf16")
            self.adversary.load(self.adversary_tensors)
        world, rank = self.fabric.world_size, self.fabric.global_rank
        source = self._batches(stage, at["step"] * world + rank, world)
        saved = sampled = shown_at = time.monotonic()
        figures, loss, pace = {}, math.nan, Pace(at, stage.batch * world)
        for batch in source:
            done = self.fabric.broadcast(stage_done(stage, at["images"], at["seconds"]))
            if done >= 1:
                break
            factor = rate_factor(settings.warm_up, stage, at["step"], done)
            seeds = torch.Generator().manual_seed(
                hash((settings.seed, at["stage"], at["step"])) & 0x7FFFFFFF
            )
            loss = self.learn(stage, batch, factor, seeds)
            self.threads.took(pace.step())
            at["pictures"] += stage.batch * world if stage.learns not in UNSEEN else 0
            now = time.monotonic()
            if now - shown_at > 1:
                shown_at = now
                note = f"loss {loss:.3f}  {pace.speed:.1f} images/s  {pace.left(done)}"
                if figures:
                    note += f"  PSNR {figures['psnr']:.2f} face {figures['psnr_face']:.2f}"
                if self.adversary is not None:
                    note += f"  D {self.adversary.accuracy.item():.2f}"
                self.progress.show(stage.name, done, note)
            if at["step"] % LOGGED == 0:
                values = pace.figures(world) | {"loss": loss, "rate": stage.rate * factor}
                values |= self.adversary.figures() if self.adversary is not None else {}
                self.log.scalars(at["total_images"], stage.name, values)
            stop = self.fabric.broadcast(bool(stopping) or now > until)
            if now - sampled > 60 * settings.sample_minutes:
                figures = self.sample(stage)
                sampled = time.monotonic()
            if stop or now - saved > 60 * settings.checkpoint_minutes:
                self.save()
                saved = time.monotonic()
            pace.go_on()
            if stop:
                return False
        self.sample(stage)
        self.adversary, self.adversary_tensors = None, {}
        return True


def fit(run: Path, minutes: float = 0.0) -> bool:
    """Train what the config.toml in the folder `run` says (`run_stages`).

    training/configs/default.toml explains every option.
    """
    return run_stages(Training, run, minutes)
