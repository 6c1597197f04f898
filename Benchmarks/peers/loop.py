import sys

n = int(sys.argv[1])
x = 0
for i in range(1, n + 1):
    x = x + i * 0.5
    if x > 1000:
        x = x - 1000
print(x)
