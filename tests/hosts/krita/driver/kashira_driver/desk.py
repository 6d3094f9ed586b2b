"""An artist's desk for scenarios: documents, undo, history, layers and pixels."""

import importlib
import json
import time

from krita import Krita

try:
    from PyQt5 import QtCore, QtGui, QtWidgets
except ImportError:
    from PyQt6 import QtCore, QtGui, QtWidgets

__all__ = ["QtCore", "QtGui", "QtWidgets"]
KRITA = Krita.instance()
SRGB = "sRGB-elle-V2-srgbtrc.icc"


def plugin(name):
    """A module of the installed plugin."""
    return importlib.import_module("kashira." + name)


def new_document(width=512, height=512, model="RGBA", depth="U8", profile=""):
    document = KRITA.createDocument(width, height, "test", model, depth, profile, 300.0)
    document.setBatchmode(True)
    KRITA.activeWindow().addView(document)
    return document


def open_document(path):
    document = KRITA.openDocument(path)
    document.setBatchmode(True)
    KRITA.activeWindow().addView(document)
    return document


def close(document):
    document.waitForDone()
    document.setModified(False)
    document.close()


def undo(document):
    KRITA.action("edit_undo").trigger()
    document.waitForDone()


def redo(document):
    KRITA.action("edit_redo").trigger()
    document.waitForDone()


def history():
    """The entries of the undo history, as the History docker shows them."""
    for docker in KRITA.dockers():
        if docker.objectName() == "History":
            view = docker.findChildren(QtWidgets.QListView)[0]
            model = view.model()
            return [str(model.index(i, 0).data()) for i in range(model.rowCount())]
    raise AssertionError("Krita has no History docker")


def tree(node):
    """Names, bottom first; groups as [name, [names]]."""
    children = [child for child in node.childNodes() if not child.type().endswith("mask")]
    return [[c.name(), tree(c)] if c.type() == "grouplayer" else c.name() for c in children]


def nodes(node):
    """Every node below, depth first."""
    for child in node.childNodes():
        yield child
        yield from nodes(child)


def pixels(document, x=0, y=0, width=None, height=None):
    """What the document shows, in its own colours."""
    document.refreshProjection()
    document.waitForDone()
    return bytes(document.pixelData(x, y, width or document.width(), height or document.height()))


def shown_in_srgb(document, x, y, width, height):
    """What the document shows: bytes B G R A, straight."""
    document.refreshProjection()
    document.waitForDone()
    image = document.projection(x, y, width, height)
    image = image.convertToFormat(QtGui.QImage.Format.Format_ARGB32)
    bits = image.constBits()
    bits.setsize(width * height * 4)
    return bytes(bits)


def differences(one, other):
    """Of each pixel of two pictures as straight B G R A: the largest, premultiplied, 0..255."""
    assert len(one) == len(other)
    found = []
    for i in range(0, len(one), 4):
        worst = 0
        if one[i : i + 4] != other[i : i + 4]:
            a, b = one[i + 3], other[i + 3]
            colors = (abs(one[i + k] * a - other[i + k] * b) / 255 for k in range(3))
            worst = max(abs(a - b), *colors)
        found.append(worst)
    return found


def largest_difference(one, other):
    """The largest of `differences`."""
    return max(differences(one, other))


def seconds_of(call):
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def load_answer(run, name):
    """An answer of the engine that was kept as a file: the result and its payload."""
    with open(run.path(name + ".json"), encoding="utf-8") as file:
        result = json.load(file)
    with open(run.path(name + ".bin"), "rb") as file:
        return result, file.read()
