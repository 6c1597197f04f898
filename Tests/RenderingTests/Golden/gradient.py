# The gradient of mse by hand, net 2-2-1. Run it with Python 3.
import math

def exp(x): return math.exp(x) if x < 709 else math.inf
def sign(x): return (x > 0) - (x < 0)
def fixed(x, places):
    if not math.isfinite(x): return str(x)
    if abs(x) >= 10: places = max(0, min(places, 7 - len(f"{abs(x):.0f}")))
    size = math.floor(abs(x) * 10 ** places + 0.5) / 10 ** places
    return f"{math.copysign(size, x) if size else 0:.{places}f}"
def shown(x):
    if x == 0 or abs(x) >= 1: return fixed(x, 4)
    e = math.floor(math.log10(abs(x)))
    return f"{x:.3e}" if e < -5 else fixed(x, 3 - e)

# what it begins with
L0N0 = 0
w_L0N0_L1N0 = -0.8287639
L0N1 = 1
w_L0N1_L1N0 = -0.21654873
w_0B_L1N0 = 0.061262388
w_L0N0_L1N1 = 0.3722772
w_L0N1_L1N1 = 0.6813642
w_0B_L1N1 = -0.101056434
w_L1N0_L2N0 = 0.8993206
w_L1N1_L2N0 = -1.1959765
w_1B_L2N0 = 0.32994676
t0 = 1

# layer 1, sigmoid(s) = 1 / (1 + e^−s)
s_L1N0 = L0N0 * w_L0N0_L1N0 + L0N1 * w_L0N1_L1N0 + w_0B_L1N0
print("s(L1N0)", "=", shown(s_L1N0))
L1N0 = 1 / (1 + exp(-s_L1N0))
print("L1N0", "=", shown(L1N0))
s_L1N1 = L0N0 * w_L0N0_L1N1 + L0N1 * w_L0N1_L1N1 + w_0B_L1N1
print("s(L1N1)", "=", shown(s_L1N1))
L1N1 = 1 / (1 + exp(-s_L1N1))
print("L1N1", "=", shown(L1N1))

# layer 2, linear
s_L2N0 = L1N0 * w_L1N0_L2N0 + L1N1 * w_L1N1_L2N0 + w_1B_L2N0
print("s(L2N0)", "=", shown(s_L2N0))
L2N0 = s_L2N0

# the loss, mse: mean of (output − target)²
E = (L2N0 - t0) ** 2
print("E", "=", shown(E))
delta_L2N0 = 2 * (L2N0 - t0)
print("δ(L2N0)", "=", shown(delta_L2N0))

# weights into layer 2: δ times what comes in
dE_dw_1B_L2N0 = delta_L2N0
print("dE/d(1B->L2N0)", "=", shown(dE_dw_1B_L2N0))
dE_dw_L1N0_L2N0 = delta_L2N0 * L1N0
print("dE/d(L1N0->L2N0)", "=", shown(dE_dw_L1N0_L2N0))
dE_dw_L1N1_L2N0 = delta_L2N0 * L1N1
print("dE/d(L1N1->L2N0)", "=", shown(dE_dw_L1N1_L2N0))

# back through layer 1, sigmoid, whose derivative is y·(1 − y) (y its output)
dE_dL1N0 = delta_L2N0 * w_L1N0_L2N0
print("dE/dL1N0", "=", shown(dE_dL1N0))
delta_L1N0 = dE_dL1N0 * L1N0 * (1 - L1N0)
print("δ(L1N0)", "=", shown(delta_L1N0))
dE_dL1N1 = delta_L2N0 * w_L1N1_L2N0
print("dE/dL1N1", "=", shown(dE_dL1N1))
delta_L1N1 = dE_dL1N1 * L1N1 * (1 - L1N1)
print("δ(L1N1)", "=", shown(delta_L1N1))

# weights into layer 1: δ times what comes in
dE_dw_0B_L1N0 = delta_L1N0
print("dE/d(0B->L1N0)", "=", shown(dE_dw_0B_L1N0))
dE_dw_0B_L1N1 = delta_L1N1
print("dE/d(0B->L1N1)", "=", shown(dE_dw_0B_L1N1))
dE_dw_L0N0_L1N0 = delta_L1N0 * L0N0
print("dE/d(L0N0->L1N0)", "=", shown(dE_dw_L0N0_L1N0))
dE_dw_L0N0_L1N1 = delta_L1N1 * L0N0
print("dE/d(L0N0->L1N1)", "=", shown(dE_dw_L0N0_L1N1))
dE_dw_L0N1_L1N0 = delta_L1N0 * L0N1
print("dE/d(L0N1->L1N0)", "=", shown(dE_dw_L0N1_L1N0))
dE_dw_L0N1_L1N1 = delta_L1N1 * L0N1
print("dE/d(L0N1->L1N1)", "=", shown(dE_dw_L0N1_L1N1))
