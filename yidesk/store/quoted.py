"""The words of documents that reports on answers quote."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import msgspec

from yidesk.core.types import Citation, Support
from yidesk.store.records import Report


def forget(connection: sqlite3.Connection, document: str) -> None:
    """Take a document's words out of every report; verdicts and page numbers stay."""
    quoting = connection.execute(
        "SELECT id, report FROM turns WHERE instr(report, ?)", (document,)
    ).fetchall()
    for row in quoting:
        report = msgspec.json.decode(row["report"], type=Report)
        report = replace(
            report,
            citations=tuple(_cited(each, document) for each in report.citations),
            supports=tuple(_supported(each, document) for each in report.supports),
        )
        connection.execute(
            "UPDATE turns SET report = ? WHERE id = ?",
            (msgspec.json.encode(report).decode(), row["id"]),
        )


def _cited(citation: Citation, document: str) -> Citation:
    if document not in {citation.document, citation.found_in}:
        return citation
    return replace(citation, quote="", passages=(), detail="")


def _supported(support: Support, document: str) -> Support:
    return replace(support, quote="", detail="") if support.document == document else support
