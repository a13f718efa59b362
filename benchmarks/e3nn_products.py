#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Times e3nn's tensor products in PyTorch on the shapes of tensor_products.sh, for comparison.

    python3 -m venv venv && venv/bin/pip install torch e3nn
    venv/bin/python benchmarks/e3nn_products.py [ITEMS [CHANNELS]] > build/benchmarks/e3nn_products.tsv

The paths are those of the Gaunt coupling (l1, l2, l <= L, even sums), a fixed weight each, all summed into one output:
`product` takes channel with channel (uuu), `convolution` one y for all channels (uvu). One thread, forward pass, compiled by
e3nn's code generator as it is by default; the shortest of at least ten runs after two that warm up.
Columns: operation, L, precision, ns per item and channel.
"""
import sys
import time

import torch
from e3nn import o3


def tensor_product(L, channels, mode):
    inputs = o3.Irreps([(channels, (l, (-1) ** l)) for l in range(L + 1)])
    others = inputs if mode == "uuu" else o3.Irreps.spherical_harmonics(L)
    paths = [
        (l1, l2, l, mode, False)
        for l1 in range(L + 1)
        for l2 in range(L + 1)
        for l in range(abs(l1 - l2), min(l1 + l2, L) + 1, 2)
    ]
    if mode == "uvu":
        paths = [(*path[:4], True) for path in paths]  # e3nn knows this mode only with weights
    return o3.TensorProduct(inputs, others, inputs, paths, shared_weights=True, internal_weights=True)


def fastest(product, x, y):
    times = []
    with torch.no_grad():
        while len(times) < 12 or sum(times) < 1.0:
            begin = time.perf_counter()
            product(x, y)
            times.append(time.perf_counter() - begin)
    return min(times[2:])


def main():
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    channels = int(sys.argv[2]) if len(sys.argv) > 2 else 32
    torch.set_num_threads(1)
    print("operation\tL\tprecision\tns")
    for dtype, precision in ((torch.float64, "double"), (torch.float32, "float")):
        torch.set_default_dtype(dtype)
        for operation, mode in (("product", "uuu"), ("convolution", "uvu")):
            for L in range(1, 7):
                product = tensor_product(L, channels, mode)
                x = product.irreps_in1.randn(items, -1)
                y = product.irreps_in2.randn(items, -1)
                seconds = fastest(product, x, y)
                print(f"{operation}\t{L}\t{precision}\t{1e9 * seconds / (items * channels):.4g}", flush=True)


if __name__ == "__main__":
    main()
