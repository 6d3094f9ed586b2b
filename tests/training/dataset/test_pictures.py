import io
import os
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from core import limits
from core.errors import BadFile
from training.dataset.pictures import read_picture

pytestmark = pytest.mark.training


def saved(image, path, kind="PNG", **options):
    image.save(path, kind, **options)
    return path


def test_what_is_transparent_lies_on_white(tmp_path):
    image = Image.new("RGBA", (4, 4), (255, 0, 0, 0))
    image.putpixel((0, 0), (255, 0, 0, 255))
    image.putpixel((1, 0), (0, 0, 0, 128))
    rgb = read_picture(saved(image, tmp_path / "a.png")).rgb
    assert rgb[0, 0].tolist() == [255, 0, 0]
    assert rgb[3, 3].tolist() == [255, 255, 255]
    assert abs(int(rgb[0, 1, 0]) - 127) <= 1


def test_sixteen_bits_of_grey_keep_their_greys(tmp_path):
    values = np.linspace(0, 65535, 16).astype(np.uint16).reshape(4, 4)
    rgb = read_picture(saved(Image.fromarray(values), tmp_path / "a.png")).rgb
    assert np.abs(rgb[..., 0] - values / 257).max() <= 0.5


def test_a_picture_of_sixteen_bits_that_is_nearly_black_stays_so(tmp_path):
    values = np.arange(0, 250, 10, np.uint16).reshape(5, 5)
    rgb = read_picture(saved(Image.fromarray(values), tmp_path / "a.png")).rgb
    assert rgb.max() <= 1


def test_a_palette_with_a_transparent_colour_is_read(tmp_path):
    image = Image.new("P", (2, 1))
    image.putpalette([0, 0, 255, 255, 0, 0])
    image.putpixel((1, 0), 1)
    rgb = read_picture(saved(image, tmp_path / "a.gif", "GIF", transparency=0)).rgb
    assert rgb[0].tolist() == [[255, 255, 255], [255, 0, 0]]


def test_cmyk_comes_out_in_its_colours(tmp_path):
    cyan = Image.new("CMYK", (8, 8), (255, 0, 0, 0))
    r, g, b = read_picture(saved(cyan, tmp_path / "a.jpg", "JPEG", quality=95)).rgb[4, 4]
    assert r < 40
    assert g > 120
    assert b > 180


def test_a_colour_profile_is_obeyed_and_a_broken_one_ignored(tmp_path):
    image = Image.new("RGB", (8, 8), (200, 60, 60))
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (b"rubbish", lab):
        path = saved(image, tmp_path / "a.png", icc_profile=profile)
        assert read_picture(path).rgb[0, 0].tolist() == [200, 60, 60]
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    found = read_picture(saved(image, tmp_path / "a.png", icc_profile=srgb)).rgb[0, 0]
    assert np.abs(found.astype(int) - [200, 60, 60]).max() <= 1


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_camera_held_sideways_gives_an_upright_picture(tmp_path, orientation):
    upright = Image.new("RGB", (32, 16), "white")
    upright.paste("black", (0, 0, 8, 8))
    turn = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # back to how the camera saw it
    stored = upright.transpose(Image.Transpose(turn[orientation])) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    rgb = read_picture(saved(stored, tmp_path / "a.png", exif=exif)).rgb
    assert rgb.shape == (16, 32, 3)
    assert rgb[:8, :8].max() == 0
    assert rgb[9:, 9:].min() == 255


def test_the_name_may_lie_about_the_format(tmp_path):
    path = saved(Image.new("RGB", (4, 4), "red"), tmp_path / "a.jpg", "WEBP", lossless=True)
    assert read_picture(path).rgb[0, 0].tolist() == [255, 0, 0]


def test_a_name_that_is_no_text_is_read(tmp_path):
    path = os.fsencode(tmp_path) + b"/\xff\xfe.png"
    try:
        saved(Image.new("RGB", (4, 4)), os.fsdecode(path))
    except OSError:
        pytest.skip("this file system takes names of text only")
    assert read_picture(tmp_path / os.fsdecode(b"\xff\xfe.png")).rgb.shape == (4, 4, 3)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_picture_is_never_taken_for_whole(tmp_path, kind, share):
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    data = io.BytesIO()
    Image.fromarray(noise).save(data, kind)
    path = tmp_path / "cut"
    path.write_bytes(data.getvalue()[: int(len(data.getvalue()) * share)])
    with pytest.raises(BadFile, match=r"cut (is damaged|is no picture)"):
        read_picture(path)


def test_a_bomb_is_refused_by_its_size_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_IMAGE_PIXELS", 100)
    path = saved(Image.new("RGB", (11, 10)), tmp_path / "a.png")
    with pytest.raises(BadFile, match="million pixels: save it smaller"):
        read_picture(path)


def test_a_header_of_two_thousand_million_pixels_is_refused(tmp_path):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(
            ">I", zlib.crc32(kind + data)
        )  # fmt: skip

    size = struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 6, 0, 0, 0)
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", b""))
    with pytest.raises(BadFile, match="million pixels"):
        read_picture(path)


def test_a_large_file_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_IMAGE_FILE_BYTES", 10)
    path = saved(Image.new("RGB", (4, 4)), tmp_path / "a.png")
    with pytest.raises(BadFile, match="MB: save it smaller"):
        read_picture(path)


def test_text_links_and_pipes_are_no_pictures(tmp_path):
    text, link, pipe = (tmp_path / name for name in ("text.png", "link.png", "pipe.png"))
    text.write_text("hello")
    link.symlink_to(text)
    os.mkfifo(pipe)
    for path, fault in ((text, "no picture"), (link, "is a link"), (pipe, "no plain file")):
        with pytest.raises(BadFile, match=fault):
            read_picture(path)


def test_no_picture_is_handed_to_another_program(tmp_path):
    path = tmp_path / "a.eps"
    path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 8 8\n%%EndComments\n")
    with pytest.raises(BadFile, match="no picture"):
        read_picture(path)
