import sys
from math import sin, sqrt

n = int(sys.argv[1])
s = 0
i = 0
while i < n:
    i = i + 1
    s = s + sqrt(abs(sin(i) * 0.5 - i / 3)) / (1 + i % 7) ** 2
print(s)
