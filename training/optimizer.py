"""Muon for the convolutions inside, Adam for everything else."""

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn

# Jordan et al. 2024 (Muon): quintic Newton-Schulz iteration towards the nearest orthogonal matrix
NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
STEPS = 5


def orthogonalized(matrix: Tensor, half: bool = True) -> Tensor:
    """The matrix [R, C] with its singular values all near 1; `half`: computed in bfloat16."""
    a, b, c = NEWTON_SCHULZ
    x = matrix.bfloat16() if half else matrix
    tall = x.shape[0] > x.shape[1]
    if tall:
        x = x.T
    x = x / (x.norm() + 1e-7)
    for _ in range(STEPS):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x.T if tall else x).to(matrix.dtype)


class Muon(torch.optim.Optimizer):
    """Momentum whose every update is an orthogonal matrix; kernels count as [out, in * 9].

    `half`: bfloat16 will do; on CPUs that lack it, it costs more than the rest of the step.
    """

    def __init__(
        self, params: Iterable[Tensor], lr: float, momentum: float = 0.95, half: bool = True
    ):
        super().__init__(params, {"lr": lr, "momentum": momentum})
        self._half = half

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """One step; the update is scaled by 0.2 * sqrt(longer side), so that Adam's rates fit."""
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is None:
                    continue
                state = self.state[weight]
                if not state:
                    state["momentum"] = torch.zeros_like(weight)
                speed = state["momentum"]
                speed.lerp_(weight.grad, 1 - group["momentum"])
                ahead = weight.grad.lerp(speed, group["momentum"]).flatten(1)
                scale = 0.2 * max(ahead.shape) ** 0.5
                update = orthogonalized(ahead, self._half).view_as(weight)
                weight.add_(update, alpha=-group["lr"] * scale)


def split_parameters(network: nn.Module) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
    """(hidden 3x3 kernels, everything else)."""
    hidden, rest = [], []
    for parameter in network.parameters():
        (hidden if parameter.ndim == 4 and parameter.shape[-1] == 3 else rest).append(parameter)
    return hidden, rest
