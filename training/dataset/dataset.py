"""A prepared dataset, as training reads it."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.errors import BadFile
from training.dataset import rights, table
from training.dataset.rights import Entry, Summary

CROPS = "crops"


class Dataset:
    """The kept heads of a folder that `kashira train prepare` wrote, in the order of its table."""

    def __init__(self, folder: Path) -> None:
        """Read table and ledger.

        Raises:
            BadFile: the folder is no dataset, damaged, or has no head in it.
        """
        self.folder = folder
        self.rows = [row for row in table.read(folder) if row.kept]
        self.ledger: list[Entry] = rights.read(folder)
        if not self.rows:
            raise BadFile(folder, "has no head in it", "see its report.md for why")

    def __len__(self) -> int:
        """How many heads."""
        return len(self.rows)

    def picture(self, i: int, size: int) -> NDArray[np.uint8]:
        """Head ``i`` as uint8 [size, size, 3], sRGB, opaque.

        Raises:
            BadFile: the picture is missing or damaged.
        """
        path = self.folder / CROPS / self.rows[i].picture
        try:
            with Image.open(path) as image:
                picture = image.convert("RGB")
        except (OSError, SyntaxError) as error:
            raise BadFile(path, "cannot be read", "prepare the dataset again") from error
        if picture.size != (size, size):
            smaller = size < picture.width
            filter_ = Image.Resampling.BOX if smaller else Image.Resampling.BICUBIC
            picture = picture.resize((size, size), filter_)
        return np.array(picture)

    def attributes(self, i: int) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """The network's inputs for head ``i``, and which of them are known.

        Returns:
            float32 [n], 0..1 (sliders in their range), in the order of `inputs.input_names()`,
            which is the vocabulary's; 0 where nothing is known. bool [n]: known.
        """
        values = self.rows[i].attributes
        known = np.array([value is not None for value in values])
        return np.array([value or 0.0 for value in values], np.float32), known

    def colors(self, i: int) -> dict[str, str]:
        """Names of the known colours: ``{"hair_color": "blonde"}``; for networks that take them."""
        return dict(self.rows[i].colors)

    def palette(self, i: int) -> dict[str, str]:
        """The picture's own colours as measured: colour attribute -> ``#rrggbb``.

        Of hair_color, eye_color, skin_color and clothes_color those that could be seen; complete
        it with `training.palettes.named_values` for `training.palettes.channel_palette`.
        """
        return {name: c for name, c in self.rows[i].palette.items() if "." not in name}

    def lines(self, i: int) -> dict[str, str]:
        """Colours of the line art as measured: ink (hair.line, skin.line) -> ``#rrggbb``.

        As overrides for `core.palette.palette`.
        """
        return {name: c for name, c in self.rows[i].palette.items() if "." in name}

    @property
    def source_hashes(self) -> list[str]:
        """SHA-256 of every picture file that gave a head, sorted, each once."""
        return sorted({row.sha256 for row in self.rows})

    @property
    def rights(self) -> Summary:
        """The ledger's figures."""
        return rights.summarize(self.ledger)
