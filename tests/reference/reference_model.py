#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""potentials/FORMAT.md as a program: the energy of a structure, slowly and from the formulas alone.

reference_model.py MODEL.h5 [--tolerance EV]          the stored self-test; exit code 1 unless all energies agree
reference_model.py MODEL.h5 FILE.extxyz [--frames N]  energies of the (first N) frames, eV
"""
import argparse
import itertools
import math
import sys

import numpy as np

from reference_files import SYMBOLS, degrees, paths, radial_weights, read_extxyz, read_model, read_self_test
from reference_products import exact_node_product, self_product, symmetric_node_product
from reference_sphere import gaunt, lm, quadrature, spherical_harmonics
from reference_tdn import attention_layer, factored_product


# ---- the energy ----
def find_edges(positions, cell, pbc, r_cut):
    """Receivers i, senders j and r = x_j - x_i of all edges, images of any order included."""
    lattice = np.reshape(cell, (3, 3))[np.asarray(pbc, bool)]
    reciprocal = np.linalg.pinv(lattice)  # columns; r·reciprocal counts lattice vectors along each periodic direction
    if len(lattice) and np.linalg.matrix_rank(lattice) < len(lattice):
        raise ValueError("the periodic cell vectors are linearly dependent; correct the cell or pbc")
    r = positions[None, :] - positions[:, None]  # [i][j]
    reach = r_cut * np.linalg.norm(reciprocal, axis=0)
    low = np.floor(-reach - (r @ reciprocal).max((0, 1))).astype(int)
    high = np.ceil(reach - (r @ reciprocal).min((0, 1))).astype(int)
    found = []
    for n in itertools.product(*(range(a, b + 1) for a, b in zip(low, high))):
        image = r + np.asarray(n, float) @ lattice
        distance = np.linalg.norm(image, axis=2)
        itself = np.eye(len(r), dtype=bool) & (not any(n))
        if (distance[~itself] == 0).any():
            raise ValueError("two atoms are at the same place; correct the positions")
        i, j = np.nonzero((distance < r_cut) & ~itself)
        found.append((i, j, image[i, j]))
    return [np.concatenate(parts) for parts in zip(*found)]


def cutoff(r, r_cut, p):
    xi = r / r_cut
    f = 1 - (p + 1) * (p + 2) / 2 * xi**p + p * (p + 2) * xi ** (p + 1) - p * (p + 1) / 2 * xi ** (p + 2)
    return np.where(xi < 1, f, 0.0)


def step(x):
    x = np.clip(x, 0, 1)
    return x**3 * (10 - 15 * x + 6 * x**2)


def inner_switch(r, radius):
    return step((r / radius - 0.7) / 0.3)


def silu(x):
    return x / (1 + np.exp(-x))


def radial_basis(model, r, pairs):
    """x[edge][n] of edges between the species pairs[2][edge]."""
    k, y = np.arange(1, model.a.bessel + 1) * np.pi / model.r_cut, r
    if model.bessel_frequencies is not None:
        k = model.bessel_frequencies
    if model.agnesi is not None:
        g = model.agnesi
        x = 2 * r / g.radii[pairs].sum(0)
        y = 1 / (1 + g.a * x**g.q / (1 + x ** (g.q - g.p)))
    x = math.sqrt(2 / model.r_cut) * np.sin(k * y[:, None]) / y[:, None]
    return x * cutoff(r, model.r_cut, model.a.cutoff_power)[:, None]


def radial_functions(model, t, x):
    """R[edge][q][c] from the basis, one for every path q; q = 0 alone if all share it."""
    a, weights, l_in = model.a, model.weights, degrees(model.a, t)[0]
    for k in range(len(a.radial_hidden)):
        x = silu(x @ weights[f"layer_{t}/radial_{k}"])
    rho = np.einsum("eh,hqc->eqc", x, weights[f"layer_{t}/radial_{len(a.radial_hidden)}"])
    if a.radial_weights != "degree":
        return rho
    degree_in, degree_out = weights[f"layer_{t}/degree_in"], weights[f"layer_{t}/degree_out"]
    return np.stack([degree_in[l1] * rho[:, l2] * degree_out[l] for l1, l2, l in paths(l_in, a.l_max)], axis=1)


def mix(h, matrices):
    """Mixes the channels of h[i][lm][c'] with one matrix [c'][c] for each degree."""
    return np.concatenate([h[:, lm(l)] @ matrix for l, matrix in enumerate(matrices)], axis=1)


def gaunt_messages(a, t, l_in, u, R, Y):
    """Of each path: its degree and the message of each edge, [e][m][c], from u[e][lm1][c] of its sender."""
    for q, (l1, l2, l) in enumerate(paths(l_in, a.l_max)):
        R_q = R[:, 0 if radial_weights(a, t) == "shared" else q]
        yield l, np.einsum("ec,eac,eb,abm->emc", R_q, u[:, lm(l1)], Y[:, lm(l2)], gaunt(l1, l2, l), optimize=True)


def mixed_message(model, t, l_in, species, u, R, x, w, Y, i):
    """A[i][lm][c] of steps 3 and 4 from u[e][lm1][c] of the senders; x[e][n] the basis, i the edges' receivers."""
    a, n = model.a, len(species)
    total = lambda edges: np.stack([edges[i == atom].sum(0) for atom in range(n)])
    if a.normalisation == "density":
        norm = 1 / (1 + total(w * np.tanh((x @ model.weights[f"layer_{t}/density"]) ** 2)))
    else:
        norm = np.full(n, 1 / a.average_neighbors)
    V = model.weights[f"layer_{t}/mixing_message"]
    V = V[species] if a.species_mixing[t] else np.broadcast_to(V, (n,) + V.shape)  # [i][l or q][c'][c]
    A = np.zeros((n, (a.l_max + 1) ** 2, a.channels))
    if a.coupling == "gaunt":
        parts = gaunt_messages(a, t, l_in, u, R, Y)
    else:
        whole = factored_product(model, u, R[:, 0], Y)
        parts = ((l, whole[:, lm(l)]) for l in range(a.l_max + 1))
    for q, (l, part) in enumerate(parts):
        matrix = V[:, q if a.message_mixing == "path" or a.coupling != "gaunt" else l]
        A[:, lm(l)] += (norm[:, None, None] * total(part)) @ matrix
    return A


