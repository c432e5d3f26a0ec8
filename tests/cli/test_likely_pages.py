"""A sentence in another language than its document, on the terminal."""

from __future__ import annotations


def test_a_likely_page_in_another_language_is_told(run, script, tmp_path):
    lease = tmp_path / "租约.txt"
    pages = (
        "租赁双方于四月签订本合同，房屋位于城市东部。乙方负责支付水费和电费。",
        "取暖费用由全体住户按面积分摊，每年十月结算一次。屋顶由甲方维修。",
        "合同终止时乙方应当归还全部钥匙，并将花园恢复原状。",
    )
    lease.write_text("\f".join(pages), "utf-8")
    said = "The cost of heating is shared by all residents according to area, settled each October"
    model = script(f"{said} [p. 3].")
    result = run("--json", "ask", "--model", model, "--doc", lease, "What?").object
    (citation,), (support,) = result["citations"], result["supports"]
    likely = citation["attribution"]
    assert (likely["document"], likely["page"]) == ("租约.txt", 2)
    assert 4 <= likely["found"] <= likely["of"]
    assert (citation["verdict"], citation["page"], citation["verified"]) == ("unsure", 3, False)
    assert support["attribution"] == likely
    told = run("ask", "--model", model, "--doc", lease, "What?")
    assert "Likely from page 2: " in told.out + told.err
