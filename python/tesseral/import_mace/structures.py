# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Small structures of given elements for self-tests: clusters and triclinic cells, at about the sums of covalent radii."""

import itertools
import math

import numpy as np

from .elements import covalent_radius

LARGEST, MOST = 6, 4  # atoms in a structure; structures
EDGES = 2000  # of a cell at most, about
CELL = np.array([[1.0, 0.0, 0.0], [0.15, 0.95, 0.0], [-0.1, 0.2, 1.05]])


def self_test_structures(elements, r_cut):
    """
    [(species [n], positions [n][3], cell [3][3], pbc [3])] in Å: clusters and periodic cells by turns, at least one of each,
    with atoms of all elements if they are at most LARGEST · MOST. The same for the same elements and r_cut.
    """
    count = min(max(2, math.ceil(len(elements) / LARGEST)), MOST)
    species = itertools.cycle(range(len(elements)))
    made = []
    for k in range(count):
        own = np.array([next(species) for _ in range(LARGEST - (k == 0))])
        radii = np.array([covalent_radius(elements[s]) for s in own])
        radii *= min(1.0, 0.35 * r_cut / radii.max())  # several shells within short cutoffs too
        random = np.random.default_rng(k)
        made.append((own, *(cluster(radii, random) if k % 2 == 0 else periodic(radii, random, r_cut))))
    return made


def cluster(radii, random):
    """Each atom at the side of one before it, and not too near to any."""
    positions = [np.zeros(3)]
    while len(positions) < len(radii):
        k = len(positions)
        anchor, direction = random.integers(k), random.normal(size=3)
        distance = random.uniform(1.05, 1.2) * (radii[anchor] + radii[k])
        candidate = positions[anchor] + distance * direction / np.linalg.norm(direction)
        gaps = np.linalg.norm(np.array(positions) - candidate, axis=1)
        if (gaps >= 1.02 * (radii[:k] + radii[k])).all():
            positions.append(candidate)
    return np.array(positions), np.zeros((3, 3)), np.zeros(3, int)


def periodic(radii, random, r_cut):
    """Atoms at random places of a cell that grows until they fit."""
    size = 1.2 * np.cbrt(max(((2 * radii) ** 3).sum(), len(radii) ** 2 * 4 / 3 * math.pi * r_cut**3 / EDGES))
    while True:
        cell = max(size, 2.2 * radii.max()) * CELL
        images = np.array(list(itertools.product((-1, 0, 1), repeat=3))) @ cell
        positions = []
        for _ in range(1000):
            k = len(positions)
            if k == len(radii):
                return np.array(positions), cell, np.ones(3, int)
            candidate = random.uniform(size=3) @ cell
            gaps = [np.linalg.norm(other + images - candidate, axis=1).min() for other in positions]
            if all(gap >= 0.95 * (radii[i] + radii[k]) for i, gap in enumerate(gaps)):
                positions.append(candidate)
        size *= 1.05
