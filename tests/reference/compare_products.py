#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""compare_products.py WRITE_PRODUCTS: runs the program, which writes products and powers by every algorithm of the
engine, and compares each with the twin of its algorithm.
Prints the largest errors; exit code 1 if one is above 1e-12 of the largest number."""
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

import twin_cp
import twin_direct
import twin_fft
import twin_quadrature
from reference_coupling import clebsch_gordan
from reference_sphere import l_max_of, scaled

TOLERANCE = 1e-12  # of an array's largest number


def read(path):
    """The arrays of a file by name: numbers, or a word."""
    lines = [line.split(" ") for line in path.read_text().splitlines()]
    return {name: values[0] if name in ("kind", "algorithm") else np.array(values, float) for name, *values in lines}


def by_channel(values, items, l):
    """[item][c][lm] of [item][lm][c]; c is 1 where all channels share a signal."""
    return np.swapaxes(values.reshape(items, (l + 1) ** 2, -1), 1, 2)


# ---- twins by the names of algorithms ----
def cp_product(signals, l_z):
    return twin_cp.product(signals, *twin_cp.gaunt_factors([l_max_of(x) for x in signals], l_z))


GAUNT = {"direct": twin_direct.product, "cp": cp_product, "quadrature": twin_quadrature.product,
         "fourier": twin_fft.product, "fft": twin_fft.product}


def clebsch_gordan_product(signals, l_z):
    return twin_direct.couple(*signals, l_z, clebsch_gordan)


# ---- what the files hold, by a twin: pairs of the engine's numbers and the twin's ----
def weighted_product(case, product):
    """z = sum_k w_z ((w_x x) ⊗ (w_y y)), w for each degree; for the Gaunt tensor, which is symmetric, also adjoints."""
    (l_x, l_y, l_z), (items, terms, channels) = case["degrees"].astype(int), case["sizes"].astype(int)
    x, y, z_adj = (by_channel(case[name], items, l) for name, l in (("x", l_x), ("y", l_y), ("z_adj", l_z)))
    weights = [np.swapaxes(case[name].reshape(terms, l + 1, channels), 1, 2) if terms else np.ones((1, 1, l + 1))
               for name, l in (("w_x", l_x), ("w_y", l_y), ("w_z", l_z))]
    z = x_adj = y_adj = 0
    for w_x, w_y, w_z in zip(*weights):
        X, Y, Z_adj = scaled(w_x, x), scaled(w_y, y), scaled(w_z, z_adj)
        z = z + scaled(w_z, product([X, Y], l_z))
        if case["kind"] == "gaunt":
            x_adj = x_adj + scaled(w_x, product([Z_adj, Y], l_x))
            y_adj = y_adj + scaled(w_y, product([Z_adj, X], l_y))
    yield by_channel(case["z"], items, l_z), z
    if case["kind"] == "gaunt":
        yield by_channel(case["x_adj"], items, l_x), x_adj
        yield by_channel(case["y_adj"], items, l_y), y_adj if y.shape == y_adj.shape else y_adj.sum(1, keepdims=True)


def power(case, product):
    """z = sum_k sum_nu w[k, nu, type] (s_k x)^nu."""
    (l_x, l_z, nu_max), (items, terms, channels) = case["degrees"].astype(int), case["sizes"].astype(int)
    x, scale = by_channel(case["x"], items, l_x), case["scale"].reshape(terms, l_x + 1, channels)
    weight = case["weight"].reshape(terms, nu_max, -1, l_z + 1, channels)[:, :, case["type"].astype(int)]
    z = 0
    for s, w in zip(np.swapaxes(scale, 1, 2), np.swapaxes(weight, 3, 4)):
        z = z + sum(scaled(w[nu - 1], product(nu * [scaled(s, x)], l_z)) for nu in range(1, nu_max + 1))
    yield by_channel(case["z"], items, l_z), z


def compared(case):
    kind, algorithm = case["kind"], case["algorithm"]
    if kind == "power":
        return power(case, GAUNT[algorithm])
    return weighted_product(case, GAUNT[algorithm] if kind == "gaunt" else clebsch_gordan_product)


def main(program):
    worst, number = {}, Counter()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, folder], check=True)
        for path in Path(folder).iterdir():
            case = read(path)
            key = case["kind"], case["algorithm"]
            errors = [np.abs(engine - twin).max() / np.abs(twin).max() for engine, twin in compared(case)]
            worst[key] = max([worst.get(key, 0.0), *(error if error == error else np.inf for error in errors)])
            number[key] += 1
    for key, error in sorted(worst.items()):
        print(f"{error:8.1e} in {number[key]:2} of {' by '.join(key)}")
    expected = {(kind, algorithm) for kind in ("gaunt", "power") for algorithm in ("direct", "cp", "fourier")}
    return 0 if expected <= set(worst) and max(worst.values()) <= TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
