import sys

n = int(sys.argv[1])
xs = []
for i in range(1, n + 1):
    xs.append(i * i % 97)
s = 0
for x in xs:
    s = s + x
print(s)
