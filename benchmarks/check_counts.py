# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Usage: check_counts.py TESSERAL POTENTIALS. The operations that `tesseral bench` counts for shipped potentials are,
within 5 %, those of the formulas on paper with their leading terms: per edge and channel the sums over (l, m), per edge
the matrix of the coupling. Notation of message_count.hpp, attention_count.hpp and power_operations.hpp."""
import itertools
import json
import pathlib
import subprocess
import sys

import h5py
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'tests/reference'))
from reference_coupling import clebsch_gordan, gaunt  # noqa: E402

TOLERANCE = 0.05
REAL, DISPLACEMENT, INDEX = 8, 24, 4  # bytes
EXP = 34  # flops of an exponential
PAIRS = {9: 16, 10: 25}  # antipodal points of the quadrature that a node product of this total degree takes


def L(l):
    return (l + 1) ** 2


def torque(l_max):
    return sum(23 * l - 8 for l in range(1, l_max + 1))


def nonzeros(block, l1_max, l2_max, l_max):
    return sum(int(np.sum(abs(block(l1, l2, l)) > 1e-12)) for l1, l2, l in itertools.product(
        range(l1_max + 1), range(l2_max + 1), range(l_max + 1)) if abs(l1 - l2) <= l <= l1 + l2)


def sums_before_channels(a, N, C):
    """As src/tesseral/network/radial/first_layer_choice.hpp, which goes by the network's own mean of neighbours."""
    K, m, N = a['hidden'], a['l_max'], a['average_neighbors']
    by_channels = N * C * (35 * (m + 1) + 6 * L(m) + torque(m)) + 4 * L(m) * C * C
    return N * K * (30 + 6 * L(m)) + 4 * L(m) * a['species'] * K * C < 0.8 * by_channels


def message(a, N, C):
    """(flops, streamed bytes, gathered bytes) of each kernel, for atoms of N edges."""
    kernels = {}

    def add(kernel, flops, streamed=0, gathered=0):
        kernels[kernel] = kernels.get(kernel, 0) + np.array([flops, streamed, gathered], float)

    for t in range(a['layers']):
        i, o, m = 0 if t == 0 else a['l_hidden'], 0 if t == a['layers'] - 1 else a['l_hidden'], a['l_max']
        paths = [(l1, l) for l1, l2, l in itertools.product(range(i + 1), range(m + 1), range(m + 1))
                 if abs(l1 - l2) <= l <= l1 + l2 and (l1 + l2 + l) % 2 == 0]
        n, u = sum((2 * l1 + 1) * (2 * l + 1) for l1, l in paths), sum(2 * l1 + 1 for l1, _ in paths)
        matrix = 2 * nonzeros(gaunt, i, m, m) + 4 * L(m)
        row, sent = lambda l: L(l) * C * REAL, t > 0  # the first layer's senders have no adjoint
        functions = a['functions'] * a['species']
        sums = t == 0 and sums_before_channels(a, N, C)
        if sums:  # K functions of each species instead of channels, and one map for both mixings
            K, edges = a['functions'], DISPLACEMENT + INDEX
            add('atomic_basis::forward', N * (2 * K + 4) * L(m), functions * L(m) * REAL + N * edges)
            add('atomic_basis::backward', N * ((4 * K + 6) * L(m) + torque(m)),
                functions * L(m) * REAL + N * (2 * DISPLACEMENT + edges), N * K * L(m) * REAL)
            add('radial_table::forward', N * K * 10, 0, N * K * 6 * REAL)
            add('radial_table::backward', N * K * 20, 0, N * K * 6 * REAL)
        elif a['radial_weights'] == 'shared' or a['radial_weights'] == 'first' and t > 0:  # one matrix for each edge
            one, groups = 2 * nonzeros(gaunt, i, m, m), L(i) // 4 + L(i) % 4
            add('message::forward', N * (C * L(i) * (2 * L(m) + 1) + one + 4 * L(m)),
                row(i) + row(m) + N * (DISPLACEMENT + INDEX), N * row(i))
            add('message::backward', N * (C * (L(i) * (4 * L(m) + 4) + groups * L(m)) + 2 * one + 8 * L(m) + torque(m)),
                row(i) * (1 + sent) + row(m) + N * (3 * DISPLACEMENT + (4 if sent else 2) * INDEX),
                N * 2 * (row(i) + row(m)))
            add('message::turn', 0, 2 * row(m))
            add('radial_table::forward', N * C * 10, 0, N * C * 6 * REAL)
            add('radial_table::backward', N * C * 20, 0, N * C * 6 * REAL)
        else:
            add('message::forward', N * (C * (u + 2 * n) + matrix),
                row(i) + row(m) + N * (DISPLACEMENT + INDEX), N * row(i))
            add('message::backward',
                N * (C * (5 * u - len(paths) + 4 * n + torque(m) + torque(i) + sent * L(i)) + matrix),
                row(i) * (1 + sent) + row(m) + N * (3 * DISPLACEMENT + (4 if sent else 2) * INDEX),
                N * (row(i) * (3 if sent else 1) + row(m)))
            add('radial_table::forward', N * C * 10 * len(paths), 0, N * C * 6 * REAL * len(paths))
            add('radial_table::backward', N * C * 20 * len(paths), 0, N * C * 6 * REAL * len(paths))
        for kernel in ('forward', 'backward'):
            in_front = (0 if sums else L(i), L(min(i, o))) if kernel == 'forward' or t > 0 else (0, 0)
            inputs = functions if sums else C
            add(f'channel_mixing::{kernel}', 2 * C * (inputs * L(m) + C * (L(o) + sum(in_front))),
                REAL * ((inputs + C) * L(m) + C * (2 * L(o) + 2 * in_front[0] + 3 * in_front[1])))
        nu, K, G, D, E = a['correlation'], a['product_terms'], PAIRS[a['correlation'] * m + o], m + 1, o + 1
        add('power::forward', C * G * (2 * L(m) - D + K * (2 * D + 1 + 4 * nu * E) + E + 2 * L(o)), row(m) + row(o))
        add('power::backward', C * G * (4 * L(m) - D + 2 * L(o) + K * (4 * D + 3 + 5 * nu * E)), 2 * row(m) + row(o))
    return kernels


