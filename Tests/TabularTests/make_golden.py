#!/usr/bin/env python3
"""Writes the odd files in Files/ and what pandas reads from them (golden.json). Needs pandas; the tests do not."""
import json, math, os
import pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))
FILES = {  # name: (bytes, options of read_csv)
    "plain.csv": (b"a,b,c\n1,2,3\n4,5,6\n", {}),
    "no_header.csv": (b"1,2,3\n4,5,6\n", {"header": None}),
    "quoted.csv": (b'a,b\n"1","x, y"\n"2","z"\n', {}),
    "quotes_in_quotes.csv": (b'a,b\n1,"say ""hi"""\n2,"x"\n', {}),
    "newline_in_quotes.csv": (b'a,b\n1,"two\nlines"\n2,"one"\n', {}),
    "bom.csv": (b"\xef\xbb\xbfa,b\n1,2\n", {}),
    "crlf.csv": (b"a,b\r\n1,2\r\n3,4\r\n", {}),
    "cr.csv": (b"a,b\r1,2\r3,4\r", {"lineterminator": "\r"}),
    "no_final_newline.csv": (b"a,b\n1,2\n3,4", {}),
    "blank_lines.csv": (b"\na,b\n\n1,2\n\n\n3,4\n\n", {}),
    "semicolon.csv": (b"a;b\n1,5;2\n3,25;4\n", {"sep": ";", "decimal": ","}),
    "tab.tsv": (b"a\tb\n1\t2\n3\t4\n", {"sep": "\t"}),
    "pipe.csv": (b"a|b\n1|2\n3|4\n", {"sep": "|"}),
    "missing.csv": (b"a,b\n1,\n,2\nNA,3\nnan,4\n5,N/A\n", {}),
    "words.csv": (b"a,kind\n1,cat\n2,dog\n3,cat\n", {}),
    "numbers.csv": (b"a,b\n1e3,-.5\n+2,1E-3\n0.1,-0\n123456789012345678901,1e-320\n", {}),
    "spaces.csv": (b"a,b\n 1 , 2\n3 ,4 \n", {}),
    "utf8.csv": ("größe,名\n1,é\n2,日本\n".encode(), {}),
    "one_column.csv": (b"a\n1\n2\n", {}),
    "header_only_words.csv": (b"kind,size\ncat,small\ndog,large\n", {}),
}


def cell(value):
    if isinstance(value, float) and math.isnan(value):
        return None
    return value if isinstance(value, str) else float(value)


golden = {}
for name, (content, options) in FILES.items():
    path = os.path.join(HERE, "Files", name)
    with open(path, "wb") as file:
        file.write(content)
    frame = pd.read_csv(path, **options)
    golden[name] = {
        "header": options.get("header", 0) == 0,
        "names": [str(c) for c in frame.columns],
        "rows": [[cell(v) for v in row] for row in frame.astype(object).values.tolist()],
    }
with open(os.path.join(HERE, "golden.json"), "w") as file:
    json.dump({"pandas": pd.__version__, "files": golden}, file, indent=1, ensure_ascii=False)
print("pandas", pd.__version__, len(golden), "files")