def node_product(a, A, sigma, w):
    """B[i][lm][c] = sum over k and nu of w[k, nu-1, i, l, c] <F_k^nu Y_lm>; A[i][lm][c], w with atoms for species."""
    l_out = w.shape[3] - 1
    points, weight = quadrature(a.correlation * a.l_max + l_out)
    Y = spherical_harmonics(a.l_max, points)
    B = np.zeros((len(A), (l_out + 1) ** 2, a.channels))
    for k in range(a.product_terms):
        F = sum(np.einsum("c,imc,gm->igc", sigma[k, l], A[:, lm(l)], Y[:, lm(l)]) for l in range(a.l_max + 1))
        for nu in range(1, a.correlation + 1):
            for l in range(l_out + 1):
                B[:, lm(l)] += w[k, nu - 1, :, l][:, None] * np.einsum("g,igc,gm->imc", weight, F**nu, Y[:, lm(l)])
    return B


def readout(a, t, weight, scalars):
    """e[i] of layer t from scalars[i][c]."""
    if t < a.layers - 1:
        return scalars @ weight("readout")
    return silu(scalars @ weight("readout_0")) @ weight("readout_1")


def zbl_energy(model, species, i, j, r):
    if model.zbl is None:
        return 0.0
    Z, k = np.array([1.0 + SYMBOLS.index(symbol) for symbol in model.elements])[species], model.zbl_constants
    x = r * (Z[i] ** k.exponent + Z[j] ** k.exponent) / k.length
    phi = sum(amplitude * np.exp(-decay * x) for amplitude, decay in zip(k.amplitude, k.decay))
    reach = model.zbl[species[i], species[j]]
    if model.inner_radius is None:
        taper = cutoff(r, reach, int(k.cutoff_power))
    else:
        silent = 0.7 * model.inner_radius[species[i], species[j]]
        taper = 1.0 - step((r - silent) / (reach - silent))
        if model.zbl_polynomial is not None:
            taper = np.where(model.zbl_polynomial[species[i], species[j]] == 1, cutoff(r, reach, int(k.cutoff_power)), taper)
    return 0.5 * math.fsum(k.strength * Z[i] * Z[j] / r * phi * taper)


def neighbor_share(model, species, i, j, r):
    """The part of the shift that each atom has."""
    f = cutoff(r, model.r_cut, model.a.cutoff_power)
    h = 1 - step(2 * r / model.bond_radius[species[i], species[j]] - 1)
    n, m = (np.array([values[i == atom].sum() for atom in range(len(species))]) for values in (f, h))
    x = np.minimum(n / model.full_neighbors[species], 1)
    full = 1 - (1 - x) ** 3 * (1 + 3 * x)
    return full * step(m / model.full_bonds[species])


def softened(model, species, binding):
    """The binding energy of each atom, which leaves no floor behind."""
    if model.energy_floor is None:
        return binding
    soft = model.soft_below[species]
    width = soft - model.energy_floor[species]
    return np.where(binding >= soft, binding, soft - width * np.tanh((soft - binding) / width))


