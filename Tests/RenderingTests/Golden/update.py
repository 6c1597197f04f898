# Update 1 of adam lr 0.01 by hand, net 2-2-1. Run it with Python 3.
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
dE_dw_0B_L1N0 = -0.45680344
beta1 = 0.9
m0_0B_L1N0 = 0
beta2 = 0.999
v0_0B_L1N0 = 0
t = 1
lr = 0.01
eps = 1e-08
w_0B_L1N0 = 0.061262388
dE_dw_0B_L1N1 = 0.5624603
m0_0B_L1N1 = 0
v0_0B_L1N1 = 0
w_0B_L1N1 = -0.101056434
dE_dw_L0N0_L1N0 = 0
m0_L0N0_L1N0 = 0
v0_L0N0_L1N0 = 0
w_L0N0_L1N0 = -0.8287639
dE_dw_L0N0_L1N1 = 0
m0_L0N0_L1N1 = 0
v0_L0N0_L1N1 = 0
w_L0N0_L1N1 = 0.3722772
dE_dw_L0N1_L1N0 = -0.45680344
m0_L0N1_L1N0 = 0
v0_L0N1_L1N0 = 0
w_L0N1_L1N0 = -0.21654873
dE_dw_L0N1_L1N1 = 0.5624603
m0_L0N1_L1N1 = 0
v0_L0N1_L1N1 = 0
w_L0N1_L1N1 = 0.6813642
dE_dw_1B_L2N0 = -2.0440445
m0_1B_L2N0 = 0
v0_1B_L2N0 = 0
w_1B_L2N0 = 0.32994676
dE_dw_L1N0_L2N0 = -0.9428283
m0_L1N0_L2N0 = 0
v0_L1N0_L2N0 = 0
w_L1N0_L2N0 = 0.8993206
dE_dw_L1N1_L2N0 = -1.310515
m0_L1N1_L2N0 = 0
v0_L1N1_L2N0 = 0
w_L1N1_L2N0 = -1.1959765

