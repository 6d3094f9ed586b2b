"""Heads in documents: played inside Krita with answers of the real engine (see conftest)."""

import os

from kashira_driver import desk

PLACE = {"x": 128, "y": 128, "size": 256}


def _insert(run, mode, **more):
    from kashira import insert_layers

    head, _ = desk.load_answer(run, "head")
    answer, payload = desk.load_answer(run, more.pop("kind", "") + mode)
    place = more.pop("place", PLACE)
    come = _come(head, answer["layers"], payload, mode, place)
    return insert_layers.insert_head(come, **more)


def _come(head, layers, payload, mode, place):
    """A head all of whose layers have come."""
    from kashira.incoming_head import IncomingHead

    come = IncomingHead(head["recipe"], head["tag"], mode, place)
    for layer in layers:
        start = layer["offset"]
        come.take(layer, payload[start : start + layer["bytes"]])
    return come


def _flat(run, kind=""):
    return desk.load_answer(run, kind + "flat_whole")[1]


def _top(document):
    return document.rootNode().childNodes()[-1]


def parts_are_one_step_of_undo_and_come_back_byte_for_byte(run):
    document = desk.new_document()
    yield 800
    before, entries = desk.pixels(document), desk.history()
    names_before = desk.tree(document.rootNode())
    uuid = _insert(run, "parts")
    document.waitForDone()
    yield 400
    after, names = desk.pixels(document), desk.tree(document.rootNode())
    run.facts["history"] = desk.history()
    assert len(desk.history()) == len(entries) + 1, desk.history()
    layers = {node.uniqueId().toString(): node for node in desk.nodes(document.rootNode())}
    bytes_of = {u: bytes(n.pixelData(0, 0, 512, 512)) for u, n in layers.items()}
    desk.undo(document)
    yield 400
    assert desk.tree(document.rootNode()) == names_before
    assert desk.pixels(document) == before
    desk.redo(document)
    yield 400
    assert desk.tree(document.rootNode()) == names
    assert desk.pixels(document) == after
    assert _top(document).uniqueId().toString() == uuid
    for node in desk.nodes(document.rootNode()):
        assert bytes(node.pixelData(0, 0, 512, 512)) == bytes_of[node.uniqueId().toString()]
    run.facts["tree"] = names
    desk.close(document)


def the_group_carries_the_tag_and_the_parts_their_names_in_order(run):
    document = desk.new_document()
    yield 600
    _insert(run, "parts")
    document.waitForDone()
    yield 300
    head, _ = desk.load_answer(run, "head")
    answer, _ = desk.load_answer(run, "parts")
    name, inside = desk.tree(document.rootNode())[-1]
    assert name == f"Head [{head['tag']}]"
    flattened = [n for child in inside for n in (child[1] if isinstance(child, list) else [child])]
    assert flattened == [layer["title"] for layer in answer["layers"]]
    assert document.activeNode().name() == name
    desk.close(document)


def a_generated_head_shows_as_the_engines_own_picture(run):
    # Layers that are faint all over, up to 40 of 255, are in the flat picture alone. And soft
    # heads have a haze of 1 or 2 in every layer, which the engine and Krita round at each step.
    for mode in ("parts", "inks", "flat"):
        differences = yield from _differences(run, mode, "")
        run.facts[mode] = {"worst": max(differences), "over 2": _share_over_2(differences)}
        assert max(differences) <= (0 if mode == "flat" else 40), run.facts
        assert _share_over_2(differences) <= 0.05, run.facts


def a_drawn_head_shows_as_the_engines_own_picture(run):
    if not os.path.exists(run.path("drawn_parts.json")):
        run.facts["skipped"] = "skia-python is missing"
        return
    for mode in ("parts", "inks"):
        differences = yield from _differences(run, mode, "drawn_")
        run.facts[mode] = {"worst": max(differences), "over 2": _share_over_2(differences)}
        assert max(differences) <= 2, run.facts


