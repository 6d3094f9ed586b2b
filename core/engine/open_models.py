"""The models in use, opened once."""

from collections import OrderedDict

from core import limits, model_folder
from core.kashira import Kashira
from core.recipe import Recipe


class OpenModels:
    """Opens models by name, or by a recipe that one of them made; keeps the last few loaded."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, Kashira] = OrderedDict()

    def of(self, name: str | None, recipe: Recipe | None = None) -> Kashira:
        """The model of this name or folder; of a recipe, if no name is given; else the default.

        Raises:
            ModelNotFound, BadModel: there is none, or it is not sound.
        """
        if name is not None or recipe is None:
            return self._named(name)
        default = self._named(None)
        if recipe.generator == default.folder.generator_sha256:
            return default
        for kashira in self._open.values():
            if kashira.folder.generator_sha256 == recipe.generator:
                return kashira
        folder = model_folder.find_generator(recipe.generator)
        return default if folder is None else self._keep(str(folder.path), Kashira(folder))

    def stop(self) -> None:
        """End the network's run in progress, from another thread."""
        for kashira in list(self._open.values()):
            kashira.stop()

    def _named(self, name: str | None) -> Kashira:
        key = name or ""
        if key in self._open:
            self._open.move_to_end(key)
            return self._open[key]
        return self._keep(key, Kashira(name, spinning=False))

    def _keep(self, key: str, kashira: Kashira) -> Kashira:
        self._open[key] = kashira
        while len(self._open) > limits.MAX_OPEN_MODELS:
            self._open.popitem(last=False)
        return kashira