def network_energies(model, species, i, j, r, scalars=None):
    """e[atom] of edges i <- j with r = x_j - x_i; h[atom][00] behind each layer is appended to `scalars`, if given."""
    a = model.a
    distance = np.linalg.norm(r, axis=1)
    w = 1.0 if model.inner_radius is None else inner_switch(distance, model.inner_radius[species[i], species[j]])
    x = radial_basis(model, distance, np.array([species[i], species[j]]))
    Y = spherical_harmonics(a.l_max, r / distance[:, None])
    h, e = model.weights["embedding"][species][:, None], np.zeros(len(species))
    for t in range(a.layers):
        l_in, l_out = degrees(a, t)
        weight = lambda name: model.weights[f"layer_{t}/{name}"]
        if a.layer_kind == "attention":
            R = (w * radial_functions(model, t, x).T).T[:, 0]
            f = w * cutoff(distance, model.r_cut, a.cutoff_power)
            h = attention_layer(model, weight, h, l_out, species, (i, j, Y, R, f))
            e += readout(a, t, weight, h[:, 0])
            if scalars is not None:
                scalars.append(h[:, 0])
            continue
        u = mix(h, weight("mixing_in"))
        R = (w * radial_functions(model, t, x).T).T
        A = mixed_message(model, t, l_in, species, u[j], R, x, w, Y, i)
        if a.node_product == "gaunt":
            B = node_product(a, A, weight("product_scale"), weight("product_weight")[:, :, species])
        else:
            product = exact_node_product if a.node_product == "exact" else symmetric_node_product
            B = product(a, A, weight, species, l_out, gaunt)
        h_old, h = h, mix(B, weight("mixing_out"))
        for l in range(min(l_in, l_out) + 1 if a.residual[t] else 0):
            h[:, lm(l)] += h_old[:, lm(l)] @ weight("residual")[species][:, l]  # [i][c'][c]
        if a.self_product != "none" and t < a.layers - 1:
            h = h + self_product(a, h, weight, l_out)
        e += readout(a, t, weight, h[:, 0])
        if scalars is not None:
            scalars.append(h[:, 0])
    return e


def expected_errors(model, species, positions, cell, pbc):
    """Of the norm of each force, eV/Å; arguments as those of energy()."""
    species, scalars, known = np.asarray(species), [], model.uncertainty
    network_energies(model, species, *find_edges(np.asarray(positions, float), cell, pbc, model.r_cut), scalars)
    distance = (np.concatenate(scalars, axis=1) - known.center[species]) @ known.whitening.T
    return known.scale[species] * np.sqrt((distance**2).mean(1))


def energy(model, species, positions, cell, pbc):
    """Energy in eV; species[n] indices, positions[n][3] and cell[3][3] (rows) in Å, pbc[3]."""
    species = np.asarray(species)
    i, j, r = find_edges(np.asarray(positions, float), cell, pbc, model.r_cut)
    distance = np.linalg.norm(r, axis=1)
    e = network_energies(model, species, i, j, r)
    shift = model.shift
    if model.lone_atom != "network":
        none = np.zeros(0, int)
        lone = network_energies(model, np.arange(len(model.elements)), none, none, np.zeros((0, 3)))[species]
        e = e - lone
        if model.lone_atom == "faded":
            shift = shift + model.scale * lone
        shift = shift * neighbor_share(model, species, i, j, distance)
    binding = shift + model.scale * e
    atoms = model.E0[species] + softened(model, species, binding)
    return math.fsum(atoms) + zbl_energy(model, species, i, j, distance)


# ---- the command line ----
def check_self_test(model, structures, tolerance):
    """Prints index, energy, stored energy and difference of each structure; True if all of them agree."""
    agree = len(structures) > 0
    for index, structure, stored in structures:
        value = energy(model, *structure)
        print(f"{index} {value:.17g} {stored:.17g} {value - stored:.3g}")
        agree = agree and abs(value - stored) <= tolerance  # false for NaN
    return agree


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", metavar="MODEL.h5")
    parser.add_argument("extxyz", nargs="?", metavar="FILE.extxyz")
    parser.add_argument("--tolerance", type=float, default=1e-10, metavar="EV", help="largest difference (1e-10 eV)")
    parser.add_argument("--frames", type=int, metavar="N", help="stop after so many frames")
    arguments = parser.parse_args()
    try:
        model = read_model(arguments.model)
        if arguments.extxyz is None:
            return 0 if check_self_test(model, read_self_test(arguments.model), arguments.tolerance) else 1
        for structure in itertools.islice(read_extxyz(arguments.extxyz, model.elements), arguments.frames):
            print(f"{energy(model, *structure):.17g}", flush=True)
    except (OSError, KeyError, ValueError) as error:
        print(f"reference_model.py {arguments.model}: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
