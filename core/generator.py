"""The generator network: from a latent and attributes to the channels of one head."""

import threading

import numpy as np
from numpy.typing import NDArray

from core.manifest import GENERATOR
from core.model_folder import ModelFolder
from core.onnx_session import OnnxSession

Array = NDArray[np.float32]


class Generator:
    """A model's generator, loaded when it is first used.

    Always run with a batch of one: no head depends on which others are made beside it.
    """

    def __init__(
        self, folder: ModelFolder, threads: int | None = None, spinning: bool = True
    ) -> None:
        self._folder = folder
        self._threads, self._spinning = threads, spinning
        self._sessions: dict[tuple[str, str | None], OnnxSession] = {}
        self._loading = threading.Lock()

    def channels(self, latent: Array, attributes: Array) -> Array:
        """One head: latent [Z], attributes [A] -> channels float32 [K, H, W] in about 0..1.

        The numbers are the network's own; `core.compositing.normalize` makes lawful layers of
        them. A foreign network's pixels are brought to this order and range, with alpha 1 where
        it has none.

        Raises:
            BadModel, TimedOut, Cancelled: as `core.onnx_session.OnnxSession.run` says.
        """
        manifest = self._folder.manifest
        return self._run(latent, attributes, manifest.network.channels, manifest.resolution)

    def preview(self, latent: Array, attributes: Array) -> Array:
        """The same head at `Manifest.preview_size`, at a fraction of the cost; as `channels`."""
        manifest = self._folder.manifest
        if manifest.preview_size is None:
            return self.channels(latent, attributes)
        return self._run(latent, attributes, manifest.network.preview, manifest.preview_size)

    def _run(self, latent: Array, attributes: Array, output: str, side: int) -> Array:
        manifest, network = self._folder.manifest, self._folder.manifest.network
        low, high = network.labels
        labels = (low + (high - low) * attributes)[None].astype(np.float32)  # [1, A]
        into = latent[None].astype(np.float32)  # [1, Z]
        if network.joined:
            into = np.concatenate([into, labels], axis=1)  # [1, Z + A]
        if network.latent_shape is not None:
            into = into.reshape(1, *network.latent_shape)
        if network.mapping is not None:
            mapping = self._session(network.mapping)
            feeds = self._feeds(
                mapping, network.mapping_latent, into, network.mapping_attributes, labels
            )
            into = mapping.run(feeds, network.mapping_output or next(iter(mapping.outputs)))
        session = self._session(GENERATOR, output if manifest.preview_size else None)
        feeds = self._feeds(session, network.latent, into, network.attributes, labels)
        pixels = self._in_our_order(session.run(feeds, output))
        session.expect(pixels, (manifest.channels, side, side))
        return np.ascontiguousarray(pixels, np.float32)

    def stop(self) -> None:
        """End a run in progress, from another thread."""
        for session in list(self._sessions.values()):
            session.stop()

    def _feeds(
        self, session: OnnxSession, name: str, into: Array, labels_name: str | None, labels: Array
    ) -> dict[str, Array]:
        """What one network is given: the latent (or what a mapping made of it), labels, constants.

        An input of the manifest that the network does not have is its fault to name.
        """
        feeds = {name: into}
        if labels_name is not None and labels_name != name and labels_name in session.inputs:
            feeds[labels_name] = labels
        for constant, number in self._folder.manifest.network.constants.items():
            if constant in session.inputs:
                sides = [1] * len(session.inputs[constant][0])
                feeds[constant] = np.full(sides, number, np.float32)
        return feeds

    def _in_our_order(self, out: Array) -> Array:
        """Pixels [K, H, W], 0..1, of the network's own output."""
        manifest, network = self._folder.manifest, self._folder.manifest.network
        pixels = out[0] if out.ndim == 4 and out.shape[0] == 1 else out
        if network.order == "NHWC" and pixels.ndim == 3:
            pixels = np.moveaxis(pixels, -1, 0)
        low, high = network.range
        if (low, high) != (0, 1):
            pixels = (pixels - low) / (high - low)
        if pixels.ndim == 3 and manifest.channels == 4 and len(pixels) in (1, 3):
            pixels = np.concatenate(
                [np.broadcast_to(pixels, (3, *pixels.shape[1:])), np.ones_like(pixels[:1])]
            )
        return pixels

    def _session(self, name: str, output: str | None = None) -> OnnxSession:
        """A network of the folder; with `output`, without what is computed for others alone."""
        with self._loading:
            if (name, output) not in self._sessions:
                data = self._folder.read(name)
                source = str(self._folder.path / name)
                is_preview = output == self._folder.manifest.network.preview
                self._sessions[name, output] = OnnxSession(
                    data, source, self._threads, self._spinning, output,
                    hoarding=self._spinning or is_preview,  # beside a host, for what is quick alone
                )  # fmt: skip
            return self._sessions[name, output]
