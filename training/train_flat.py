"""Train a GAN that paints flat pictures: one straight loop, as its paper has it.

Each step the discriminator learns real from painted (and the labels), then the generator learns to
be taken for real. What is random in a step follows from (seed, step); a run that was killed goes on
as if it had not been.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training import checkpoint, labels
from training.batches import read_ahead
from training.device import choose_speed, make_fabric
from training.flat_networks import FLAT_NETWORKS, dragan_penalty, label_loss, real_or_not
from training.flat_pictures import DrawnPictures, OwnPictures, Pictures
from training.pace import Pace
from training.progress import Log, Progress
from training.run_stages import run_stages, stage_done
from training.samples import write_sheet
from training.settings import ConfigError, Settings, Stage
from training.watch import REFERENCE, Watch

SHOWN = 64  # heads that figures are made from; the first half are a sheet, eight a row
BETAS = (0.5, 0.999)  # of Adam
LOGGED = 20  # steps from row to row of the log

Judgement = tuple[Tensor, Tensor | None]  # logits of being real [N], and of labels [N, L]


def open_pictures(settings: Settings, progress: Progress) -> Pictures:
    """What the run learns from: the artist's dataset, or the corpus of drawings."""
    size = FLAT_NETWORKS[settings.network.name].size
    if settings.data:
        return OwnPictures(Path(settings.data).expanduser(), size)
    from training.configured import corpus_plan, fill_cache
    from training.corpus import Corpus

    fill_cache(settings, progress, settings.corpus.enough)
    return DrawnPictures(Corpus(corpus_plan(settings)), size, settings.seed)


