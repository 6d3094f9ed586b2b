"""The networks that paint flat pictures, each with its losses: what `--network` names."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from training import labels
from training.networks import dcgan, srresnet


@dataclass(frozen=True)
class FlatNetwork:
    """A generator and its discriminator, and how they are trained."""

    latent_size: int
    size: int  # px
    labels: int  # how many the generator takes and the discriminator tells; 0: none
    adversarial: float  # weight of real-or-not beside the labels' sum
    penalty: float  # weight of DRAGAN's gradient penalty
    together: bool = False  # real and painted in one batch: one that normalises each is blind

    def generator(self) -> nn.Module:
        """A new one."""
        if self.labels:
            return srresnet.SRResNetGenerator(self.labels)
        return dcgan.DCGANGenerator()

    def discriminator(self) -> nn.Module:
        """A new one."""
        if self.labels:
            return srresnet.LabelDiscriminator(self.labels)
        return dcgan.DCGANDiscriminator()


# lambda_adv 34 and lambda_gp 0.5 are the paper's, for 34 labels
FLAT_NETWORKS = {
    "srresnet-dragan": FlatNetwork(srresnet.LATENT_SIZE, srresnet.SIZE, labels.COUNT, 34.0, 0.5),
    "dcgan64": FlatNetwork(dcgan.LATENT_SIZE, dcgan.SIZE, 0, 1.0, 0.0, together=True),
}


def real_or_not(logits: Tensor, real: bool) -> Tensor:
    """Mean binary cross-entropy of logits [N] against all real, or all not."""
    return functional.binary_cross_entropy_with_logits(logits, torch.full_like(logits, float(real)))


def label_loss(logits: Tensor, shown: Tensor, known: Tensor) -> Tensor:
    """Binary cross-entropy [N, L] summed over the labels that are known, mean over pictures.

    Args:
        logits: [N, L].
        shown: [N, L] of -1 or 1.
        known: [N, L] bool; what is not known costs nothing.
    """
    each = functional.binary_cross_entropy_with_logits(logits, (shown + 1) / 2, reduction="none")
    return (each * known).sum(1).mean()


def dragan_penalty(discriminator: nn.Module, real: Tensor) -> Tensor:
    """How far the gradient's norm is from 1 near real pictures [N, 3, S, S] (Kodali et al. 2017).

    Near: somewhere on the way to the picture with noise of half the batch's deviation.
    """
    noisy = real + 0.5 * real.std() * torch.rand_like(real)
    way = torch.rand(len(real), 1, 1, 1, device=real.device)
    near = (real + way * (noisy - real)).requires_grad_(True)
    logits, _ = discriminator(near)
    (slope,) = torch.autograd.grad(logits.sum(), near, create_graph=True)
    return (slope.flatten(1).norm(dim=1) - 1).square().mean()
