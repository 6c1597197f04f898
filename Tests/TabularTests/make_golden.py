#!/usr/bin/env python3
"""Writes the odd files in Files/ and what pandas reads from them (golden.json). Needs pandas; the tests do not."""
import gzip, json, math, os
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
    # R: write.csv(d), write.table(d), write.table(d, sep = ";", dec = ",")
    "r_write_csv.csv": (b'"","length","kind"\n"1",5.1,"rose"\n"2",4.9,"tulip"\n"7",4.7,NA\n', {"index_col": 0}),
    "r_write_table.txt": (
        b'"length" "kind of flower"\n"1" 5.1 "a rose"\n"2" 4.9 "tulip"\n"x y" NA "tulip"\n',
        {"sep": r"\s+", "index_col": 0}),
    "r_write_csv2.csv": (b'"length";"kind"\n"1";5,1;"rose"\n"2";4,9;"tulip"\n',
                         {"sep": ";", "decimal": ",", "index_col": 0}),
    # pandas: d.to_csv() of a sample, and of such a file read again
    "pandas_to_csv.csv": (b",x,y\n17,1.5,2\n3,2.5,4\n8,,6\n", {"index_col": 0}),
    "pandas_again.csv": (b"Unnamed: 0,x,y\n0,1.5,2\n1,2.5,4\n", {"index_col": 0}),
    "trailing_comma.csv": (b"x,y,\n1,2,\n3,4,\n", {"usecols": ["x", "y"]}),
    "trailing_comma_no_header.csv": (b"1,2,\n3,4,\n", {"header": None, "usecols": [0, 1]}),
    "rows_end_with_comma.csv": (b"x,y\n1,2,\n3,4,\n", {"index_col": False}),
    "blanks.txt": (b"15.26   14.84   0.871   1\n 14.88\t14.57   0.8811  1\n17.63   15.98   0.8673  2  \n",
                   {"sep": r"\s+", "header": None}),
    "tabs_and_blanks.tsv": (b"a b\tc\n1\tx y\n2\tz w\n", {"sep": "\t"}),
    "auto_mpg.data": (
        b'18.0   8   307.0      130.0      3504.      12.0   70  1\t"chevrolet chevelle malibu"\n'
        b'25.0   4   98.00      ?          2046.      19.0   71  1\t"ford pinto"\n',
        {"sep": r"\s+", "header": None, "na_values": "?"}),
    "german_no_header.csv": (b"1,5;2,5\n3;-4,25\n", {"sep": ";", "decimal": ",", "header": None}),
    "german_tabs.txt": (b"x\ty\n1,5\t2,5\n3\t4,25\n", {"sep": "\t", "decimal": ","}),
    "commas_and_blanks.csv": (b"name,when,x\nA B,2024-01-01 12:00,1\nC D,2024-01-02 13:00,2\n", {}),
    "names_with_semicolons.csv": (b"x;y;z\n1,5;a, b;2\n2,5;c, d;3\n", {"sep": ";", "decimal": ","}),
    "latin1.csv": ("Größe;Straße\n1,5;Süd\n2,5;Österreich\n".encode("latin-1"),
                   {"sep": ";", "decimal": ",", "encoding": "latin-1"}),
    "windows.csv": ("price,shop\n1,caf\u00e9 \u2013 bar\n2,5 \u20ac shop\n".encode("cp1252"), {"encoding": "cp1252"}),
    "utf16.csv": ("x;größe\n1,5;2\n3,5;4\n".encode("utf-16"), {"sep": ";", "decimal": ",", "encoding": "utf-16"}),
    "utf16_tabs.txt": ("name\tx\n日本\t1\n𝄞\t2\n".encode("utf-16-be"), {"sep": "\t", "encoding": "utf-16-be"}),
    "plain.csv.gz": (gzip.compress(b"a,b\n1,2\n3,4\n", mtime=0), {}),
    "two_members.csv.gz": (gzip.compress(b"a,b\n1,2\n", mtime=0) + gzip.compress(b"3,4\n", mtime=0), {}),
    "excel_errors.csv": (b"x;y\n1;#DIV/0!\n#NV;2\n", {"sep": ";", "na_values": ["#DIV/0!", "#NV"]}),
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
# A workbook of two sheets, as pandas writes it and reads it again. It holds the time: it is written once.
path = os.path.join(HERE, "Files", "workbook.xlsx")
if not os.path.exists(path):
    with pd.ExcelWriter(path) as writer:
        pd.DataFrame({
            "Größe <m²>": [40.5, 1e-3, -3.25, 1e20], "Lage & \"so\"": ["Süd", "Am 'Wall'", None, "日本"],
            "Preis": [1, None, 3, 4], "leer": [None] * 4, "zuletzt": [1, 2, 3, 4],
        }).to_excel(writer, sheet_name="Werte", index=False)
        pd.DataFrame({"x": [1]}).to_excel(writer, sheet_name="andere")
frame = pd.read_excel(path)
golden["workbook.xlsx"] = {
    "header": True, "names": [str(c) for c in frame.columns],
    "rows": [[cell(v) for v in row] for row in frame.astype(object).values.tolist()],
}

with open(os.path.join(HERE, "golden.json"), "w") as file:
    json.dump({"pandas": pd.__version__, "files": golden}, file, indent=1, ensure_ascii=False)
print("pandas", pd.__version__, len(golden), "files")
