# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""
The network of potentials/FORMAT.md in NumPy, as far as imported models go. Every function is analytic in the edges'
vectors, so that an imaginary step of the positions gives derivatives without a difference: Im E(x + ih)/h (Squire and
Trapp, SIAM Rev. 40, 110, 1998), exact to rounding for h = 1e-40.
"""

import math

import numpy as np

from .elements import SYMBOLS
from .sphere import gaunt, lm, message_paths, spherical_harmonics
from .symmetric import symmetric_product

STEP = 1e-40


def silu(x):
    return 0.5 * x * (1 + np.tanh(0.5 * x))  # x/(1 + e^-x), without its overflow


def cutoff(r, end, p):
    """The polynomial that falls from 1 to 0 at `end`, and 0 beyond."""
    x = r / end
    f = 1 - (p + 1) * (p + 2) / 2 * x**p + p * (p + 2) * x ** (p + 1) - p * (p + 1) / 2 * x ** (p + 2)
    return np.where(r.real < end, f, 0)


def find_edges(positions, cell, pbc, r_cut):
    """i, j and x_j - x_i in Å of all ordered pairs within r_cut, images included; positions [n][3], cell vectors in rows."""
    periodic = np.array(pbc, bool)
    vectors = np.where(periodic[:, None], cell, 0.0)
    reciprocal = np.linalg.pinv(vectors)  # columns; 1/|column| is the distance of the planes
    spread = np.ptp(positions @ reciprocal, axis=0) if len(positions) else np.zeros(3)
    reach = np.where(periodic, np.ceil(r_cut * np.linalg.norm(reciprocal, axis=0) + spread), 0).astype(int)
    images = np.stack(np.meshgrid(*(np.arange(-n, n + 1) for n in reach), indexing="ij"), axis=-1).reshape(-1, 3)
    difference = positions[None] - positions[:, None]
    r = difference[:, :, None] + images @ vectors  # [i][j][image]
    inside = (r**2).sum(-1) < r_cut**2
    inside[np.arange(len(positions)), np.arange(len(positions)), (images == 0).all(1)] = False
    i, j, _ = np.nonzero(inside)
    return i, j, r[inside]


def radial_basis(model, species, i, j, r):
    """x[edge][n] of step 2."""
    a = model.architecture
    k, y = model.bessel_frequencies, r
    if k is None:
        k = np.pi * np.arange(1, a["bessel"] + 1) / model.r_cut
    if model.agnesi is not None:
        g = model.agnesi
        log_x = np.log(2 * r / (g.radii[species[i]] + g.radii[species[j]]))
        y = 1 / (1 + g.a * np.exp(g.q * log_x) / (1 + np.exp((g.q - g.p) * log_x)))
    f = cutoff(r, model.r_cut, a["cutoff_power"])
    return math.sqrt(2 / model.r_cut) * np.sin(k * y[:, None]) * (f / y)[:, None]


def message(model, t, species, i, j, h, x, Y):
    """A[atom][lm][c] of steps 1 to 4."""
    a, w, n = model.architecture, model.layer(t), len(species)
    l_in, _ = model.degrees(t)
    by_path = a["message_mixing"] == "path"
    receivers = np.zeros((n, len(i)), h.dtype)
    receivers[i, np.arange(len(i))] = 1
    divisor = np.full(n, a["average_neighbors"], h.dtype)
    if a["normalisation"] == "density":
        divisor = 1 + receivers @ np.tanh((x @ w["density"]) ** 2)
    u = np.concatenate([h[:, lm(l)] @ w["mixing_in"][l] for l in range(l_in + 1)], axis=1)[j]
    last = len(a["radial_hidden"])
    for k in range(last):
        x = silu(x @ w[f"radial_{k}"])
    A = np.zeros((n, (a["l_max"] + 1) ** 2, a["channels"]), h.dtype)
    for q, (l1, l2, l) in enumerate(message_paths(l_in, a["l_max"])):
        R = x @ w[f"radial_{last}"][:, q]
        coupled = np.einsum("eb,abm->ema", Y[:, lm(l2)], gaunt(l1, l2, l))
        edges = R[:, None] * (coupled @ u[:, lm(l1)])
        M = (receivers @ edges.reshape(len(i), -1)).reshape(n, 2 * l + 1, -1) / divisor[:, None, None]
        V = w["mixing_message"][species] if a["species_mixing"][t] else w["mixing_message"][None]
        A[:, lm(l)] += M @ V[:, q if by_path else l]
    return A


def edge_energy(model, species, i, j, vectors):
    """Energy in eV of edges i <- j with their vectors [edge][3], which may have imaginary parts."""
    a, w = model.architecture, model.weights
    r = np.sqrt((vectors**2).sum(-1))
    Y = spherical_harmonics(a["l_max"], vectors / r[:, None])
    x = radial_basis(model, species, i, j, r)
    h, e = w["embedding"][species][:, None].astype(vectors.dtype), 0
    for t in range(a["layers"]):
        layer, (l_in, l_out) = model.layer(t), model.degrees(t)
        B = symmetric_product(a, layer, species, message(model, t, species, i, j, h, x, Y), l_out)
        previous, h = h, np.concatenate([B[:, lm(l)] @ layer["mixing_out"][l] for l in range(l_out + 1)], axis=1)
        if a["residual"][t]:
            for l in range(min(l_in, l_out) + 1):
                h[:, lm(l)] += previous[:, lm(l)] @ layer["residual"][species, l]
        scalars = h[:, 0]
        if t < a["layers"] - 1:
            e += (scalars @ layer["readout"]).sum()
        else:
            e += (silu(scalars @ layer["readout_0"]) @ layer["readout_1"]).sum()
    total = model.E0[species].sum() + model.shift * len(species) + model.scale * e
    return total + (zbl_energy(model, species, i, j, r) if model.zbl is not None else 0)


def zbl_energy(model, species, i, j, r):
    """The repulsion of all edges, eV."""
    z = model.zbl
    Z = np.array([SYMBOLS.index(symbol) + 1.0 for symbol in model.elements])[species]
    s = r * (Z[i] ** z.exponent + Z[j] ** z.exponent) / z.length
    phi = np.exp(-np.multiply.outer(s, z.decay)) @ z.amplitude
    return 0.5 * (z.strength * Z[i] * Z[j] / r * phi * cutoff(r, z.cutoff[species[i], species[j]], z.cutoff_power)).sum()


def evaluate(model, species, positions, cell, pbc):
    """Energy in eV, forces [n][3] in eV/Å, virial -∂E/∂strain [3][3] in eV."""
    i, j, vectors = find_edges(positions, cell, pbc, model.r_cut)
    energy = edge_energy(model, species, i, j, vectors)

    def derivative(change):
        return edge_energy(model, species, i, j, vectors + 1j * STEP * change).imag / STEP

    forces, virial = np.zeros((len(species), 3)), np.zeros((3, 3))
    for atom, axis in np.ndindex(*forces.shape):
        forces[atom, axis] = -derivative(np.outer((j == atom).astype(float) - (i == atom), np.eye(3)[axis]))
    for a in range(3):
        for b in range(a + 1):  # of the symmetric strain; the energy knows no rotation
            strain = np.zeros((3, 3))
            strain[a, b] += 0.5
            strain[b, a] += 0.5
            virial[a, b] = virial[b, a] = -derivative(vectors @ strain)
    return float(energy), forces, virial
