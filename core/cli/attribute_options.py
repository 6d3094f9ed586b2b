"""Options that the model gives a command: one for each attribute of its manifest.

A toggle is asked for (``--smile``, ``--smile 0.7``), asked against (``--no-smile``) or left to
the seed. The model is known before the options are read: it is the one of ``--model``, else that
of the first head among the arguments, else the default one.
"""

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from core import attributes
from core.attributes import Attribute, Choice, Color, Slider, Toggle, Value
from core.errors import KashiraError, ModelNotFound
from core.model_folder import ModelFolder, find_generator, open_model
from core.recipe import Recipe

_PREFIX = "attribute_"
_WORDS = ("on", "yes", "true", "off", "no", "false")


class AttributeOption(click.Option):
    """The option of one attribute."""

    def __init__(self, attribute: Attribute, flag: str) -> None:
        self.attribute, self.flag = attribute, flag
        super().__init__([_PREFIX + attribute.name, flag], type=str, help=_describe(attribute))

    @property
    def against(self) -> str | None:
        """The flag that asks against it, where there is one."""
        return f"--no-{self.flag[2:]}" if isinstance(self.attribute, Toggle) else None

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """As click shows it: ``--smile / --no-smile``."""
        if self.against is not None:
            return f"{self.flag} / {self.against}", self.help or ""
        kinds = {Color: "COLOR", Choice: "NAME", Slider: "NUMBER"}
        return f"{self.flag} {kinds[type(self.attribute)]}", self.help or ""


class AttributeCommand(click.Command):
    """A command with an option for each attribute of the model.

    ``only_colors``: offer only what `Head.recolor` takes.
    """

    def __init__(self, *args: Any, only_colors: bool = False, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._only_colors = only_colors
        self._options: list[AttributeOption] = []
        self._note = ""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Learn the options from the model, then read the arguments."""
        try:
            self._options = self._options_of(_model_among(args))
        except KashiraError as error:
            if not {"--help", "-h"} & set(args):
                raise
            self._options, self._note = [], f"No attributes can be shown: {error}."
        return super().parse_args(ctx, _with_toggle_values(args, self._options))

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The command's own parameters, then the attributes."""
        return [*super().get_params(ctx), *self._options]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Two lists: options, and attributes with their values."""
        options, offered = [], []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None:
                (offered if isinstance(parameter, AttributeOption) else options).append(record)
        with formatter.section("Options"):
            formatter.write_dl(options)
        if offered:
            with formatter.section("Attributes (what is not named is left to the seed)"):
                formatter.write_dl(offered, col_max=26)
        if self._note:
            formatter.write_paragraph()
            formatter.write_text(self._note)

    def _options_of(self, folder: ModelFolder) -> list[AttributeOption]:
        taken = {flag for parameter in self.params for flag in parameter.opts}
        options = []
        for attribute in folder.manifest.attributes:
            shapes = not isinstance(attribute, Color) and attribute.index is not None
            if not (self._only_colors and shapes):
                flag = "--" + attribute.name.replace("_", "-")
                options.append(
                    AttributeOption(attribute, f"--its-{flag[2:]}" if flag in taken else flag)
                )
        return options


def asked(ctx: click.Context) -> dict[str, Value]:
    """The attributes named on the command line, checked: name -> value.

    Raises:
        BadValue: a value does not fit; the sentence names the nearest valid ones.
    """
    values = {}
    for parameter in ctx.command.get_params(ctx):
        if isinstance(parameter, AttributeOption):
            text = ctx.params.get(parameter.name or "")
            if text is not None:
                values[parameter.attribute.name] = attributes.parse(parameter.attribute, text)
    return values


def model_of_recipe(model: str | None, recipe: Recipe) -> ModelFolder:
    """The model a head needs: the one named with --model, else the one that made it.

    Raises:
        ModelNotFound: the head's model is not installed.
    """
    if model is not None:
        return open_model(model)
    found = None
    with contextlib.suppress(ModelNotFound):
        found = open_model(recipe.model)
    if found is None or found.generator_sha256 != recipe.generator:
        found = find_generator(recipe.generator) or found
    if found is None:
        raise ModelNotFound(
            f"this head was made by the model {recipe.model!r}, which is not installed: "
            "name its folder with --model"
        )
    return found


def _model_among(args: Sequence[str]) -> ModelFolder:
    for i, argument in enumerate(args):
        if argument == "--model" and i + 1 < len(args):
            return open_model(args[i + 1])
        if argument.startswith("--model="):
            return open_model(argument.removeprefix("--model="))
    for argument in args:
        if not argument.startswith("-") and argument.lower().endswith(".png"):
            if Path(argument).is_file() and (recipe := _recipe_in(argument)) is not None:
                return model_of_recipe(None, recipe)
    return open_model()


def _recipe_in(path: str) -> Recipe | None:
    from core.formats import png

    try:
        return png.read_recipe(path)
    except KashiraError:  # the command itself reads the head, and then says what is wrong
        return None


def _with_toggle_values(args: Sequence[str], options: Sequence[AttributeOption]) -> list[str]:
    """Arguments in which every toggle has its value: ``--smile`` becomes ``--smile=1``."""
    toggles = {option.flag for option in options if isinstance(option.attribute, Toggle)}
    against = {option.against: option.flag for option in options if option.against}
    whole: list[str] = []
    waiting = list(reversed(args))
    while waiting:
        argument = waiting.pop()
        if argument == "--":
            return [*whole, argument, *reversed(waiting)]
        if argument in against:
            whole.append(f"{against[argument]}=0")
        elif argument in toggles:
            value = waiting.pop() if waiting and _is_toggle_value(waiting[-1]) else "1"
            whole.append(f"{argument}={value}")
        else:
            whole.append(argument)
    return whole


def _is_toggle_value(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return text.lower() in _WORDS
    return True


def _describe(attribute: Attribute) -> str:
    title = attribute.title or attribute.name
    if isinstance(attribute, Color):
        return ", ".join([f"{title}: {', '.join(attribute.colors)}", "or any #rrggbb"])
    if isinstance(attribute, Choice):
        return f"{title}: {', '.join(attribute.values)}; or weights such as {_example(attribute)}"
    if isinstance(attribute, Slider):
        low, high = attribute.range
        return f"{title}, {low:g} to {high:g}."
    return f"{title}." if attribute.index is None else f"{title}; or so much of it, 0 to 1."


def _example(choice: Choice) -> str:
    return ",".join(f"{name}=0.5" for name in choice.values[:2])