def attention(a, N, C):
    forward = backward = radial = slopes = 0
    H = -(-a['heads'] // 8) * 8
    for t in range(a['layers']):
        i, d, o = L(0 if t == 0 else a['l_hidden']), L(a['l_max']), L(0 if t == a['layers'] - 1 else a['l_hidden'])
        degrees = (0 if t == 0 else a['l_hidden'], a['l_max'], a['l_max'])
        edge = 2 * nonzeros(clebsch_gordan, *degrees) + 2 * C * H + H * (8 + 2 * EXP)
        forward += N * (C * (i * (2 * d + 1) + d * (2 * o + 2) + 12 + 3 * EXP + 4 * C) + edge)
        backward += N * (C * (i * (6 * d + 3 + 2 * (t > 0)) + d * (4 * o + 7) + 34 + 2 * a['heads'] + 5 * EXP + 8 * C) +
                         2 * edge - 2 * C * H + torque(a['l_max']) + 7 * (d * d + 1))
        radial, slopes = radial + N * C * 20, slopes + N * C * (50 + 10 * i)
    return {'attention::forward': [forward], 'attention::backward': [backward],
            'radial_table::forward': [radial], 'radial_table::backward': [slopes]}


def main(tesseral, potentials):
    wrong = 0
    for model, product, on_paper in (('3bpa-gaunt', 'cp', message), ('si-small', 'cp', message),
                                     ('3bpa-tdn', 'direct', attention)):
        file = pathlib.Path(potentials) / f'{model}.h5'
        with h5py.File(file) as opened:
            a = dict(opened['architecture'].attrs)
            a['species'] = np.int64(len(opened['elements']))
        a['hidden'] = a['radial_hidden'][-1] if len(a['radial_hidden']) else a['bessel']
        a['functions'] = -(-a['hidden'] // 8) * 8
        command = [tesseral, 'bench', file, '--product', product, '--threads', '1', '--json']
        bench = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)[0]
        counted = {each['kernel']: each for each in bench['operations_per_atom']}
        numbers = {k: int(v) for k, v in a.items() if np.issubdtype(type(v), np.integer)}
        weights = a['radial_weights'].decode() if isinstance(a['radial_weights'], bytes) else str(a['radial_weights'])
        expected = on_paper({**numbers, 'average_neighbors': float(a['average_neighbors']), 'radial_weights': weights},
                            bench['edges'] / bench['atoms'], int(a['channels']))
        for kernel, numbers in expected.items():
            for what, paper in zip(('flops', 'streamed_bytes', 'gathered_bytes'), numbers):
                found = counted.get(kernel, {}).get(what, float('nan'))
                good = abs(found - paper) <= TOLERANCE * paper
                wrong += not good
                print(f"{'ok    ' if good else 'FAILED'} {model} {kernel} {what}: {found:.6g}, on paper {paper:.6g}")
    return wrong


if __name__ == '__main__':
    sys.exit(bool(main(*sys.argv[1:])))
