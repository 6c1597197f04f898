#!/usr/bin/env python3
"""Writes the tables of this folder: small ones in the exact format of those that people have. Needs pandas, scikit-learn and
palmerpenguins; the tests do not."""
import gzip
import os
import struct

import numpy as np
import palmerpenguins
from sklearn.datasets import load_digits, load_iris, load_wine

os.chdir(os.path.dirname(os.path.abspath(__file__)))


def write(name, text, encoding="utf-8"):
    with open(name, "wb") as file:
        file.write(text.encode(encoding))


# R: write.csv(iris[seq(1, 150, 4), ], "r_iris.csv")
iris = load_iris()
names = ["Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width", "Species"]
rows = [",".join(f'"{name}"' for name in [""] + names)]
for k in range(0, 150, 4):
    numbers = ",".join(f"{x:g}" for x in iris.data[k])
    rows.append(f'"{k + 1}",{numbers},"{iris.target_names[iris.target[k]]}"')
write("r_iris.csv", "\n".join(rows) + "\n")

# pandas: penguins.sample(60, random_state=1).to_csv("pandas_penguins.csv")
sample = palmerpenguins.load_penguins().sample(60, random_state=1)
sample.to_csv("pandas_penguins.csv")

# UCI's wine.data: the class first, no names
wine = load_wine()
lines = []
for k in range(0, 178, 3):
    numbers = ",".join(f"{x:g}".lstrip("0") if x < 1 else f"{x:g}" for x in wine.data[k])
    lines.append(f"{wine.target[k] + 1},{numbers}")
write("wine.data", "\n".join(lines) + "\n")

# UCI's seeds_dataset.txt: tabs, here and there two of them
random = np.random.RandomState(1)
lines = []
for k in range(45):
    kind = k // 15
    area = [14.3, 18.3, 11.9][kind] + random.normal(0, 0.8)
    perimeter = [14.3, 16.1, 13.2][kind] + random.normal(0, 0.4)
    numbers = [area, perimeter, 4 * np.pi * area / perimeter**2, 5.5 + 0.3 * random.normal(), 3.2 + 0.2 * random.normal(),
               3.7 + random.normal(), [5.1, 6.0, 5.1][kind] + 0.2 * random.normal()]
    cells = [f"{x:.4g}" for x in numbers] + [str(kind + 1)]
    lines.append("\t".join(cells[:4]) + ("\t\t" if k % 7 == 3 else "\t") + "\t".join(cells[4:]))
write("seeds_dataset.txt", "\n".join(lines) + "\n")

# UCI's auto-mpg.data: columns of blanks, a tab before a name in quotes, ? for what is missing
lines = []
for k in range(40):
    cylinders = [8, 4, 6, 4][k % 4]
    displacement, horsepower = 30.0 * cylinders + 5 * (k % 5), 15 * cylinders + 20 + k % 7
    weight, acceleration = 350 * cylinders + 1000 + 13 * k, 20.0 - cylinders + 0.1 * (k % 9)
    mpg = 45.0 - 0.006 * weight - 0.05 * horsepower
    power = "?    " if k in (7, 21) else f"{horsepower:.1f}"
    lines.append(f"{mpg:.1f}   {cylinders}   {displacement:.1f}      {power}      {weight:.0f}.      {acceleration:.1f}   "
                 f'{70 + k // 4}  {1 + k % 3}\t"{["chevrolet", "ford", "toyota"][k % 3]} model {k}"')
write("auto-mpg.data", "\n".join(lines) + "\n")

