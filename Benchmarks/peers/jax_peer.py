"""JAX as a peer on XOR: the whole training is one compiled function, `jit`ted for one start, or `vmap`ped over all of them.

    {"work": "jit" | "vmap", "starts": FILE, "count": 500, "epochs": 2000}     answers as torch_peer.py does

Compiling is not in the seconds.
"""
import json, sys, time

import jax
import jax.numpy as jnp

x = jnp.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
y = jnp.array([0.0, 1, 1, 0])
warmed = set()


def parameters(numbers):
    """Nine numbers of `xor.c`: weights, then the bias, of two hidden units and the output."""
    return {"w1": numbers[jnp.array([[0, 3], [1, 4]])], "b1": numbers[jnp.array([2, 5])], "w2": numbers[6:8], "b2": numbers[8]}


def loss(p):
    hidden = jax.nn.sigmoid(x @ p["w1"] + p["b1"])
    return jnp.mean((hidden @ p["w2"] + p["b2"] - y) ** 2)


def adam(epochs, numbers):
    """The loss after so many epochs of Adam, lr 0.01, as PyTorch writes it."""

    def epoch(k, state):
        p, m, v = state
        g = jax.grad(loss)(p)
        t = (k + 1).astype(jnp.float32)
        m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
        v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
        step, scale = 0.01 / (1 - 0.9**t), 1 / jnp.sqrt(1 - 0.999**t)
        p = jax.tree.map(lambda p, m, v: p - step * m / (jnp.sqrt(v) * scale + 1e-8), p, m, v)
        return p, m, v

    p = parameters(numbers)
    zero = jax.tree.map(jnp.zeros_like, p)
    return loss(jax.lax.fori_loop(0, epochs, epoch, (p, zero, zero))[0])


one = jax.jit(adam)
all_at_once = jax.jit(jax.vmap(adam, in_axes=(None, 0)))


def run(request, starts):
    clock, start = time.process_time(), time.perf_counter()
    if request["work"] == "jit":
        losses = [one(request["epochs"], numbers) for numbers in starts]
        losses = jnp.stack(jax.block_until_ready(losses))
    else:
        losses = jax.block_until_ready(all_at_once(request["epochs"], starts))
    return time.perf_counter() - start, time.process_time() - clock, losses


for line in sys.stdin:
    request = json.loads(line)
    with open(request["starts"]) as file:
        starts = jnp.array([[float(word) for word in line.split()] for line in file][: request["count"]])
    if request["work"] == "jit":
        starts = list(starts)
    if request["work"] not in warmed:
        run({**request, "epochs": 1}, starts)
        warmed.add(request["work"])
    seconds, processor, losses = run(request, starts)
    answer = {"seconds": seconds, "processor": processor, "loss": float(jnp.mean(losses)), "first": float(losses[0])}
    print(json.dumps(answer), flush=True)