def _differences(run, mode, kind):
    """Of each pixel, between what Krita shows and the flat picture."""
    document = desk.new_document()
    yield 600
    document.rootNode().childNodes()[0].remove()
    entries = len(desk.history())
    _insert(run, mode, kind=kind)
    document.waitForDone()
    yield 400
    shown = desk.shown_in_srgb(document, 128, 128, 256, 256)
    assert len(desk.history()) == entries + 1, (mode, desk.history())
    run.facts[mode + " tree"] = desk.tree(document.rootNode())
    desk.close(document)
    yield 200
    return desk.differences(shown, _flat(run, kind))


def _share_over_2(differences):
    return round(sum(d > 2 for d in differences) / len(differences), 4)


def irises_are_clipped_to_the_eyes(run):
    document = desk.new_document()
    yield 600
    _insert(run, "parts")
    document.waitForDone()
    yield 300
    clipped = [n.name() for n in desk.nodes(document.rootNode()) if n.inheritAlpha()]
    answer, _ = desk.load_answer(run, "parts")
    assert clipped == [layer["title"] for layer in answer["layers"] if layer.get("clip")]
    assert clipped
    desk.close(document)


def a_selection_inside_across_and_outside_the_canvas_is_where_the_head_goes(run):
    from kashira import insert_layers
    from krita import Selection

    document = desk.new_document(640, 400)
    yield 600
    places = {}
    for name, (x, y, w, h) in {
        "inside": (100, 50, 200, 300),
        "across": (500, -100, 600, 300),
        "outside": (2000, 2000, 100, 100),
        "tiny": (636, 396, 3, 2),
    }.items():
        selection = Selection()
        selection.select(x, y, w, h, 255)
        document.setSelection(selection)
        yield 100
        place = insert_layers.placement()
        places[name] = [place["x"], place["y"], place["size"]]
    document.setSelection(None)
    yield 100
    place = insert_layers.placement()
    places["none"] = [place["x"], place["y"], place["size"]]
    run.facts["places"] = places
    assert places["inside"] == [100, 100, 200], places
    assert places["across"] == [500, 30, 140], places
    assert places["outside"] == places["none"] == [120, 0, 400], places
    assert places["tiny"] == [624, 384, 16], places
    desk.close(document)


def never_into_a_mask_a_locked_group_or_another_head(run):
    document = desk.new_document()
    yield 600
    root = document.rootNode()
    background = root.childNodes()[0]
    mask = document.createNode("mask", "transparencymask")
    background.addChildNode(mask, None)
    document.waitForDone()
    yield 200
    document.setActiveNode(mask)
    yield 200
    _insert(run, "flat")
    document.waitForDone()
    yield 300
    assert [n.type() for n in root.childNodes()] == ["paintlayer", "paintlayer"]

    group = document.createGroupLayer("Locked")
    inner = document.createGroupLayer("Inner")
    layer = document.createNode("Inside", "paintlayer")
    inner.setChildNodes([layer])
    group.setChildNodes([inner])
    root.addChildNode(group, None)
    document.waitForDone()
    group.setLocked(True)
    yield 200
    document.setActiveNode(layer)
    yield 200
    _insert(run, "parts")
    document.waitForDone()
    yield 300
    head = root.childNodes()[-1]
    assert head.name().startswith("Head ["), desk.tree(root)
    assert desk.tree(group) == [["Inner", ["Inside"]]]

    document.setActiveNode(head.childNodes()[0])
    yield 200
    _insert(run, "flat")
    document.waitForDone()
    yield 300
    assert root.childNodes()[-1].type() == "paintlayer", desk.tree(root)
    desk.close(document)


