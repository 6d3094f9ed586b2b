import io
import json
import os
import struct
import threading
import tracemalloc
import zlib
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from core import Kashira, limits
from core.formats import png
from core.recipe import to_json
from tests.hostile.conftest import Refusal

SIGNATURE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def good(tiny: Kashira) -> bytes:
    """A sound head."""
    return png.encode(tiny.generate(seed=1)[0])


def chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def header(width: int, height: int) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))


def picture(text: bytes | None, kind: bytes = b"iTXt", packed: bool = False) -> bytes:
    """A small PNG with this as its recipe."""
    body = zlib.compress(text or b"", 9) if packed else text or b""
    if kind == b"iTXt":
        content = b"kashira\0" + bytes([packed]) + b"\0\0\0" + body
    else:
        content = b"kashira\0" + (b"\0" if packed else b"") + body
    texts = b"" if text is None else chunk(kind, content)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" + bytes(4)))
    return SIGNATURE + header(1, 1) + texts + pixels + chunk(b"IEND", b"")


def saved(image: Image.Image, kind: str) -> bytes:
    data = io.BytesIO()
    image.save(data, kind)
    return data.getvalue()


def recipe(**changes: object) -> bytes:
    tree = {"model": "m", "generator": "0" * 64, "seed": 1, "latent": [0.0] * 64, **changes}
    return json.dumps(tree).encode()


