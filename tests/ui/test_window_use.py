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
