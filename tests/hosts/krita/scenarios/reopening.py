"""A second run of Krita: documents of the first one, and the plugin's zip."""

import os

from kashira_driver import desk


def a_saved_head_and_its_copy_still_know_their_recipe(run):
    from kashira import krita_api

    document = desk.open_document(run.path("保存.kra"))
    yield 1000
    head, _ = desk.load_answer(run, "head")
    groups = document.rootNode().childNodes()[1:]
    assert len(groups) == 2
    assert groups[0].uniqueId() != groups[1].uniqueId()
    for group in groups:
        document.setActiveNode(group)
        yield 200
        assert krita_api.selected_head_recipe() == head["recipe"], group.name()
    copy = groups[0].duplicate()
    copy.setName("Copy of " + groups[0].name())
    document.rootNode().addChildNode(copy, None)
    document.waitForDone()
    document.setActiveNode(copy)
    yield 200
    assert krita_api.selected_head_recipe() == head["recipe"]
    document.setActiveNode(document.rootNode().childNodes()[0])
    yield 200
    assert krita_api.selected_head_recipe() is None
    desk.close(document)


def what_others_wrote_into_the_document_does_no_harm(run):
    from kashira import document_history, krita_api

    document = desk.new_document(128, 128)
    yield 500
    group = document.createGroupLayer("Head [abcd]")
    document.rootNode().addChildNode(group, None)
    document.waitForDone()
    document.setActiveNode(group)
    yield 200
    junks = [b"", b"\xff\xfe", b"[1, 2]", b'{"heads": 3}', b"[" * 100_000]
    junks += [b'{"heads": {"a": {"recipe": 1}}}']
    junks += [b'{"heads": {"a": {"recipe": {}, "tag": "abcd", "place": 7}}}']
    for junk in junks:
        data = desk.QtCore.QByteArray(junk)
        document.setAnnotation(document_history.KEY, "", data)
        krita_api.selected_head_recipe()
        place = desk.plugin("insert_layers").placement(krita_api.node_id(group))
        assert place["size"] == 128
    desk.close(document)


def the_zip_goes_through_kritas_own_importer(run):
    from plugin_importer.plugin_importer import PluginImporter

    target = run.path("imported")
    os.makedirs(target)
    asked = []
    for _ in range(2):
        importer = PluginImporter(
            run.path("kashira.zip"), target, lambda plugin: asked.append(plugin["name"]) or True
        )
        imported = importer.import_all()
        yield 10
    run.facts["imported"] = imported
    assert [plugin["name"] for plugin in imported] == ["kashira"]
    assert asked == ["kashira"]  # only the second time
    for name in ("kashira.desktop", "kashira/__init__.py", "kashira/engine/client.py",
                 "kashira/languages/ja.json", "kashira/manual.html"):  # fmt: skip
        assert os.path.exists(os.path.join(target, "pykrita", name)), name
    assert os.path.exists(os.path.join(target, "actions", "kashira.action"))