# Kaggle's train.csv of the Titanic: its columns, its kinds of gaps
rows = ["PassengerId,Survived,Pclass,Name,Sex,Age,SibSp,Parch,Ticket,Fare,Cabin,Embarked"]
for k in range(40):
    sex, pclass = ["male", "female", "male"][k % 3], 1 + k % 3 if k % 5 else 3
    survived = int(sex == "female") if k % 8 else 1
    age = "" if k % 6 == 5 else f"{20 + 7 * k % 41}" + (".5" if k == 12 else "")
    title = "Mr." if sex == "male" else "Mrs."
    cabin = f"C{k}" if pclass == 1 and k % 2 else ""
    rows.append(f'{k + 1},{survived},{pclass},"Name{k}, {title} John ""J."" {k}",{sex},{age},{k % 2},{k % 4 // 3},'
                f'{["A/5 21171", "PC 17599", "113803"][k % 3][:4]}{k},{60 / pclass + k / 8:g},{cabin},{"SCQS"[k % 4] if k != 9 else ""}')
write("titanic.csv", "\n".join(rows) + "\n")

# A German Excel: Latin-1, semicolons, decimal commas, CR LF
rows = ["Größe in m²;Zimmer;Straße;Preis"]
for k in range(30):
    size, street = 40 + 3.5 * k, ["Südring", "Am Wall", "Öder Weg"][k % 3]
    price = 1850.5 * size + 20000 * (k % 3)
    rows.append(f"{size:.1f};{1 + k // 8};{street};{price:.2f}".replace(".", ","))
write("wohnungen.csv", "\r\n".join(rows) + "\r\n", "cp1252")

# MNIST's files, with scikit-learn's digits of 8 by 8 pixels
digits = load_digits()
for part, first, last in [("train", 0, 60), ("t10k", 60, 80)]:
    images = digits.images[first:last].astype(np.uint8) * 15
    head = struct.pack(">BBBBIII", 0, 0, 8, 3, last - first, 8, 8)
    with open(f"{part}-images-idx3-ubyte.gz", "wb") as file:
        file.write(gzip.compress(head + images.tobytes(), mtime=0))
    labels = digits.target[first:last].astype(np.uint8)
    with open(f"{part}-labels-idx1-ubyte.gz", "wb") as file:
        file.write(gzip.compress(struct.pack(">BBBBI", 0, 0, 8, 1, last - first) + labels.tobytes(), mtime=0))

# A training file of FANN: parity of three bits, as -1 and 1
rows = ["8 3 1"]
for k in range(8):
    bits = [k >> 2 & 1, k >> 1 & 1, k & 1]
    rows += [" ".join(str(2 * b - 1) for b in bits), str(2 * (sum(bits) % 2) - 1)]
write("parity.data", "\n".join(rows) + "\n")

# Weka's weather.arff
weather = """sunny,85,85,FALSE,no
sunny,80,90,TRUE,no
overcast,83,86,FALSE,yes
rainy,70,96,FALSE,yes
rainy,68,80,FALSE,yes
rainy,65,70,TRUE,no
overcast,64,65,TRUE,yes
sunny,72,95,FALSE,no
sunny,69,70,FALSE,yes
rainy,75,80,FALSE,yes
sunny,75,70,TRUE,yes
overcast,72,90,TRUE,yes
overcast,81,75,FALSE,yes
rainy,71,91,TRUE,no
"""
write("weather.arff", "@relation weather\n\n@attribute outlook {sunny, overcast, rainy}\n@attribute temperature real\n"
      "@attribute humidity real\n@attribute windy {TRUE, FALSE}\n@attribute play {yes, no}\n\n@data\n" + weather)

# A log of sensors, UTF-16 with tabs as a Windows program exports it, with gaps and a column that was never written
rows = ["Zeit\tTemp °C\tFeuchte %\tLüfter\tLeistung W\tReserve"]
for k in range(60):
    temperature, humidity = 20 + 5 * np.sin(k / 6), 50 + 10 * np.cos(k / 9)
    fan = "an" if temperature > 22 else "aus"
    power = 100 + 30 * (temperature - 20) + (50 if fan == "an" else 0)
    cells = [f"2024-05-{1 + k // 24:02d} {k % 24:02d}:00:00", f"{temperature:.2f}", "" if k % 11 == 4 else f"{humidity:.1f}",
             fan, f"{power:.1f}", ""]
    rows.append("\t".join(cells).replace(".", ","))
write("sensoren.txt", "\r\n".join(rows) + "\r\n", "utf-16")
