"""E-mail: headers, one body of several, attachments by name; pages saved in one file."""

from __future__ import annotations

import base64
import email.policy
from email.message import EmailMessage

from tests.reader.reading import opened, pages_of, texts
from yidesk.documents.formats import Format


def make_mail(**headers: str) -> EmailMessage:
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"] = "Ann Keeper <ann@example.org>"
    mail["To"] = "王伟 <wang@example.org>"
    mail["Subject"] = "灯塔 oil"
    mail["Date"] = "Mon, 03 Jun 2024 10:00:00 +0000"
    for name, value in headers.items():
        mail[name] = value
    return mail


HEAD = (
    "From: Ann Keeper <ann@example.org>\nTo: 王伟 <wang@example.org>\n"
    "Date: Mon, 03 Jun 2024 10:00:00 +0000\nSubject: 灯塔 oil"
)


def test_text_html_and_attachments(tmp_path):
    mail = make_mail()
    mail.set_content("The oil is low.\n\nSend more. 请。")
    mail.add_alternative("<p>The <b>oil</b> is low.</p>", subtype="html")
    mail.add_attachment(b"x" * 1234, maintype="application", subtype="pdf", filename="bill.pdf")
    mail.add_attachment("a,b", subtype="csv", filename="灯.csv")
    document = opened(tmp_path, "saved.txt", mail.as_bytes())
    assert document.format is Format.MAIL
    ((label, text),) = [(page.label, page.text) for page in pages_of(document)]
    assert label == "灯塔 oil"
    assert text == (
        f"{HEAD}\n\nThe oil is low.\n\nSend more. 请。\n\n"
        "Attachment: bill.pdf (application/pdf, 1,234 bytes)\n"
        "Attachment: 灯.csv (text/csv, 5 bytes)"
    )


def test_html_alone_and_a_mail_sent_on(tmp_path):
    inner = make_mail()
    inner.replace_header("Subject", "Inner")
    inner.set_content("inside")
    mail = make_mail()
    mail.set_content("<h1>Oil</h1><p>is low</p>", subtype="html")
    mail.add_attachment(inner)
    text = "\n".join(text for _, text in texts(tmp_path, "a.eml", mail.as_bytes()))
    assert "Oil\n\nis low" in text
    assert "Subject: Inner\n\ninside" in text


def test_a_page_saved_in_one_file(tmp_path):
    data = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/\n"
        "Subject: Harbour\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="--b"\n\n----b\n'
        "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<html><body><h1>Tides=E6=BD=AE</h1><p>high</p></body></html>\n----b\n"
        "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0K\n----b--\n"
    )
    ((label, text),) = texts(tmp_path, "page.mhtml", data)[-1:]
    assert label == "Harbour › Tides潮"
    assert "Tides潮\n\nhigh" in text
    assert "Attachment" not in text


def test_the_name_of_an_attachment_that_is_no_text(tmp_path):
    data = (
        "From: a\nTo: b\nSubject: c\nContent-Type: application/pdf\n"
        "Content-Disposition: attachment; filename*=\xfb''x\n\nx"
    ).encode("latin-1")
    ((_, text),) = texts(tmp_path, "a.eml", data)
    assert text.endswith("Attachment: (no name) (application/pdf, 1 bytes)")


def test_headers_that_are_not_what_they_should_be(tmp_path):
    data = (
        "From: =?utf-8?B?****?= <a@b>\nTo: a pupil, \xe9l\xe8ve\nDate: never\n"
        "Subject: =?no-such?Q?x?=\n"
        "Content-Type: text/plain; charset=no-such\n\nThe body.\n"
    ).encode("latin-1")
    ((_, text),) = texts(tmp_path, "a.eml", data)
    assert text.endswith("The body.")
    assert "To: a pupil, élève" in text


def test_bytes_in_headers_that_are_no_text_can_be_sent(reader, tmp_path):
    """Found by damaging files at random: the kind of an attachment is bytes in no encoding."""
    path = tmp_path / "odd.eml"
    path.write_bytes(
        b"From: a\nTo: b\nSubject: c\nContent-Type: multipart/mixed; boundary=x\n\n"
        b"--x\nContent-Type: text/plain\n\nBody.\n"
        b"--x\nContent-Type: appli\x9ccation/p\xffdf\nContent-Disposition: attachment\n\n"
        b"zz\n--x--\n"
    )
    (page,) = reader.read(path).pages
    page.text.encode()
    assert "Body." in page.text
    assert "Attachment" in page.text


def test_what_says_gb2312_and_holds_more(tmp_path):
    """Programs name the small set and write the large one; old ones do so in headers too."""
    subject = base64.b64encode("朱镕基的㐂".encode("gb18030")).decode()
    data = (
        f"From: li@example.cn\r\nTo: wang@example.cn\r\nSubject: =?gb2312?B?{subject}?=\r\n"
        "Date: Mon, 03 Jun 2024 10:00:00 +0800\r\nContent-Type: text/plain; charset=gb2312\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
    ).encode() + "请朱镕基签收，㐂。\r\n".encode("gb18030")
    ((label, text),) = texts(tmp_path, "a.eml", data)
    assert label == "朱镕基的㐂"
    assert text.endswith("请朱镕基签收，㐂。")
