local n = tonumber(arg[1])
s = 0
i = 0
while i < n do
  i = i + 1
  s = s + math.sqrt(math.abs(math.sin(i) * 0.5 - i / 3)) / (1 + i % 7) ^ 2
end
print(s)