def every_colour_space_gets_the_right_colours_in_one_step(run):
    spaces = [
        ("RGBA", "U8", ""), ("RGBA", "U16", ""), ("RGBA", "U16", desk.SRGB), ("RGBA", "F16", ""),
        ("RGBA", "F32", ""), ("CMYKA", "U8", ""), ("GRAYA", "U8", ""), ("GRAYA", "U16", ""),
        ("RGBA", "U8", "ClayRGB-elle-V2-g22.icc"),
    ]  # fmt: skip
    for space in spaces:
        document = desk.new_document(512, 512, *space)
        yield 500
        document.rootNode().childNodes()[0].remove()
        entries = len(desk.history())
        seconds = desk.seconds_of(lambda: _insert(run, "flat"))
        document.waitForDone()
        yield 300
        shown = desk.shown_in_srgb(document, 128, 128, 256, 256)
        name = "/".join(part for part in space if part)
        difference = desk.largest_difference(shown, _flat(run))
        run.facts[name] = {"difference": difference, "milliseconds": round(seconds * 1000, 1)}
        assert len(desk.history()) == entries + 1, (space, desk.history())
        if space[0] == "RGBA":
            assert difference <= (9 if "Clay" in space[2] else 0), (space, difference)
        else:
            mine = bytes(_top(document).pixelData(128, 128, 256, 256))
            other = yield from _as_krita_converts(run, document)
            step = 2 if space[1] == "U16" else 1
            pairs = zip(mine[step - 1 :: step], other[step - 1 :: step], strict=True)
            worst = max(abs(a - b) for a, b in pairs)
            run.facts[name]["from Krita's own"] = worst
            assert worst <= 1, (space, worst)
        desk.close(document)
        yield 200


def _as_krita_converts(run, document):
    """The bytes of the same picture, converted by Krita as a whole document."""
    other = desk.new_document()
    yield 400
    layer = other.createNode("same", "paintlayer")
    layer.setPixelData(desk.QtCore.QByteArray(_flat(run)), 0, 0, 256, 256)
    other.rootNode().addChildNode(layer, None)
    other.waitForDone()
    other.setColorSpace(document.colorModel(), document.colorDepth(), document.colorProfile())
    other.waitForDone()
    yield 200
    data = bytes(layer.pixelData(0, 0, 256, 256))
    desk.close(other)
    yield 200
    return data


def replacing_puts_the_new_head_where_the_old_one_was_moved_to(run):
    from kashira import insert_layers, krita_api

    document = desk.new_document()
    yield 600
    uuid = _insert(run, "parts")
    document.waitForDone()
    yield 300
    old = _top(document)
    for node in desk.nodes(old):
        if node.type() == "paintlayer":
            node.move(node.position().x() + 30, node.position().y() - 20)
    document.waitForDone()
    entries = len(desk.history())
    place = insert_layers.placement(replace=uuid)
    assert (place["x"], place["y"], place["size"]) == (158, 108, 256), place
    assert krita_api.node_id(krita_api.selected_head_group()) == uuid
    new = _insert(run, "flat", place=place, replace=uuid)
    document.waitForDone()
    yield 400
    root = document.rootNode()
    assert len(root.childNodes()) == 2
    assert _top(document).uniqueId().toString() == new
    run.facts["history"] = desk.history()
    assert len(desk.history()) == entries + 2, desk.history()
    desk.undo(document)
    yield 300
    desk.undo(document)
    yield 300
    assert [n.uniqueId().toString() for n in root.childNodes()][-1] == uuid
    desk.close(document)


def marked_heads_come_as_groups_of_which_one_is_seen(run):
    from kashira import insert_layers

    document = desk.new_document()
    yield 600
    head, _ = desk.load_answer(run, "head")
    answer, payload = desk.load_answer(run, "parts")
    heads = [
        _come({**head, "tag": tag}, answer["layers"], payload, "parts", PLACE)
        for tag in (head["tag"], "zzz2", "zzz3")
    ]
    entries = len(desk.history())
    insert_layers.insert_variants(heads)
    document.waitForDone()
    yield 400
    around = _top(document)
    seen = [(node.name(), node.visible()) for node in around.childNodes()]
    run.facts["seen"] = seen
    first = f"Head [{head['tag']}]"
    assert seen == [("Head [zzz3]", False), ("Head [zzz2]", False), (first, True)]
    assert len(desk.history()) == entries + 1
    desk.close(document)


