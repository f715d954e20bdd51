"""What several doors hand out: reports as text, JSON, CSV, XLSX and PDF; documents on paper (Typst)."""
