from site_builder.importing.ledger import LedgerDocument, LedgerEntry, dump_ledger, parse_ledger

ENTRIES = [
    LedgerEntry(file="b.txt", sha256="2" * 64),
    LedgerEntry(
        file="a.md",
        sha256="1" * 64,
        format="hexo",
        documents=(LedgerDocument(id="x", path="content/articles/2024/03/y.md", title="标题"),),
    ),
]


def test_ledger_is_sorted_and_comes_back() -> None:
    text = dump_ledger(ENTRIES)
    assert [line.split('"')[3] for line in text.splitlines()] == ["a.md", "b.txt"]
    assert parse_ledger("imports.jsonl", text) == (ENTRIES[::-1], [])


def test_merge_conflict_is_reported_with_its_line() -> None:
    entries, problems = parse_ledger("imports.jsonl", dump_ledger(ENTRIES) + "<<<<<<< ours\n")
    assert (len(entries), problems[0].line, problems[0].rule) == (2, 3, "ledger-broken")
