"""Mouse, keyboard and odd input in the docker: more of docker_scenarios.py, which plays these."""

import importlib
import itertools

from outside_krita import DARK, dress


def tab_stops_at_everything_in_the_order_it_is_seen(desk):
    kashira = desk.open()
    kashira.resize(300, 1400)
    desk.generate(1)
    panel = kashira.panel
    assert panel.arrangement.shape == "tall"
    kashira.activateWindow()
    panel.picture.setFocus()
    stops = []
    while desk.application.focusWidget() not in stops:
        stops.append(desk.application.focusWidget())
        kashira.focusNextChild()
    wanted = [panel.picture, panel.actions.insert, panel.actions.menu, panel.tabs.tabBar()]
    wanted += [panel.presets.combo, *(row.lock for row in _seen_rows(panel)), panel.results.grid]
    assert [stop for stop in stops if stop in wanted] == wanted
    assert stops[-2:] == [panel.results.favorites, panel.results.grid]
    corner = desk.qt.QtCore.QPoint(0, 0)
    tops = [stop.mapTo(kashira, corner).y() for stop in stops[:-2]]
    line = panel.fontMetrics().height()
    assert all(below > above - line for above, below in itertools.pairwise(tops))
    toggle = next(row for row in _seen_rows(panel) if row.attribute.kind == "toggle")
    assert stops.index(toggle.lock) + 1 == stops.index(toggle.box) == stops.index(toggle.slider) - 1


def _seen_rows(panel):
    return [row for row in panel.attributes.rows.values() if row.isVisibleTo(panel)]


def one_click_shows_a_head_and_only_two_or_enter_insert_it(desk):
    kashira = desk.open()
    grid = desk.generate(2)
    _click_as_on_kde(desk, grid)
    qt, test = desk.qt.Qt, _qt_test(desk.qt)
    head = grid.item(1)
    place = grid.visualItemRect(head).center()
    test.mouseClick(grid.viewport(), qt.MouseButton.LeftButton, pos=place)
    desk.settle()
    assert kashira.head.state.recipe == grid.heads[1].recipe
    assert not desk.krita.inserted
    test.mouseDClick(grid.viewport(), qt.MouseButton.LeftButton, pos=place)
    desk.until(lambda: len(desk.krita.inserted) == 1, "an insertion")
    test.keyClick(grid, qt.Key.Key_Return)
    desk.until(lambda: len(desk.krita.inserted) == 2, "another")


def _click_as_on_kde(desk, widget):
    """Plasma's own setting, which Qt passes on: items are opened by one click."""
    base = desk.qt.QtWidgets.QProxyStyle
    hint = desk.qt.QtWidgets.QStyle.StyleHint.SH_ItemView_ActivateItemOnSingleClick

    class OneClick(base):
        def styleHint(self, asked, *rest):  # noqa: N802 -- Qt's
            return 1 if asked == hint else base.styleHint(self, asked, *rest)

    desk.style = OneClick()
    widget.setStyle(desk.style)


def _qt_test(qt):
    return importlib.import_module(f"PyQt{qt.QT_MAJOR}.QtTest").QTest


def two_windows_keep_each_others_presets(desk):
    first = desk.open()
    second = desk.open()
    for kashira, name in ((first, "初め"), (second, "<b>2nd & last</b>")):
        kashira.head.set_value("hair_color", "#88c0a0")
        kashira.head.keep_preset(name)
    assert second.sessions.presets.names == ["<b>2nd & last</b>", "初め"]
    first.close_engine()


def a_preset_that_cannot_be_kept_is_told_in_a_sentence(desk):
    kashira = desk.open()
    desk.folder.mkdir(exist_ok=True)
    (desk.folder / "file").write_text("")
    kashira.sessions.presets = type(kashira.sessions.presets)(desk.folder / "file" / "presets.json")
    kashira.head.keep_preset("blue")
    assert desk.said().startswith("The preset was not kept: ")
    kashira.panel.error.hide()
    kashira.head.delete_preset("blue")
    assert desk.said().startswith("The preset was not deleted: ")


def escape_leaves_the_name_of_a_preset(desk):
    line = desk.open().panel.presets
    line.keep.click()
    assert line.name.isVisible()
    _qt_test(desk.qt).keyClick(line.name, desk.qt.Qt.Key.Key_Escape)
    assert line.combo.isVisible()
    assert not line.name.isVisible()
    assert not line.keep.isChecked()


def a_seed_that_was_wiped_out_is_shown_again(desk):
    kashira = desk.open()
    field, recipe = kashira.panel.actions.seed, kashira.head.state.recipe
    test, key = _qt_test(desk.qt), desk.qt.Qt.Key
    field.selectAll()
    test.keyClick(field, key.Key_Delete)
    test.keyClick(field, key.Key_Return)
    desk.settle()
    assert field.text() == str(recipe["seed"])
    assert kashira.head.state.recipe == recipe
    test.keyClicks(field, "x999999999999999")
    field.selectAll()
    test.keyClicks(field, "999999999999999123")
    test.keyClick(field, key.Key_Return)
    desk.settle()
    assert kashira.head.state.recipe["seed"] == 999999999999999
    assert not desk.said()


def a_damaged_recipe_is_told_and_the_docker_goes_on(desk):
    kashira = desk.open()
    good = kashira.head.state.recipe
    broken = ({**good, "model": "\ud800"}, {**good, "latent": 7}, {**good, "x" * 4_000_000: 1}, {})
    for recipe in broken:
        kashira.head.show_recipe(recipe)
        desk.until(lambda: kashira.panel.error.isVisible(), "a sentence")
        assert "wrong" not in desk.said()
        kashira.panel.error.hide()
        kashira.head.go_back()
        desk.settle()
        assert kashira.head.state.recipe == good


def a_morph_that_no_memory_holds_is_refused_in_a_sentence(desk):
    kashira = desk.open()
    grid = desk.generate(2)
    grid.selectAll()
    desk.krita.size = 4096
    kashira.results.insert_morph(240, False)
    assert desk.said().startswith("240 frames of 4096 pixels are too many")
    desk.krita.size = 64
    kashira.panel.error.hide()
    kashira.results.insert_morph(3, False)
    desk.until(lambda: desk.krita.inserted, "a morph")
    assert not desk.said()


def insert_is_readable_in_every_theme(desk):
    kashira = desk.open()
    from kashira.icons import contrast

    color = desk.qt.QtGui.QColor
    for highlight in ("#3daee9", "#5294e2", "#53728e", "#7ba9d0", "#308cc6", "#101010", "#f0f0f0"):
        for text in ("#202020", "#c8c8c8"):
            dress(desk.application, desk.qt, {**DARK, "text": text, "highlight": highlight})
            desk.application.processEvents()
            palette = kashira.panel.actions.insert.palette()
            ground, ink = palette.button().color(), palette.buttonText().color()
            assert ground == color(highlight)
            assert contrast(ink, ground) >= contrast(color("white"), ground) - 0.01
    dress(desk.application, desk.qt, DARK)


BY_HAND = [
    tab_stops_at_everything_in_the_order_it_is_seen,
    one_click_shows_a_head_and_only_two_or_enter_insert_it,
    two_windows_keep_each_others_presets,
    a_preset_that_cannot_be_kept_is_told_in_a_sentence,
    escape_leaves_the_name_of_a_preset,
    a_seed_that_was_wiped_out_is_shown_again,
    a_damaged_recipe_is_told_and_the_docker_goes_on,
    a_morph_that_no_memory_holds_is_refused_in_a_sentence,
    insert_is_readable_in_every_theme,
]