BAD = {
    "empty": (b"", "is not a PNG"),
    "text": (b"hello, I am a text file\n" * 20, "is not a PNG"),
    "html": (b"<html><body>404 Not Found</body></html>", "is not a PNG"),
    "jpeg": (saved(Image.new("RGB", (8, 8)), "JPEG"), "is not a PNG"),
    "webp": (saved(Image.new("RGB", (8, 8)), "WEBP"), "is not a PNG"),
    "signature": (SIGNATURE, "is truncated"),
    "no header": (SIGNATURE + chunk(b"IEND", b""), "is damaged"),
    "short header": (SIGNATURE + chunk(b"IHDR", b"1") + chunk(b"IEND", b""), "is damaged"),
    "zero width": (SIGNATURE + header(0, 9) + chunk(b"IEND", b""), "is damaged"),
    "huge": (SIGNATURE + header(50_000, 50_000) + chunk(b"IEND", b""), "50000 x 50000 pixels"),
    "huge number": (SIGNATURE + header(2**31 - 1, 2**31 - 1), "2147483647 x 2147483647"),
    "endless chunk": (SIGNATURE + struct.pack(">I", 2**32 - 1) + b"iTXtkashira\0", "is truncated"),
    "foreign": (picture(None), "holds no recipe"),
    "no JSON": (picture(b"hello"), "has a recipe that is not sound JSON"),
    "not UTF-8": (picture(b'{"model": "\xff"}'), "has a recipe that is not UTF-8"),
    "no recipe": (picture(b"[1, 2]"), "has a recipe that is not as it should be"),
    "deep": (picture(b"[" * 100_000), "has a recipe that"),
    "twice": (picture(b'{"model": "a", "model": "b"}'), "'model' is there twice"),
    "NaN": (picture(recipe(latent=[float("nan")])), "NaN is not a number"),
    "infinite": (picture(recipe().replace(b"0.0", b"1e999", 1)), "damaged recipe"),
    "no latent": (picture(recipe(latent=[])), "damaged recipe"),
    "long latent": (picture(recipe(latent=[0] * 5000)), "damaged recipe"),
    "seed": (picture(recipe(seed=-1)), "damaged recipe"),
    "hash": (picture(recipe(generator="../../etc/passwd")), "is not as it should be"),
    "newer": (picture(recipe(schema=99)), "update Kashira"),
    "iTXt without text": (SIGNATURE + header(1, 1) + chunk(b"iTXt", b"kashira\0\0"), "is damaged"),
    "bad zlib": (picture(b"x", b"zTXt"), "is damaged"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("verb", ["show", "vary"])
def test_a_bad_picture_is_refused_in_one_sentence(
    work: Path, refused: Refusal, tiny_model: Path, verb: str, name: str
) -> None:
    data, sentence = BAD[name]
    (work / "bad.png").write_bytes(data)
    more = ("--model", tiny_model, "--out", "out") if verb == "vary" else ()
    said = refused(verb, "bad.png", *more)
    assert said.startswith("bad.png ")
    assert sentence in said


def test_a_head_is_refused_wherever_it_is_cut_off(
    work: Path, refused: Refusal, good: bytes
) -> None:
    for length in (30, len(good) // 2, len(good) - 13, len(good) - 1):
        (work / "cut.png").write_bytes(good[:length])
        assert "cut.png is truncated" in refused("show", "cut.png")


def test_a_flipped_bit_is_noticed_anywhere(work: Path, refused: Refusal, good: bytes) -> None:
    for at in range(20, len(good) - 4, len(good) // 40):
        (work / "bits.png").write_bytes(good[:at] + bytes([good[at] ^ 0x55]) + good[at + 1 :])
        assert "bits.png " in refused("show", "bits.png")


@pytest.mark.parametrize("kind", [b"iTXt", b"zTXt"])
def test_a_compressed_bomb_takes_no_memory(work: Path, refused: Refusal, kind: bytes) -> None:
    (work / "bomb.png").write_bytes(picture(b"A" * 100_000_000, kind, packed=True))
    tracemalloc.start()
    said = refused("show", "bomb.png")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "absurd length" in said
    assert peak < 20_000_000


def test_somebody_elses_bomb_beside_the_recipe_is_not_unpacked(work: Path, tiny: Kashira) -> None:
    head = tiny.generate(seed=2)[0]
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "A" * 60_000_000, zip=True)
    info.add_itxt(png.KEYWORD, to_json(head.recipe).decode())
    head.image.save(work / "head.png", pnginfo=info)
    tracemalloc.start()
    assert png.read_recipe(work / "head.png") == head.recipe
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_file_of_gigabytes_is_not_read(
    work: Path, refused: Refusal, monkeypatch: pytest.MonkeyPatch, good: bytes
) -> None:
    monkeypatch.setattr(limits, "MAX_IMAGE_FILE_BYTES", 1_000_000)
    with open(work / "sparse.png", "wb") as file:
        file.truncate(2_000_000)
    assert "has more than 1 MB" in refused("show", "sparse.png")


def test_what_is_no_file_is_refused_and_does_not_hang(work: Path, tmp_path: Path) -> None:
    from core.errors import BadFile

    (work / "folder.png").mkdir()
    os.mkfifo(work / "pipe.png")
    os.symlink("ring.png", work / "ring.png")
    os.symlink("nowhere", work / "dangling.png")
    for name, sentence in (
        ("folder.png", "is a folder"),
        ("pipe.png", "is not a plain file"),
        ("/dev/zero", "is not a plain file"),
        ("ring.png", "cannot be read"),
        ("dangling.png", "does not exist"),
        ("nowhere.png", "does not exist"),
        ("x" * 5000, "cannot be read"),
        ("zero\0byte.png", "cannot be read"),
    ):
        caught: list[BaseException] = []

        def read(name: str = name, caught: list[BaseException] = caught) -> None:
            try:
                png.read_recipe(name)
            except BaseException as error:
                caught.append(error)

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        reader.join(10)
        assert caught, f"{name[:20]} hangs"
        assert isinstance(caught[0], BadFile), caught[0]
        assert sentence in str(caught[0])


def test_a_strangers_recipe_cannot_steer_the_terminal(work: Path) -> None:
    from click.testing import CliRunner

    from core.cli import cli

    (work / "evil.png").write_bytes(
        picture(recipe(model="\x1b]0;owned\x07", attributes={"a\x1b[31m": "b\nc"}))
    )
    result = CliRunner().invoke(cli, ["show", "evil.png"])
    assert result.exit_code == 0
    assert "\x1b" not in result.output
    assert "\x07" not in result.output
