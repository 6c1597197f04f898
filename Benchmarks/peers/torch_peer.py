"""PyTorch as a peer. Reads requests, JSON a line, and answers each with the seconds it took, by the wall
and by the processor of its one thread, and the loss it came to.

    {"work": "train", "data": CSV, "target": NAME, "layers": [784, 128, 10], "activation": "relu", "classes": true,
     "batch": 64, "epochs": 5, "lr": 0.001, "fused": true, "threads": 2, "seed": 1, "limit": 4}

`batch` 0 is all rows. After `limit` seconds no further epoch begins, and the answer says how many there were: threads that wait
for each other on a machine that is not quiet can take a hundred times as long. Work "evaluate" makes `epochs` forward passes with their loss and trains nothing. The data are tensors
before the clock starts and batches are slices of them: no DataLoader, which would cost more than these nets.
"""
import csv, json, sys, time

import torch
from torch import nn

tables, warmed = {}, set()


def table(request):
    """Inputs and targets of a CSV file: all columns but the target's, and that one."""
    name = request["data"]
    if name not in tables:
        with open(name) as file:
            header, *rows = csv.reader(file)
        place = header.index(request["target"])
        numbers = torch.tensor([[float(cell) for cell in row] for row in rows])
        inputs = torch.cat([numbers[:, :place], numbers[:, place + 1 :]], dim=1).contiguous()
        targets = numbers[:, place]
        tables[name] = inputs, targets.long() if request["classes"] else targets.reshape(-1, 1)
    return tables[name]


def network(request):
    """Drawn layer by layer: the same weights as nn's `init torch seed N`."""
    torch.manual_seed(request["seed"])
    layers, sizes = [], request["layers"]
    for before, after in zip(sizes, sizes[1:]):
        layers += [nn.Linear(before, after), {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}[request["activation"]]()]
    return nn.Sequential(*layers[:-1])


def train(request, epochs):
    inputs, targets = table(request)
    net, loss = network(request), nn.CrossEntropyLoss() if request["classes"] else nn.MSELoss()
    optimizer = torch.optim.Adam(net.parameters(), lr=request["lr"], fused=request["fused"])
    rows = len(inputs)
    size = request["batch"] or rows
    parts = [(inputs[k : k + size], targets[k : k + size]) for k in range(0, rows, size)]
    clock, start, done = time.thread_time(), time.perf_counter(), 0
    while done < epochs and time.perf_counter() - start < request["limit"]:
        done += 1
        for x, y in parts:
            optimizer.zero_grad(set_to_none=True)
            loss(net(x), y).backward()
            optimizer.step()
    times = time.perf_counter() - start, time.thread_time() - clock
    with torch.inference_mode():
        return *times, done, loss(net(inputs), targets).item()


def evaluate(request, times):
    inputs, targets = table(request)
    net, loss = network(request), nn.CrossEntropyLoss() if request["classes"] else nn.MSELoss()
    with torch.inference_mode():
        clock, start, done = time.thread_time(), time.perf_counter(), 0
        while done < times and time.perf_counter() - start < request["limit"]:
            done += 1
            value = loss(net(inputs), targets)
        return time.perf_counter() - start, time.thread_time() - clock, done, value.item()


work = {"train": train, "evaluate": evaluate}
for line in sys.stdin:
    request = json.loads(line)
    torch.set_num_threads(request["threads"])
    key = json.dumps({**request, "epochs": 0})
    if key not in warmed:
        work[request["work"]](request, 2)
        warmed.add(key)
    seconds, processor, done, loss = work[request["work"]](request, request["epochs"])
    print(json.dumps({"seconds": seconds, "processor": processor, "done": done, "loss": loss}), flush=True)
