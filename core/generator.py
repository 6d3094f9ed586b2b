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
        self._sessions: dict[str, OnnxSession] = {}
        self._loading = threading.Lock()

    def channels(self, latent: Array, attributes: Array) -> Array:
        """One head: latent [Z], attributes [A] -> channels float32 [K, H, W] in about 0..1.

        The numbers are the network's own; `core.compositing.normalize` makes lawful layers of
        them. A foreign network's pixels are brought to this order and range, with alpha 1 where
        it has none.

        Raises:
            BadModel, TimedOut, Cancelled: as `core.onnx_session.OnnxSession.run` says.
        """
        manifest, network = self._folder.manifest, self._folder.manifest.network
        shape = network.latent_shape or (manifest.latent_size,)
        low, high = network.labels
        labels = (low + (high - low) * attributes)[None].astype(np.float32)  # [1, A]
        into = latent.reshape(1, *shape).astype(np.float32)
        if network.mapping is not None:
            into = self._map(into, labels)
        session = self._session(GENERATOR)
        feeds = {network.latent: into}
        if network.attributes in session.inputs:
            feeds[network.attributes] = labels
        return self._in_our_order(session, feeds)

    def stop(self) -> None:
        """End a run in progress, from another thread."""
        for session in list(self._sessions.values()):
            session.stop()

    def _map(self, latent: Array, labels: Array) -> Array:
        network = self._folder.manifest.network
        session = self._session(network.mapping or "")
        feeds = {network.mapping_latent: latent}
        if network.mapping_attributes is not None:
            feeds[network.mapping_attributes] = labels
        return session.run(feeds, network.mapping_output or next(iter(session.outputs)))

    def _in_our_order(self, session: OnnxSession, feeds: dict[str, Array]) -> Array:
        manifest, network = self._folder.manifest, self._folder.manifest.network
        side, wanted = manifest.resolution, manifest.channels
        ours = network == type(network)()
        out = session.run(feeds, network.channels, (1, wanted, side, side) if ours else None)
        if ours:
            return out[0]
        pixels = out[0] if out.ndim == 4 and out.shape[0] == 1 else out
        if network.order == "NHWC" and pixels.ndim == 3:
            pixels = np.moveaxis(pixels, -1, 0)
        low, high = network.range
        pixels = (pixels - low) / (high - low)
        if pixels.ndim == 3 and wanted == 4 and len(pixels) in (1, 3):
            pixels = np.concatenate(
                [np.broadcast_to(pixels, (3, *pixels.shape[1:])), np.ones_like(pixels[:1])]
            )
        session.expect(pixels, (wanted, side, side))
        return np.ascontiguousarray(pixels, np.float32)

    def _session(self, name: str) -> OnnxSession:
        with self._loading:
            if name not in self._sessions:
                data = self._folder.read(name)
                source = str(self._folder.path / name)
                self._sessions[name] = OnnxSession(data, source, self._threads, self._spinning)
            return self._sessions[name]
