"""The adversarial part of a stage: relativistic pairing with R1 and R2, kept on a short leash.

R3GAN's loss (Huang et al. 2024), written from the paper. What the leash is for: in our trials an
unclipped discriminator ran away within 5000 images (docs/experiments.md).
"""

import math
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from training.checkpoint import flattened, nested
from training.networks.discriminator import Discriminator, gradient_penalty
from training.settings import Stage

RUNAWAY = 0.9  # of the pairs told apart: the discriminator rests until the generator catches up


class Adversary:
    """A discriminator with its optimiser, and how often it has been right of late."""

    def __init__(self, stage: Stage, fabric: Any, half: bool):
        self._stage, self._fabric, self._half = stage, fabric, half
        self._device: torch.device = fabric.device
        self.network = Discriminator()
        self.network.load_state_dict(fabric.broadcast(self.network.state_dict()))
        self.network.to(self._device)
        self._optimizer = torch.optim.Adam(
            self.network.parameters(), stage.rate_discriminator, betas=(0.0, 0.99)
        )
        self.accuracy = torch.tensor(0.5)
        self.loss = math.nan  # of the last step, without penalties
        self._steps = torch.tensor(0)

    def _margin(self, made: Tensor, drawn: Tensor) -> Tensor:
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self._half):
            logits = self.network(torch.cat([made, drawn]))
        fake, real = logits.float().chunk(2)
        return real - fake

    def generator_loss(self, made: Tensor, drawn: Tensor) -> Tensor:
        """softplus of how much better the drawing of the same head looks."""
        self.network.requires_grad_(False)
        loss = functional.softplus(self._margin(made, drawn)).mean()
        self.network.requires_grad_(True)
        return loss

    def learn(self, made: Tensor, drawn: Tensor, factor: float) -> None:
        """One step of the discriminator; the penalties only every few steps, then times as much."""
        made, drawn = made.detach(), drawn.detach()
        self._steps += 1
        rests = self.accuracy.item() > RUNAWAY and self._steps.item() % 4
        if rests:
            with torch.no_grad():
                margin = self._margin(made, drawn)
        else:
            margin = self._margin(made, drawn)
            loss = functional.softplus(-margin).mean()
            every = self._stage.penalty_every
            if self._steps.item() % every == 0:
                penalty = gradient_penalty(self.network, drawn)
                penalty = penalty + gradient_penalty(self.network, made)
                loss = loss + 0.5 * self._stage.gamma * every * penalty
            self._optimizer.param_groups[0]["lr"] = self._stage.rate_discriminator * factor
            self._optimizer.zero_grad(set_to_none=True)
            loss.backward()
            if self._fabric.world_size > 1:
                for parameter in self.network.parameters():
                    parameter.grad = self._fabric.all_reduce(parameter.grad, reduce_op="mean")
            norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            if torch.isfinite(norm):
                self._optimizer.step()
        margin = margin.detach()
        told = torch.stack([(margin > 0).float().mean(), functional.softplus(-margin).mean()])
        right, loss = self._fabric.all_reduce(told, reduce_op="mean").cpu()
        self.accuracy.lerp_(right, 0.05)
        self.loss = loss.item()

    def figures(self) -> dict[str, float]:
        """For the log: its loss at the last step, and how often it has been right of late."""
        return {"loss_discriminator": self.loss, "accuracy_discriminator": self.accuracy.item()}

    def tensors(self) -> dict[str, Tensor]:
        """Everything to be saved, by name."""
        return flattened(
            {
                "network": dict(self.network.state_dict()),
                "optimizer": self._optimizer.state_dict()["state"],
                "accuracy": self.accuracy,
                "steps": self._steps,
            },
            "adversary/",
        )

    def load(self, tensors: dict[str, Tensor]) -> None:
        """The inverse of `tensors`; without saved ones it starts fresh."""
        saved: dict[str, Any] = {
            k.removeprefix("adversary/"): v
            for k, v in tensors.items()
            if k.startswith("adversary/")
        }
        if not saved:
            return
        weights = {k.removeprefix("network/"): v for k, v in saved.items() if "network/" in k}
        self.network.load_state_dict(weights)
        state = nested({k: v for k, v in saved.items() if k.startswith("optimizer/")})
        groups = self._optimizer.state_dict()["param_groups"]
        self._optimizer.load_state_dict({"state": state["optimizer"], "param_groups": groups})
        self.accuracy, self._steps = saved["accuracy"], saved["steps"]
