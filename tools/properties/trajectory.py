# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Frames of dynamics, and what they say: radial distribution functions, mean square displacements, diffusion."""
import re
from pathlib import Path

import numpy as np


class Frames:
    """positions [frame][atom][3] in Å, unwrapped where they come from dynamics; cells [frame][3][3], rows; symbols [atom]."""

    def __init__(self, positions, cells, symbols, steps=None):
        self.positions, self.cells = np.asarray(positions), np.asarray(cells)
        self.symbols, self.steps = np.asarray(symbols), steps

    def __getitem__(self, part):
        return Frames(self.positions[part], self.cells[part], self.symbols, None if self.steps is None else self.steps[part])


def _cell(header, rows):
    """From LAMMPS' bounding box."""
    numbers = np.array([[float(x) for x in row.split()] for row in rows])
    low, high = numbers[:, 0].copy(), numbers[:, 1].copy()
    xy, xz, yz = numbers[:, 2] if "xy" in header else (0.0, 0.0, 0.0)
    low -= [min(0, xy, xz, xy + xz), min(0, yz), 0]
    high -= [max(0, xy, xz, xy + xz), max(0, yz), 0]
    lengths = high - low
    return np.array([[lengths[0], 0, 0], [xy, lengths[1], 0], [xz, yz, lengths[2]]])


def read_dump(path):
    """A dump of `id element xu yu zu`, sorted; a step that is there twice, after a run went on, counts once."""
    frames = {}
    for text in Path(path).read_text().split("ITEM: TIMESTEP\n")[1:]:
        lines = text.splitlines()
        rows = [line.split() for line in lines[8:]]
        if len(rows) != int(lines[2]) or any(len(row) != 5 for row in rows):
            continue  # the last one, when the run was ended while it was written
        frames[int(lines[0])] = (_cell(lines[3], lines[4:7]), [row[1] for row in rows], np.array([row[2:] for row in rows], float))
    steps = sorted(frames)
    return Frames([frames[s][2] for s in steps], [frames[s][0] for s in steps], frames[steps[0]][1], np.array(steps))


def read_extxyz(path):
    """Frames of one composition, of an extended XYZ file whose first columns are species and positions."""
    lines = Path(path).read_text().splitlines()
    n = int(lines[0])
    positions, cells = [], []
    for begin in range(0, len(lines), n + 2):
        cells.append(np.array(re.search(r'Lattice="([^"]*)"', lines[begin + 1]).group(1).split(), float).reshape(3, 3))
        rows = [line.split() for line in lines[begin + 2:begin + 2 + n]]
        positions.append([row[1:4] for row in rows])
    return Frames(np.array(positions, float), cells, [row[0] for row in rows])


def distances(frames, k, one, other):
    """[n][m] of frame k, each pair once by its nearest image; infinite for an atom with itself."""
    cell = frames.cells[k]
    scaled = frames.positions[k] @ np.linalg.inv(cell)
    a, b = np.nonzero(frames.symbols == one)[0], np.nonzero(frames.symbols == other)[0]
    d = scaled[b][None] - scaled[a][:, None]
    r = np.linalg.norm((d - np.round(d)) @ cell, axis=2)
    r[a[:, None] == b[None]] = np.inf
    return r


def largest_radius(cells):
    """Å up to which nearest images are all there is: half of the smallest distance between faces."""
    return 0.5 * min((1.0 / np.linalg.norm(np.linalg.inv(cell), axis=0)).min() for cell in cells)


def radial_distribution(frames, one, other, width=0.02):
    """r [bin], g [bin]."""
    edges = np.arange(0.0, largest_radius(frames.cells), width)
    counts, density, atoms = np.zeros(len(edges) - 1), 0.0, 0
    for k in range(len(frames.positions)):
        r = distances(frames, k, one, other)
        counts += np.histogram(r[np.isfinite(r)], edges)[0]
        density += (r.shape[1] - (one == other)) / abs(np.linalg.det(frames.cells[k])) / len(frames.positions)
        atoms += r.shape[0]
    shells = 4 / 3 * np.pi * np.diff(edges**3)
    return 0.5 * (edges[1:] + edges[:-1]), counts / (atoms * density * shells)


def peak(r, g, beyond):
    """Place and height of the largest g beyond a distance, by a parabola through three bins of a smoothed g."""
    smooth = np.convolve(g, np.ones(3) / 3, "same")
    k = np.flatnonzero(r > beyond)[0] + np.argmax(smooth[r > beyond])
    if k in (0, len(r) - 1):
        return r[k], smooth[k]
    left, middle, right = smooth[k - 1:k + 2]
    shift = 0.5 * (left - right) / (left - 2 * middle + right)
    return r[k] + shift * (r[1] - r[0]), middle - 0.25 * (left - right) * shift


def mean_square_displacement(frames, element):
    """[lag], Å², over all origins and atoms of the element, without the drift of the centre of all atoms."""
    x = frames.positions - frames.positions.mean(axis=1, keepdims=True)
    x = x[:, frames.symbols == element]
    half = len(x) // 2
    return np.array([0.0] + [((x[lag:] - x[:-lag])**2).sum(axis=2).mean() for lag in range(1, half)])


def diffusion(frames, element, interval, begin=2.0, end=10.0, blocks=4):
    """Mean and standard error over blocks of the run of the slope of the mean square displacement over 6, between lags `begin` and `end`
    in ps; 1e-9 m²/s. `interval`, ps, lies between frames."""
    values = []
    for block in np.array_split(np.arange(len(frames.positions)), blocks):
        msd = mean_square_displacement(frames[block[0]:block[-1] + 1], element)
        lags = np.arange(len(msd)) * interval
        used = (lags >= begin) & (lags <= end)
        if used.sum() < 2:
            return None
        values.append(10.0 * np.polyfit(lags[used], msd[used], 1)[0] / 6)  # Å²/ps = 1e-8 m²/s
    return np.mean(values), np.std(values, ddof=1) / np.sqrt(blocks)


def broken(frames, centre, atom, count, within):
    """Frames in which an atom of the one element has fewer than `count` of the other within a distance, of all; or shares them unevenly."""
    return sum(1 for k in range(len(frames.positions)) if ((distances(frames, k, centre, atom) < within).sum(axis=1) < count).any())
