"""Every ceiling, each with its reason.

Read them as ``limits.NAME`` at the moment of use, never ``from core.limits import NAME``:
tests and hosts lower them by assignment.
"""

MAX_IMAGE_PIXELS = 64_000_000
"""Pictures read from disk: 8000 x 8000 is past any sketch, and takes 256 MB as RGBA."""

MAX_PNG_TEXT_BYTES = 1_000_000
"""The recipe inside a PNG: a real one has 5 KB, a compressed chunk could unfold to gigabytes."""

MAX_IMAGE_FILE_BYTES = 256_000_000
"""A picture file as a whole, looked at before any of it is read."""

MAX_RECIPE_BYTES = 256_000
"""A recipe as JSON: 64 latent numbers and 30 attributes take 3 KB; a latent of 4096, 90 KB."""

MAX_MANIFEST_BYTES = 4_000_000
"""model.json: the default one has 30 KB, most of it metrics."""

MAX_MODEL_BYTES = 1_000_000_000
"""One ONNX file: a large StyleGAN has 300 MB; it is read into memory once."""

MAX_MODELS_LISTED = 1000
"""Folders looked at by a listing of models: more is somebody's home folder by mistake."""

MAX_CHANNELS = 512
"""Planes of a generator's output: the default model has 65; 512 at 1024 px are already 2 GB."""

MAX_RESOLUTION = 4096
"""Side of a generator's output in pixels."""

MAX_OUTPUT_VALUES = 300_000_000
"""channels x height x width: 1.2 GB of float32, the most that one head may take."""

MAX_LATENT_SIZE = 4096
"""Numbers in a latent; StyleGAN has 512."""

MAX_ATTRIBUTES = 512
"""Attributes of a model: a panel of more is no panel."""

MAX_ATTRIBUTE_SIZE = 4096
"""Length of the attribute vector."""

MAX_LAYERS = 256
"""Layers of a model; paint programs and people lose their way well before."""

MAX_INKS = 1024
"""Inks of a model: four for each of the most layers."""

MAX_COUNT = 100_000
"""Heads in one request: a day of work; a larger number is a slip of the finger."""

MAX_FRAMES = 10_000
"""Frames of one morph: seven minutes at 24 frames a second."""

MAX_HEADS_MIXED = 64
"""Heads in one mix or morph."""

MAX_SEED = 2**53 - 1
"""Seeds are whole numbers from 0 that JSON and every host's scripts hold exactly."""

RUN_DEADLINE_SECONDS = 60.0
"""One run of a network: the default takes 0.1 s; a hostile graph can loop for ever."""

MAX_THREADS = 8
"""Threads of one network run: past eight cores a 256 px head gains nothing."""

MAX_HEADS_A_REQUEST = 256
"""Heads in one request to the engine: its answer lists their recipes in one line of 4 MB."""

MIN_PICTURE_SIDE = 16
"""Pictures that the engine makes, in pixels: a smaller one is no head."""

MAX_PICTURE_SIDE = 4096
"""The same: at this side one picture in float32 fills a whole frame of the engine's."""

HEAD_CACHE_BYTES = 90_000_000
"""Heads that the engine keeps for recolouring: four of 256 px at the least, many if crisp."""

MAX_OPEN_MODELS = 2
"""Models that the engine keeps loaded: one in use, and one to compare it with."""
