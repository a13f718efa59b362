#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Times e3nn's tensor products in PyTorch and ours on the same shapes, in turns, and prints a table in Markdown.

    python3 -m venv VENV && VENV/bin/pip install torch e3nn
    VENV/bin/python benchmarks/e3nn_products.py [--program PROGRAM] [--items N] [--rounds N] [--degrees L …] [--jit MODE]

PROGRAM is tesseral_benchmark_tensor_product, built with -DTESSERAL_BENCHMARKS=ON. The paths are those of the Gaunt coupling
(l1, l2, l <= L, even sums), a weight each, all summed into one output: `product` takes channel with channel (uuu),
`convolution` one y for all channels (uvu). One thread, forward, 32 channels; e3nn compiled by its own code generator, in the
jit mode MODE (e3nn's default is eager; inductor stands for torch.compile). Processor time, the shortest of all rounds.
"""
import argparse
import json
import os
import subprocess
import time
from pathlib import Path

import e3nn
import torch
from e3nn import o3

CHANNELS = 32
ALGORITHMS = ("direct", "cp", "fourier")


def tensor_product(L, mode):
    inputs = o3.Irreps([(CHANNELS, (l, (-1) ** l)) for l in range(L + 1)])
    others = inputs if mode == "uuu" else o3.Irreps.spherical_harmonics(L)
    paths = [
        (l1, l2, l, mode, mode == "uvu")  # e3nn knows uvu only with weights
        for l1 in range(L + 1)
        for l2 in range(L + 1)
        for l in range(abs(l1 - l2), min(l1 + l2, L) + 1, 2)
    ]
    return o3.TensorProduct(inputs, others, inputs, paths, shared_weights=True, internal_weights=True)


def fastest(product, x, y):
    times = []
    with torch.no_grad():
        while len(times) < 4 or sum(times) < 0.2:
            begin = time.process_time()
            product(x, y)
            times.append(time.process_time() - begin)
    return min(times[2:])  # two that warm up


def ours(program, L, items):
    """ns per item and channel by (operation, algorithm, precision)."""
    environment = dict(os.environ, OMP_NUM_THREADS="1", OMP_PROC_BIND="false", TESSERAL_BENCHMARK_ITEMS=str(items))
    command = [program, f"--benchmark_filter=^(product|convolution)/({'|'.join(ALGORITHMS)})/{L}/.*/forward",
               "--benchmark_min_time=0.1", "--benchmark_format=json"]
    result = json.loads(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)
    names = [(run["name"].split("/"), run["ns_per_item_channel"]) for run in result["benchmarks"]]
    return {(name[0], name[1], name[3]): ns for name, ns in names}


def measure(options):
    """The shortest ns by (operation, algorithm or e3nn, L, precision)."""
    shortest = {}

    def note(key, ns):
        shortest[key] = min(ns, shortest.get(key, ns))

    for L in options.degrees:
        runs = {}
        for precision, dtype in (("double", torch.float64), ("float", torch.float32)):
            torch.set_default_dtype(dtype)
            for operation, mode in (("product", "uuu"), ("convolution", "uvu")):
                product = tensor_product(L, mode)
                x, y = product.irreps_in1.randn(options.items, -1), product.irreps_in2.randn(options.items, -1)
                runs[operation, precision] = (torch.compile(product) if options.jit == "inductor" else product, x, y)
        for _ in range(options.rounds):
            for (operation, precision), run in runs.items():
                note((operation, "e3nn", L, precision), 1e9 * fastest(*run) / (options.items * CHANNELS))
            for (operation, algorithm, precision), ns in ours(options.program, L, options.items).items():
                note((operation, algorithm, L, precision), ns)
    return shortest


def main():
    parser = argparse.ArgumentParser()
    here = Path(__file__).parent
    parser.add_argument("--program", default=here / "../build/openmp/bin/tesseral_benchmark_tensor_product")
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--degrees", type=int, nargs="+", default=[2, 3, 4, 5, 6])
    parser.add_argument("--jit", default="eager", choices=["eager", "script", "inductor"])
    options = parser.parse_args()
    torch.set_num_threads(1)
    e3nn.set_optimization_defaults(jit_mode=options.jit)
    ns = measure(options)
    print(f"PyTorch {torch.__version__}, e3nn {e3nn.__version__}, jit mode {options.jit}; ns per item and channel\n")
    print("| operation | precision | L | e3nn | direct | cp | fourier | e3nn / best | e3nn / each |")
    print("|---|---|---|---|---|---|---|---|---|")
    for operation in ("product", "convolution"):
        for precision in ("double", "float"):
            for L in options.degrees:
                theirs = ns[operation, "e3nn", L, precision]
                times = [ns[operation, algorithm, L, precision] for algorithm in ALGORITHMS]
                print(f"| {operation} | {precision} | {L} | {theirs:.0f} | " + " | ".join(f"{t:.3g}" for t in times)
                      + f" | **{theirs / min(times):.0f}** | " + " · ".join(f"{theirs / t:.3g}" for t in times) + " |")


if __name__ == "__main__":
    main()