def a_morph_becomes_an_animated_layer_in_one_step(run):
    answer, payload = desk.load_answer(run, "morph")
    frames = [
        (payload[p["offset"] : p["offset"] + p["bytes"]], p["width"], p["height"])
        for p in answer["pictures"]
    ]
    for name, start, space in (
        ("at once", 0, ("RGBA", "U8", "")),
        ("later", 5, ("RGBA", "U8", "")),
        ("16 bit", 0, ("RGBA", "U16", "")),
    ):
        document = desk.new_document(512, 512, *space)
        yield 800
        document.rootNode().childNodes()[0].remove()
        document.waitForDone()
        if start:
            document.setCurrentTime(start)
            document.waitForDone()
            yield 300
        seconds = yield from _insert_morph(document, frames, start, space[1] == "U8")
        run.facts[name + " (ms)"] = round(seconds * 1000)
        run.facts[name] = desk.history()
        desk.close(document)
        yield 300


def _insert_morph(document, frames, start, compare):
    from kashira import insert_morph

    entries, rate = len(desk.history()), document.framesPerSecond()
    place = {"x": 64, "y": 100, "size": frames[0][1]}
    seconds = desk.seconds_of(lambda: insert_morph.insert_morph(frames, "Morph", rate / 2, place))
    document.waitForDone()
    yield 500
    assert len(desk.history()) == entries + 1, desk.history()
    assert desk.tree(document.rootNode()) == [["Morph", ["Morph"]]]
    layer = _top(document).childNodes()[0]
    wanted = [start + 2 * i for i in range(len(frames))]
    keys = [time for time in range(60) if layer.hasKeyframeAtTime(time)]
    assert keys == ([0, *wanted] if start else wanted), keys
    for time, (pixels, width, height) in zip(wanted, frames, strict=True):
        if compare:
            shown = bytes(layer.pixelDataAtTime(64, 100, width, height, time))
            assert desk.largest_difference(shown, pixels) == 0, time
    desk.undo(document)
    yield 400
    assert desk.tree(document.rootNode()) == []
    desk.redo(document)
    yield 400
    layer = _top(document).childNodes()[0]
    assert [time for time in range(60) if layer.hasKeyframeAtTime(time)] == keys
    for time in wanted[:2]:
        document.setCurrentTime(time)
        document.waitForDone()
        yield 300
        shown = desk.shown_in_srgb(document, 64, 100, *frames[0][1:])
        pixels = frames[wanted.index(time)][0]
        assert desk.largest_difference(shown, pixels) <= 1, time
    return seconds


def many_morphs_do_not_crash_krita(run):
    answer, payload = desk.load_answer(run, "morph")
    picture = answer["pictures"][0]
    frame = (payload[: picture["bytes"]], picture["width"], picture["height"])
    document = desk.new_document(300, 300)
    yield 800
    for i in range(12):
        seconds = desk.seconds_of(
            lambda: desk.plugin("insert_morph").insert_morph(
                [frame] * 12, "Morph", 12, {"x": 10, "y": 20, "size": 128}
            )
        )
        run.facts[f"{i}"] = round(seconds * 1000)
        yield 60
    assert len(document.rootNode().childNodes()) == 13
    desk.close(document)