# weights into layer 1
g_0B_L1N0 = dE_dw_0B_L1N0
print("0B->L1N0 g", "=", shown(g_0B_L1N0))
m_0B_L1N0 = beta1 * m0_0B_L1N0 + (1 - beta1) * g_0B_L1N0
print("0B->L1N0 m", "=", shown(m_0B_L1N0))
v_0B_L1N0 = beta2 * v0_0B_L1N0 + (1 - beta2) * g_0B_L1N0 ** 2
print("0B->L1N0 v", "=", shown(v_0B_L1N0))
mhat_0B_L1N0 = m_0B_L1N0 / (1 - beta1 ** t)
print("0B->L1N0 mhat", "=", shown(mhat_0B_L1N0))
vhat_0B_L1N0 = v_0B_L1N0 / (1 - beta2 ** t)
print("0B->L1N0 vhat", "=", shown(vhat_0B_L1N0))
change_0B_L1N0 = -lr * mhat_0B_L1N0 / (math.sqrt(vhat_0B_L1N0) + eps)
print("0B->L1N0 change", "=", shown(change_0B_L1N0))
new_0B_L1N0 = w_0B_L1N0 + change_0B_L1N0
print("0B->L1N0 new", "=", shown(new_0B_L1N0))
g_0B_L1N1 = dE_dw_0B_L1N1
print("0B->L1N1 g", "=", shown(g_0B_L1N1))
m_0B_L1N1 = beta1 * m0_0B_L1N1 + (1 - beta1) * g_0B_L1N1
print("0B->L1N1 m", "=", shown(m_0B_L1N1))
v_0B_L1N1 = beta2 * v0_0B_L1N1 + (1 - beta2) * g_0B_L1N1 ** 2
print("0B->L1N1 v", "=", shown(v_0B_L1N1))
mhat_0B_L1N1 = m_0B_L1N1 / (1 - beta1 ** t)
print("0B->L1N1 mhat", "=", shown(mhat_0B_L1N1))
vhat_0B_L1N1 = v_0B_L1N1 / (1 - beta2 ** t)
print("0B->L1N1 vhat", "=", shown(vhat_0B_L1N1))
change_0B_L1N1 = -lr * mhat_0B_L1N1 / (math.sqrt(vhat_0B_L1N1) + eps)
print("0B->L1N1 change", "=", shown(change_0B_L1N1))
new_0B_L1N1 = w_0B_L1N1 + change_0B_L1N1
print("0B->L1N1 new", "=", shown(new_0B_L1N1))
g_L0N0_L1N0 = dE_dw_L0N0_L1N0
print("L0N0->L1N0 g", "=", shown(g_L0N0_L1N0))
m_L0N0_L1N0 = beta1 * m0_L0N0_L1N0 + (1 - beta1) * g_L0N0_L1N0
print("L0N0->L1N0 m", "=", shown(m_L0N0_L1N0))
v_L0N0_L1N0 = beta2 * v0_L0N0_L1N0 + (1 - beta2) * g_L0N0_L1N0 ** 2
print("L0N0->L1N0 v", "=", shown(v_L0N0_L1N0))
mhat_L0N0_L1N0 = m_L0N0_L1N0 / (1 - beta1 ** t)
print("L0N0->L1N0 mhat", "=", shown(mhat_L0N0_L1N0))
vhat_L0N0_L1N0 = v_L0N0_L1N0 / (1 - beta2 ** t)
print("L0N0->L1N0 vhat", "=", shown(vhat_L0N0_L1N0))
change_L0N0_L1N0 = -lr * mhat_L0N0_L1N0 / (math.sqrt(vhat_L0N0_L1N0) + eps)
print("L0N0->L1N0 change", "=", shown(change_L0N0_L1N0))
new_L0N0_L1N0 = w_L0N0_L1N0 + change_L0N0_L1N0
print("L0N0->L1N0 new", "=", shown(new_L0N0_L1N0))
g_L0N0_L1N1 = dE_dw_L0N0_L1N1
print("L0N0->L1N1 g", "=", shown(g_L0N0_L1N1))
m_L0N0_L1N1 = beta1 * m0_L0N0_L1N1 + (1 - beta1) * g_L0N0_L1N1
print("L0N0->L1N1 m", "=", shown(m_L0N0_L1N1))
v_L0N0_L1N1 = beta2 * v0_L0N0_L1N1 + (1 - beta2) * g_L0N0_L1N1 ** 2
print("L0N0->L1N1 v", "=", shown(v_L0N0_L1N1))
mhat_L0N0_L1N1 = m_L0N0_L1N1 / (1 - beta1 ** t)
print("L0N0->L1N1 mhat", "=", shown(mhat_L0N0_L1N1))
vhat_L0N0_L1N1 = v_L0N0_L1N1 / (1 - beta2 ** t)
print("L0N0->L1N1 vhat", "=", shown(vhat_L0N0_L1N1))
change_L0N0_L1N1 = -lr * mhat_L0N0_L1N1 / (math.sqrt(vhat_L0N0_L1N1) + eps)
print("L0N0->L1N1 change", "=", shown(change_L0N0_L1N1))
new_L0N0_L1N1 = w_L0N0_L1N1 + change_L0N0_L1N1
print("L0N0->L1N1 new", "=", shown(new_L0N0_L1N1))
g_L0N1_L1N0 = dE_dw_L0N1_L1N0
print("L0N1->L1N0 g", "=", shown(g_L0N1_L1N0))
m_L0N1_L1N0 = beta1 * m0_L0N1_L1N0 + (1 - beta1) * g_L0N1_L1N0
print("L0N1->L1N0 m", "=", shown(m_L0N1_L1N0))
v_L0N1_L1N0 = beta2 * v0_L0N1_L1N0 + (1 - beta2) * g_L0N1_L1N0 ** 2
print("L0N1->L1N0 v", "=", shown(v_L0N1_L1N0))
mhat_L0N1_L1N0 = m_L0N1_L1N0 / (1 - beta1 ** t)
print("L0N1->L1N0 mhat", "=", shown(mhat_L0N1_L1N0))
vhat_L0N1_L1N0 = v_L0N1_L1N0 / (1 - beta2 ** t)
print("L0N1->L1N0 vhat", "=", shown(vhat_L0N1_L1N0))
change_L0N1_L1N0 = -lr * mhat_L0N1_L1N0 / (math.sqrt(vhat_L0N1_L1N0) + eps)
print("L0N1->L1N0 change", "=", shown(change_L0N1_L1N0))
new_L0N1_L1N0 = w_L0N1_L1N0 + change_L0N1_L1N0
print("L0N1->L1N0 new", "=", shown(new_L0N1_L1N0))
g_L0N1_L1N1 = dE_dw_L0N1_L1N1
print("L0N1->L1N1 g", "=", shown(g_L0N1_L1N1))
m_L0N1_L1N1 = beta1 * m0_L0N1_L1N1 + (1 - beta1) * g_L0N1_L1N1
print("L0N1->L1N1 m", "=", shown(m_L0N1_L1N1))
v_L0N1_L1N1 = beta2 * v0_L0N1_L1N1 + (1 - beta2) * g_L0N1_L1N1 ** 2
print("L0N1->L1N1 v", "=", shown(v_L0N1_L1N1))
mhat_L0N1_L1N1 = m_L0N1_L1N1 / (1 - beta1 ** t)
print("L0N1->L1N1 mhat", "=", shown(mhat_L0N1_L1N1))
vhat_L0N1_L1N1 = v_L0N1_L1N1 / (1 - beta2 ** t)
print("L0N1->L1N1 vhat", "=", shown(vhat_L0N1_L1N1))
change_L0N1_L1N1 = -lr * mhat_L0N1_L1N1 / (math.sqrt(vhat_L0N1_L1N1) + eps)
print("L0N1->L1N1 change", "=", shown(change_L0N1_L1N1))
new_L0N1_L1N1 = w_L0N1_L1N1 + change_L0N1_L1N1
print("L0N1->L1N1 new", "=", shown(new_L0N1_L1N1))