def batches(
    pictures: Pictures, count: int, first: int, stride: int, seed: int
) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Endless (real [N, 3, S, S] in -1..1, labels [N, L], known [N, L]), from batch `first` on."""

    def read(number: int) -> tuple[Tensor, Tensor, Tensor]:
        random = np.random.default_rng([seed, 5, number])
        chosen = random.integers(len(pictures), size=count).tolist()
        seen, shown, known = zip(*(pictures.read(i, random) for i in chosen), strict=True)
        real = torch.from_numpy(np.stack(seen)).permute(0, 3, 1, 2).float() / 127.5 - 1
        return real, torch.from_numpy(np.stack(shown)), torch.from_numpy(np.stack(known))

    return read_ahead(read, first, stride)


class FlatTraining:
    """Everything that a run owns."""

    def __init__(self, settings: Settings, run: Path, progress: Progress):
        self.settings, self.run, self.progress = settings, run, progress
        self.plan = FLAT_NETWORKS[settings.network.name]
        if settings.start:
            raise ConfigError(
                f"{settings.network.name} begins with nothing: leave out --from, or take the "
                "network kashira"
            )
        torch.manual_seed(settings.seed)
        self.generator, self.discriminator = self.plan.generator(), self.plan.discriminator()
        self.position: dict[str, Any] = {"stage": 0, "step": 0, "images": 0, "seconds": 0.0}
        self.position |= {"total_images": 0}
        tensors: dict[str, Tensor] = {}
        if found := checkpoint.complete(run):
            tensors, self.position = checkpoint.load(found[-1])
            print(f"going on from {found[-1]}", file=sys.stderr)
        self.pictures = open_pictures(settings, progress)
        precision, threads = choose_speed(self._try, settings.precision, settings.threads)
        torch.set_num_threads(threads)
        count = len(self.pictures)
        print(f"{count} pictures; {precision}, {threads} threads", file=sys.stderr)
        self.fabric = make_fabric(precision, settings.devices)
        self.fabric.launch()
        networks = (self.generator, self.discriminator)
        optimizers = [torch.optim.Adam(n.parameters(), 1e-4, betas=BETAS) for n in networks]
        if tensors:
            self.generator.load_state_dict(checkpoint.under("generator/", tensors))
            self.discriminator.load_state_dict(checkpoint.under("discriminator/", tensors))
            checkpoint.load_optimizers(optimizers, tensors)
        self.painter, self.g_step = self.fabric.setup(self.generator, optimizers[0])
        self.critic, self.d_step = self.fabric.setup(self.discriminator, optimizers[1])
        self.log = Log(run)
        self.watch = Watch(self._reference(), copies=bool(settings.data))
        random = np.random.default_rng([settings.seed, 9])
        self.shown = self._noise(SHOWN, random)

    def _reference(self) -> np.ndarray:
        random = np.random.default_rng([self.settings.seed, 8])
        count = min(REFERENCE, len(self.pictures))
        return np.stack([self.pictures.read(i, random)[0] for i in range(count)])

    def _try(self) -> None:
        latent, asked = self._noise(4, np.random.default_rng(0))
        logits, _ = self.discriminator(self.generator(latent, asked))
        logits.float().mean().backward()
        self.generator.zero_grad(set_to_none=True)
        self.discriminator.zero_grad(set_to_none=True)

    def _noise(self, count: int, random: np.random.Generator) -> tuple[Tensor, Tensor]:
        latent = random.standard_normal((count, self.plan.latent_size)).astype(np.float32)
        asked = labels.asked(count, random)[:, : self.plan.labels]
        return torch.from_numpy(latent), torch.from_numpy(asked)

    def learn(self, batch: tuple[Tensor, ...], random: np.random.Generator) -> dict[str, float]:
        """One step of each network; returns the figures of it."""
        device, plan = self.fabric.device, self.plan
        real, shown, known = (x.to(device) for x in batch)
        latent, asked = (x.to(device) for x in self._noise(len(real), random))
        sure = torch.ones_like(asked, dtype=torch.bool)
        painted = self.painter(latent, asked)
        (on_real, told_real), (on_painted, told_painted) = self._judged(real, painted.detach())
        loss = plan.adversarial * (real_or_not(on_real, True) + real_or_not(on_painted, False))
        if told_real is not None and told_painted is not None:
            loss = loss + label_loss(told_real, shown, known)
            loss = loss + label_loss(told_painted, asked, sure)
        if plan.penalty:
            loss = loss + plan.penalty * dragan_penalty(self.discriminator, real)
        self.d_step.zero_grad(set_to_none=True)
        self.fabric.backward(loss)
        self.d_step.step()
        self.discriminator.requires_grad_(False)
        logits, told = self._judged(real, painted)[1] if plan.together else self.critic(painted)
        deceit = plan.adversarial * real_or_not(logits, True)
        if told is not None:
            deceit = deceit + label_loss(told, asked, sure)
        self.g_step.zero_grad(set_to_none=True)
        self.fabric.backward(deceit)
        self.g_step.step()
        self.discriminator.requires_grad_(True)
        return {"loss": deceit.item(), "loss_discriminator": loss.item()}

    def _judged(self, real: Tensor, painted: Tensor) -> tuple[Judgement, Judgement]:
        """What the discriminator says of both."""
        if not self.plan.together:
            return self.critic(real), self.critic(painted)
        logits, told = self.critic(torch.cat([real, painted]))
        n = len(real)
        parts = (None, None) if told is None else (told[:n], told[n:])
        return (logits[:n], parts[0]), (logits[n:], parts[1])

    def save(self) -> None:
        """Everything, atomically; and the generator for carrying away."""
        if not self.fabric.is_global_zero:
            return
        tensors = {f"generator/{k}": v for k, v in self.generator.state_dict().items()}
        tensors |= {f"discriminator/{k}": v for k, v in self.discriminator.state_dict().items()}
        tensors |= checkpoint.optimizer_tensors([self.g_step, self.d_step])
        checkpoint.save(self.run, f"{self.position['total_images']:09d}", tensors, self.position)
        checkpoint.write_weights(self.generator, self.run)

    @torch.no_grad()
    def sample(self) -> None:
        """A sheet of the same latents each time."""
        if not self.fabric.is_global_zero:
            return
        self.generator.eval()
        latent, asked = (x.to(self.fabric.device) for x in self.shown)
        seen = (self.generator(latent, asked).float().cpu() + 1) * 127.5
        self.generator.train()
        painted = seen.clamp(0, 255).round().byte().permute(0, 2, 3, 1).numpy()
        images = self.position["total_images"]
        rows = painted[: SHOWN // 2].reshape(-1, 8, *painted.shape[1:])
        pixels = np.concatenate([np.concatenate(list(row), 1) for row in rows])
        write_sheet(pixels, self.run / "samples" / f"{images:09d}-{self.plan.size}.png")
        self.log.picture(images, pixels)
        shapes = asked.cpu().numpy()[:, labels.FIRST_SHAPE :][:, : len(labels.SHAPES)] > 0
        self.watch.look(self.run, self.log, images, painted, shapes)

    def stage(self, stage: Stage, stopping: list[int], until: float) -> bool:
        """Train one stage from where it stands; False: stopped (and saved) before its end."""
        at, settings = self.position, self.settings
        world, rank = self.fabric.world_size, self.fabric.global_rank
        first = at["step"] * world + rank
        source = batches(self.pictures, stage.batch, first, world, settings.seed)
        for step in (self.g_step, self.d_step):
            step.param_groups[0]["lr"] = stage.rate
        saved = sampled = time.monotonic()
        pace = Pace(at, stage.batch * world)
        for batch in source:
            done = self.fabric.broadcast(stage_done(stage, at["images"], at["seconds"]))
            if done >= 1:
                break
            torch.manual_seed(settings.seed * 1_000_003 + at["step"] * world + rank)
            random = np.random.default_rng([settings.seed, 6, at["step"] * world + rank])
            figures = self.learn(batch, random)
            pace.step()
            now = time.monotonic()
            note = "  ".join(f"{name} {value:.2f}" for name, value in figures.items())
            note += f"  {pace.speed:.1f} images/s  {pace.left(done)}"
            self.progress.show(stage.name, done, note)
            if at["step"] % LOGGED == 0:
                self.log.scalars(at["total_images"], stage.name, pace.figures(world) | figures)
            stop = self.fabric.broadcast(bool(stopping) or now > until)
            if now - sampled > 60 * settings.sample_minutes:
                self.sample()
                sampled = time.monotonic()
            if stop or now - saved > 60 * settings.checkpoint_minutes:
                self.save()
                saved = time.monotonic()
            pace.go_on()
            if stop:
                return False
        self.sample()
        return True


def fit_flat(run: Path, minutes: float = 0.0) -> bool:
    """Train what the config.toml in the folder `run` says (`run_stages`)."""
    return run_stages(FlatTraining, run, minutes)
