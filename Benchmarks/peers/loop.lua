local n = tonumber(arg[1])
x = 0
for i = 1, n do
  x = x + i * 0.5
  if x > 1000 then
    x = x - 1000
  end
end
print(x)