def what_cannot_be_inserted_is_said_in_a_sentence_and_leaves_no_trace(run):
    from kashira import insert_layers, insert_morph, krita_api

    said = []

    def refused(call):
        try:
            call()
        except insert_layers.CannotInsert as error:
            said.append(str(error))
        else:
            raise AssertionError("it was inserted")

    assert krita_api.active_document() is None
    assert krita_api.foreground_color() is None
    assert krita_api.picture_for_matching() is None
    assert krita_api.document_signature() is None
    assert krita_api.selected_head_recipe() is None
    refused(insert_layers.placement)
    document = desk.new_document(256, 256)
    yield 600
    before = (desk.tree(document.rootNode()), desk.history())
    head, _ = desk.load_answer(run, "head")
    answer, payload = desk.load_answer(run, "parts")
    place = insert_layers.placement()

    def insert(layers, data, mode="parts", at=place, replace=None):
        insert_layers.insert_head(_come(head, layers, data, mode, at), replace)

    layer = answer["layers"][0]
    refused(lambda: insert([], b""))
    refused(lambda: insert(answer["layers"], payload[:-1]))
    refused(lambda: insert([{**layer, "width": layer["width"] + 1}], payload))
    refused(lambda: insert([{"title": "x", "offset": 0, "bytes": 4}], payload))
    refused(lambda: insert(answer["layers"], payload, mode="psd"))
    refused(lambda: insert(answer["layers"], payload, replace="{nobody}"))
    refused(lambda: insert_layers.insert_variants([]))
    refused(lambda: insert_morph.insert_morph([], "Morph", 12, place))
    refused(lambda: insert_morph.insert_morph([(b"abc", 1, 1)], "Morph", 12, place))
    assert (desk.tree(document.rootNode()), desk.history()) == before
    desk.close(document)
    yield 300
    refused(lambda: insert(answer["layers"], payload))
    run.facts["said"] = said


def what_is_selected_gives_its_recipe_its_colours_and_a_signature(run):
    from kashira import krita_api

    document = desk.new_document()
    yield 600
    first = krita_api.document_signature()
    assert krita_api.selected_head_recipe() is None
    _insert(run, "parts")
    document.waitForDone()
    yield 300
    head, _ = desk.load_answer(run, "head")
    assert krita_api.selected_head_recipe() == head["recipe"]
    assert krita_api.document_signature() != first
    document.setActiveNode(_top(document).childNodes()[0])
    yield 200
    assert krita_api.selected_head_recipe() == head["recipe"]
    pixels, width, height = krita_api.picture_for_matching()
    assert len(pixels) == width * height * 4
    assert any(pixels[3::4])
    assert krita_api.foreground_color().startswith("#")
    calls = {
        "signature": krita_api.document_signature,
        "recipe": krita_api.selected_head_recipe,
        "matching": krita_api.picture_for_matching,
        "foreground": krita_api.foreground_color,
    }
    for name, call in calls.items():
        run.facts[name + " ms"] = round(desk.seconds_of(call) * 1000, 2)
    desk.close(document)


def sixteen_layers_of_512_pixels_are_quickly_there(run):
    from kashira import insert_layers
    from kashira.incoming_head import IncomingHead

    head, _ = desk.load_answer(run, "head")
    data = bytes(range(256)) * 4096  # 512 x 512 pixels
    layers = [{"title": f"Layer {i}", "width": 512, "height": 512} for i in range(16)]
    for side in (1024, 4096):
        document = desk.new_document(side, side)
        yield 1500
        place = {"x": 100, "y": 100, "size": 512}
        times = []
        for _ in range(3):
            come = IncomingHead(head["recipe"], head["tag"], "parts", place)
            each = [desk.seconds_of(lambda c=come, one=one: c.take(one, data)) for one in layers]
            last = desk.seconds_of(lambda c=come: insert_layers.insert_head(c))
            times.append((max(each), sum(each), last))
            document.waitForDone()
            yield 700
        names = ("a layer at most", "all layers", "the last step")
        run.facts[f"milliseconds in {side}"] = [
            {name: round(1000 * t, 1) for name, t in zip(names, one, strict=True)} for one in times
        ]
        desk.close(document)
        yield 300


def a_document_is_saved_with_a_head_and_a_copy_of_it(run):
    document = desk.new_document()
    yield 600
    _insert(run, "inks")
    document.waitForDone()
    yield 300
    copy = _top(document).duplicate()
    document.rootNode().addChildNode(copy, None)
    document.waitForDone()
    yield 300
    assert document.saveAs(run.path("保存.kra"))
    document.waitForDone()
    yield 800
    run.facts["tree"] = [name for name, _ in desk.tree(document.rootNode())[1:]]
    desk.close(document)
