"""What fills the model's window, told where the meter stands."""

from __future__ import annotations

from PySide6.QtCore import Qt


def test_the_meter_opens_what_fills_the_window(open_desk, lease, qtbot):
    desk = open_desk("The landlord pays for the roof [p. 1].")
    desk.window.presenter.desk.add([lease])
    desk.ask("Who pays?")
    meter = desk.screen.meter
    assert meter._coverage
    qtbot.mouseClick(meter._fill, Qt.MouseButton.LeftButton)
    desk.wait(lambda: meter.shown is not None and meter.shown.isVisible())
    facts = dict(line.split(": ") for line in meter.shown.facts.text.splitlines())
    assert set(facts) == {
        "lease.md", "Conversation and instructions", "Room for answers", "The whole window",
    }  # fmt: skip
    counts = [int(facts[name].replace(",", "")) for name in facts]
    assert sum(counts[:3]) == counts[3] == 4096
    assert counts[0] > 5
    meter.shown.close()
    desk.wait(lambda: meter.shown is None)


def test_what_was_not_counted_is_not_called_nothing(open_desk):
    desk = open_desk("Yes.")
    meter = desk.screen.meter
    desk.wait(lambda: meter.text.startswith("0 of 4,096 tokens"))
    meter.show_used(None)
    assert meter.text.startswith("Not counted yet · 4,096 tokens")
    meter._open()
    assert "Conversation and instructions: not counted yet" in meter.shown.facts.text
    assert "Room for answers" not in meter.shown.facts.text
    meter.shown.close()
    desk.wait(lambda: meter.shown is None)


def test_the_meter_follows_an_answer_that_is_being_written(open_desk, lease):
    desk = open_desk("one two three four <wait>")
    meter = desk.screen.meter
    desk.window.presenter.desk.add([lease])
    desk.wait(lambda: desk.screen.chips.chips[0].is_read)
    read = meter.used
    desk.type("Count")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and "four" in desk.answers[0].view.source)
    written = meter.used
    assert read < written
    desk.press(Qt.Key.Key_Escape)
    desk.wait(desk.is_answered)
    assert written <= meter.used <= written + 1
    meter.show_speed(12.0)
    assert "tokens/s" in meter.text
    desk.window.presenter.new_chat()
    desk.wait(lambda: meter.used == 0)
    assert "tokens/s" not in meter.text  # of another chat