# weights into layer 2
g_1B_L2N0 = dE_dw_1B_L2N0
print("1B->L2N0 g", "=", shown(g_1B_L2N0))
m_1B_L2N0 = beta1 * m0_1B_L2N0 + (1 - beta1) * g_1B_L2N0
print("1B->L2N0 m", "=", shown(m_1B_L2N0))
v_1B_L2N0 = beta2 * v0_1B_L2N0 + (1 - beta2) * g_1B_L2N0 ** 2
print("1B->L2N0 v", "=", shown(v_1B_L2N0))
mhat_1B_L2N0 = m_1B_L2N0 / (1 - beta1 ** t)
print("1B->L2N0 mhat", "=", shown(mhat_1B_L2N0))
vhat_1B_L2N0 = v_1B_L2N0 / (1 - beta2 ** t)
print("1B->L2N0 vhat", "=", shown(vhat_1B_L2N0))
change_1B_L2N0 = -lr * mhat_1B_L2N0 / (math.sqrt(vhat_1B_L2N0) + eps)
print("1B->L2N0 change", "=", shown(change_1B_L2N0))
new_1B_L2N0 = w_1B_L2N0 + change_1B_L2N0
print("1B->L2N0 new", "=", shown(new_1B_L2N0))
g_L1N0_L2N0 = dE_dw_L1N0_L2N0
print("L1N0->L2N0 g", "=", shown(g_L1N0_L2N0))
m_L1N0_L2N0 = beta1 * m0_L1N0_L2N0 + (1 - beta1) * g_L1N0_L2N0
print("L1N0->L2N0 m", "=", shown(m_L1N0_L2N0))
v_L1N0_L2N0 = beta2 * v0_L1N0_L2N0 + (1 - beta2) * g_L1N0_L2N0 ** 2
print("L1N0->L2N0 v", "=", shown(v_L1N0_L2N0))
mhat_L1N0_L2N0 = m_L1N0_L2N0 / (1 - beta1 ** t)
print("L1N0->L2N0 mhat", "=", shown(mhat_L1N0_L2N0))
vhat_L1N0_L2N0 = v_L1N0_L2N0 / (1 - beta2 ** t)
print("L1N0->L2N0 vhat", "=", shown(vhat_L1N0_L2N0))
change_L1N0_L2N0 = -lr * mhat_L1N0_L2N0 / (math.sqrt(vhat_L1N0_L2N0) + eps)
print("L1N0->L2N0 change", "=", shown(change_L1N0_L2N0))
new_L1N0_L2N0 = w_L1N0_L2N0 + change_L1N0_L2N0
print("L1N0->L2N0 new", "=", shown(new_L1N0_L2N0))
g_L1N1_L2N0 = dE_dw_L1N1_L2N0
print("L1N1->L2N0 g", "=", shown(g_L1N1_L2N0))
m_L1N1_L2N0 = beta1 * m0_L1N1_L2N0 + (1 - beta1) * g_L1N1_L2N0
print("L1N1->L2N0 m", "=", shown(m_L1N1_L2N0))
v_L1N1_L2N0 = beta2 * v0_L1N1_L2N0 + (1 - beta2) * g_L1N1_L2N0 ** 2
print("L1N1->L2N0 v", "=", shown(v_L1N1_L2N0))
mhat_L1N1_L2N0 = m_L1N1_L2N0 / (1 - beta1 ** t)
print("L1N1->L2N0 mhat", "=", shown(mhat_L1N1_L2N0))
vhat_L1N1_L2N0 = v_L1N1_L2N0 / (1 - beta2 ** t)
print("L1N1->L2N0 vhat", "=", shown(vhat_L1N1_L2N0))
change_L1N1_L2N0 = -lr * mhat_L1N1_L2N0 / (math.sqrt(vhat_L1N1_L2N0) + eps)
print("L1N1->L2N0 change", "=", shown(change_L1N1_L2N0))
new_L1N1_L2N0 = w_L1N1_L2N0 + change_L1N1_L2N0
print("L1N1->L2N0 new", "=", shown(new_L1N1_L2N0))
