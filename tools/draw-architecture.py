#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Draws docs/architecture.svg from the includes of src/ and plugin/: one box for each folder, in the order of the data
flow, with its lines of code, and an arrow for each pair of folders of which one includes the other, as thick as there
are includes. Usage: tools/draw-architecture.py [OUT.svg]"""
import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / 'tests/style'))
from include_direction import ORDER  # noqa: E402  the one list of the folders' order

WHAT = {
    'core': 'packs, teams, spaces', 'sphere': 'harmonics, couplings, quadrature', 'factors': 'CP factors',
    'factors/search': 'search for CP factors', 'model': 'architecture, weights, HDF5', 'graph': 'edges, halo',
    'tensor_product/spec': 'what is asked', 'tensor_product/lifted': 'lift, multiply, project',
    'tensor_product/direct': 'sums over nonzeros', 'tensor_product/cp': 'quadrature, CP',
    'tensor_product/fourier': 'waves, FFT', 'tensor_product/algorithms': 'one interface',
    'tensor_product/choice': 'counted or timed', 'tensor_product/edge': 'matrix of an edge',
    'network/radial': 'radial network, table', 'network/weights': 'weights on a space', 'network/edges': 'tiles of edges',
    'network/blocks': 'mixing, readout, ZBL', 'network/layers': 'interface of layers', 'network/message': 'kind: message',
    'network/attention': 'kind: attention', 'network': 'evaluator', 'forces': 'forces, virials',
    '': 'Potential, C interface', 'data': 'extended XYZ, splits', 'scans': 'curves beyond the data',
    'train': 'loss, optimiser, run', 'cli': 'the program',
    'plugin': 'LAMMPS pair styles',
}


def includes():
    """Lines of each folder and number of includes between folders."""
    lines, arrows = collections.Counter(), collections.Counter()
    sources = [(f.relative_to(ROOT / 'src/tesseral').parent.as_posix(), f)
               for f in (ROOT / 'src/tesseral').rglob('*') if f.suffix in ('.hpp', '.cpp', '.h')]
    sources += [('plugin', f) for f in (ROOT / 'plugin').glob('*') if f.suffix in ('.h', '.cpp')]
    for folder, file in sources:
        folder = '' if folder == '.' else folder
        text = file.read_text()
        lines[folder] += text.count('\n')
        for name in re.findall(r'#include "tesseral/([^"]+)"', text):
            other = pathlib.PurePath(name).parent.as_posix()
            other = '' if other == '.' else other
            if other != folder:
                arrows[folder, other] += 1
    return lines, arrows


def draw(lines, arrows):
    folders = [f for f in ORDER + ['plugin'] if lines[f]]
    step, left, width = 34, 360, 300
    height = step * len(folders) + 20
    at = {folder: 20 + step * k + 12 for k, folder in enumerate(folders)}
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="{height}" font-family="sans-serif" font-size="13">',
           f'<rect width="1000" height="{height}" fill="white"/>']
    for (user, used), count in sorted(arrows.items()):
        if user not in at or used not in at:
            continue
        a, b = at[user], at[used]
        reach = 14 + 0.42 * abs(a - b)
        on_left = user.split('/')[0] == used.split('/')[0]  # within one folder
        x = left if on_left else left + width
        bend = x - reach if on_left else x + reach
        colour = '#c33' if b > a else '#59a' if on_left else '#888'
        out.append(f'<path d="M{x},{a} C{bend},{a} {bend},{b} {x},{b}" fill="none" stroke="{colour}" '
                   f'stroke-opacity="0.55" stroke-width="{0.5 + 0.35 * count ** 0.5:.2f}">'
                   f'<title>{user or "doors"} includes {used or "doors"}: {count}</title></path>')
    for folder in folders:
        y = at[folder]
        top = folder.split('/')[0]
        fill = {'tensor_product': '#fdf1dc', 'network': '#e6f2e6', 'factors': '#f0e9f7'}.get(top, '#eef3fa')
        name = folder or 'potential.hpp, tesseral.h'
        out.append(f'<rect x="{left}" y="{y - 12}" width="{width}" height="24" rx="4" fill="{fill}" stroke="#567"/>')
        out.append(f'<text x="{left + 8}" y="{y + 5}" font-weight="bold">{name}</text>')
        out.append(f'<text x="{left + width - 8}" y="{y + 5}" text-anchor="end" fill="#555">{lines[folder]:,}</text>')
        out.append(f'<text x="20" y="{y + 5}" fill="#333">{WHAT[folder]}</text>')
    out.append('</svg>')
    return '\n'.join(out) + '\n'


if __name__ == '__main__':
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / 'docs/architecture.svg'
    target.write_text(draw(*includes()))
