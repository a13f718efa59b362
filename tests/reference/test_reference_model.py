#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Checks the reference model: against mathematics, against a dimer worked out by hand, by the symmetries of space."""
import itertools
import math
import sys
import tempfile
import traceback
from pathlib import Path
from types import SimpleNamespace

import h5py
import numpy as np

import reference_model as reference
import reference_sphere as sphere
from reference_files import read_model, weight_shapes

SCRATCH = tempfile.TemporaryDirectory()
ELEMENTS = ["C", "H"]


# ---- material ----
def make_model(seed=1, zbl=None, gain=0.8, agnesi=False, **changes):
    """Writes a model with random weights as potentials/FORMAT.md says and returns its path."""
    a = SimpleNamespace(**{**dict(layers=2, channels=3, l_max=2, l_hidden=1, correlation=3, product_terms=2, bessel=4,
                                  node_product="gaunt", self_product="none", layer_kind="message", cutoff_power=5,
                                  radial_hidden=[6], radial_weights="path", readout_hidden=4, average_neighbors=8.5,
                                  message_mixing="degree", normalisation="average", product_pairs=[], product_triples=[]),
                           **changes})
    a.species_mixing, a.residual = (changes.get(name, [flag] * a.layers) for name, flag in
                                    (("species_mixing", 0), ("residual", 1)))
    random = np.random.default_rng(seed)
    path = Path(SCRATCH.name) / f"model-{len(list(Path(SCRATCH.name).iterdir()))}.h5"
    with h5py.File(path, "w", libver=("v108", "v108")) as file:
        file.attrs.update(format="tesseral-model", format_version=2, units="metal", r_cut=3.0, scale=0.7, shift=-0.3)
        file["elements"] = ELEMENTS
        file["E0"] = [-1.5, 0.4]
        file.create_group("architecture").attrs.update(
            {**vars(a), "coupling": "gaunt", "radial_hidden": np.array(a.radial_hidden, int)})
        for name, value in vars(a).items():
            if value == "none" or value == []:
                del file["architecture"].attrs[name]
        file["architecture"].attrs["radial_hidden"] = np.array(a.radial_hidden, int)
        if agnesi:
            file["agnesi/radii"] = [1.6, 1.1]
            file["agnesi"].attrs.update(a=1.1, q=0.9, p=4.5)
        if zbl is not None:
            file["zbl/cutoff"] = np.asarray(zbl, float)
        for name, shape in weight_shapes(a, len(ELEMENTS)).items():
            file[f"weights/{name}"] = gain * random.normal(size=shape)
        file.create_group("self_test")
    return path


def molecule(n=7, seed=3):
    """Atoms of both elements, at least 0.8 Å apart: (species, positions, cell, pbc)."""
    random, positions = np.random.default_rng(seed), []
    while len(positions) < n:
        x = random.uniform(0, 3, 3)
        if all(np.linalg.norm(x - y) > 0.8 for y in positions):
            positions.append(x)
    return np.arange(n) % 2, np.array(positions), np.zeros((3, 3)), [False] * 3


def crystal():
    """Two atoms in a triclinic cell so small that each is its own neighbour many times."""
    cell = np.array([[2.1, 0.1, 0.0], [0.4, 1.9, 0.2], [-0.3, 0.5, 2.3]])
    return np.array([0, 1]), np.array([[0.1, 0.2, 0.3], [1.0, 0.9, 1.3]]), cell, [True] * 3


def rotation(seed=5):
    q = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))[0]
    return q * np.linalg.det(q)


def unit_vectors(n=20):
    r = np.random.default_rng(7).normal(size=(n, 3))
    return r / np.linalg.norm(r, axis=1)[:, None]


def same(a, b, tolerance=1e-10):
    assert abs(a - b) <= tolerance * abs(b), f"{a!r} differs from {b!r} by {abs(a - b):.2g}"


# ---- the sphere ----
def test_quadrature_averages_polynomials():
    r, weight = sphere.quadrature(8)
    x, y, z = r.T
    for value, expected in ((1 + 0 * x, 1), (z**4, 1 / 5), (x**2 * y**2, 1 / 15), (x**2 * y**2 * z**4, 1 / 315),
                            (x**8, 1 / 9), (x * y * z**2, 0)):
        assert abs(weight @ value - expected) < 1e-14


def test_harmonics_of_low_degree_are_the_known_polynomials():
    r = unit_vectors()
    x, y, z = r.T
    s = math.sqrt(15)
    known = [1 + 0 * x, math.sqrt(3) * y, math.sqrt(3) * z, math.sqrt(3) * x,
             s * x * y, s * y * z, math.sqrt(5) / 2 * (3 * z**2 - 1), s * x * z, s / 2 * (x**2 - y**2)]
    assert np.abs(sphere.spherical_harmonics(2, r) - np.stack(known, 1)).max() < 1e-14


def test_harmonics_are_orthonormal_and_obey_the_addition_theorem():
    r, weight = sphere.quadrature(12)
    Y = sphere.spherical_harmonics(6, r)
    assert np.abs(np.einsum("g,ga,gb->ab", weight, Y, Y) - np.eye(49)).max() < 1e-13
    a, b = unit_vectors(20).reshape(2, 10, 3)
    Ya, Yb, cosine = *(sphere.spherical_harmonics(6, r) for r in (a, b)), (a * b).sum(1)
    for l in range(7):
        expected = (2 * l + 1) * np.polynomial.Legendre.basis(l)(cosine)
        assert np.abs((Ya * Yb)[:, sphere.lm(l)].sum(1) - expected).max() < 1e-13


def test_harmonics_have_positive_prefactors():
    for l, m in ((l, m) for l in range(7) for m in range(-l, l + 1)):
        phi = math.pi / (2 * abs(m)) if m < 0 else 0.0  # where sin(|m| phi) or cos(m phi) is 1
        near_pole = np.array([[0.1 * math.cos(phi), 0.1 * math.sin(phi), math.sqrt(0.99)]])
        assert sphere.spherical_harmonics(6, near_pole)[0, l * l + l + m] > 0, (l, m)


def test_gaunt_coefficients_have_known_values():
    for l in range(7):
        assert np.abs(sphere.gaunt(l, l, 0)[:, :, 0] - np.eye(2 * l + 1)).max() < 1e-13
    # sqrt3 z · sqrt3 z · sqrt5/2 (3z²-1) averages to 3 sqrt5/2 (3/5 - 1/3) = 2/sqrt5, and so on
    G = sphere.gaunt(1, 1, 2)  # m of degree 1: y, z, x; of degree 2: xy, yz, 3z²-1, xz, x²-y²
    assert abs(G[1, 1, 2] - 2 / math.sqrt(5)) < 1e-14
    assert abs(G[2, 2, 2] + 1 / math.sqrt(5)) < 1e-14
    assert abs(G[2, 0, 0] - math.sqrt(3 / 5)) < 1e-14
    assert np.abs(sphere.gaunt(2, 2, 3)).max() < 1e-13  # odd sum of degrees


# ---- the network, by hand ----
SYMMETRIC = dict(node_product="symmetric", product_terms=1, product_pairs=[[0, 0, 0], [1, 1, 0], [0, 1, 1]],
                 product_triples=[[0, 0, 0, 0, 0], [1, 1, 0, 0, 0], [0, 0, 0, 1, 1], [1, 1, 0, 1, 1]])


def dimer_by_hand(a, w, species, r, agnesi=False):
    """Energy of a dimer along z for l_max = 1 and one hidden radial layer, from scalar formulas only.

    Only m = 0 occurs. With F = s + p·sqrt3·z on the sphere, <F>, <F²>, <F³> = s, s² + p², s³ + 3sp² and
    <F Y_10>, <F² Y_10>, <F³ Y_10> = p, 2sp, 3s²p + 9p³/5."""
    C, silu = range(a.channels), lambda x: x / 2 * (1 + math.tanh(x / 2))
    xi, p = r / 3.0, a.cutoff_power
    f = 1 - (p + 1) * (p + 2) / 2 * xi**p + p * (p + 2) * xi ** (p + 1) - p * (p + 1) / 2 * xi ** (p + 2)
    ratio = 2 * r / sum([1.6, 1.1][s] for s in species)
    y = 1 / (1 + 1.1 * ratio**0.9 / (1 + ratio**-3.6)) if agnesi else r
    bessel = [math.sqrt(2 / 3.0) * math.sin(n * math.pi * y / 3.0) / y * f for n in range(1, a.bessel + 1)]
    h, e = [[[w["embedding"][s][c] for c in C], [0.0 for c in C]] for s in species], [0.0, 0.0]  # h[i][l][c]
    for t in range(a.layers):
        W, first, last = lambda name: w[f"layer_{t}/{name}"], t == 0, t == a.layers - 1
        l_in, l_out = 0 if first else a.l_hidden, 0 if last else a.l_hidden
        routes = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)][:2 + 2 * l_in]  # G = 1 for all of them
        hidden = [silu(sum(x * W("radial_0")[n][k] for n, x in enumerate(bessel))) for k in range(a.radial_hidden[0])]
        R = [[sum(x * W("radial_1")[k][q][c] for k, x in enumerate(hidden)) for c in C]
             for q in range(W("radial_1").shape[1])]
        if a.radial_weights == "degree":
            R = [[W("degree_in")[l1][c] * R[l2][c] * W("degree_out")[l][c] for c in C] for l1, l2, l in routes]
        if a.radial_weights == "shared" or (a.radial_weights == "first" and not first):
            R = R * len(routes)
        new = []
        for i, j, up in ((0, 1, 1.0), (1, 0, -1.0)):
            Y, A = (1.0, up * math.sqrt(3)), [[0.0 for c in C] for l in (0, 1)]
            norm = 1 / a.average_neighbors
            if a.normalisation == "density":
                norm = 1 / (1 + math.tanh(sum(x * W("density")[n] for n, x in enumerate(bessel)) ** 2))
            V = W("mixing_message")[species[i]] if a.species_mixing[t] else W("mixing_message")
            for q, (l1, l2, l) in enumerate(routes):
                u = [sum(h[j][l1][b] * W("mixing_in")[l1][b][c] for b in C) for c in C]
                M = [R[q][c] * u[c] * Y[l2] * norm for c in C]
                matrix = V[q if a.message_mixing == "path" else l]
                A[l] = [A[l][c] + sum(M[b] * matrix[b][c] for b in C) for c in C]
            B = [[0.0 for c in C] for l in (0, 1)]
            for c in C if a.node_product == "exact" else ():
                T, v = [A[0][c], A[1][c]], W("product_nested")
                B[0][c], B[1][c] = (W("product_linear")[species[i]][l][c] * T[l] if l <= l_out else 0.0 for l in (0, 1))
                for nu in (2, 3):
                    # triples (0,0,0), (0,1,1), (1,0,1), (1,1,0) with G = 1, or only the first and the last of them
                    product = [T[0] * A[0][c], T[0] * A[1][c], T[1] * A[0][c], T[1] * A[1][c]]
                    path = W("product_path")[nu - 2][species[i]]
                    B[0][c] += path[0][c] * product[0] + path[-1][c] * product[3]
                    B[1][c] += path[1][c] * product[1] + path[2][c] * product[2] if l_out else 0.0
                    T = [v[0][0][c] * product[0] + v[0][3][c] * product[3],
                         v[0][1][c] * product[1] + v[0][2][c] * product[2]]
            for c in C if a.node_product == "symmetric" else ():
                s, p1, one = A[0][c], A[1][c], lambda name: W(f"product_{name}")[species[i]]
                B[0][c] = one("linear")[0][c] * s + one("pair")[0][c] * s**2 + one("pair")[1][c] * p1**2
                B[0][c] += one("triple")[0][c] * s**3 + one("triple")[1][c] * p1**2 * s
                if l_out:
                    B[1][c] = one("linear")[1][c] * p1 + one("pair")[2][c] * s * p1
                    B[1][c] += one("triple")[2][c] * s**2 * p1 + one("triple")[3][c] * p1**3
            for k, c in itertools.product(range(a.product_terms if a.node_product == "gaunt" else 0), C):
                s, p1 = (W("product_scale")[k][l][c] * A[l][c] for l in (0, 1))
                powers = (s, s**2 + p1**2, s**3 + 3 * s * p1**2), (p1, 2 * s * p1, 3 * s**2 * p1 + 9 / 5 * p1**3)
                for l, nu in itertools.product(range(l_out + 1), range(3)):
                    B[l][c] += W("product_weight")[k][nu][species[i]][l][c] * powers[l][nu]
            new.append([[sum(B[l][b] * W("mixing_out")[l][b][c] for b in C) if l <= l_out else 0.0 for c in C]
                        for l in (0, 1)])
            for l, c in itertools.product(range(min(l_in, l_out) + 1 if a.residual[t] else 0), C):
                new[i][l][c] += sum(h[i][l][b] * W("residual")[species[i]][l][b][c] for b in C)
        h = new
        for i in (0, 1) if a.self_product != "none" and not last else ():
            x, y = ([[W(f"self_scale_{n}")[l][c] * sum(h[i][l][b] * W(f"self_{n}")[l][b][c] for b in C) for c in C]
                     for l in range(l_out + 1)] for n in "xy")
            # m = 0: a scalar times anything, two vectors to a scalar; two vectors have no cross product
            G = 1 if a.self_product == "gaunt" else 1 / math.sqrt(3)
            for c in C:
                z = [x[0][c] * y[0][c] + (G * x[1][c] * y[1][c] if l_out else 0.0),
                     G * (x[0][c] * y[1][c] + x[1][c] * y[0][c]) if l_out else 0.0]
                for l in range(l_out + 1):
                    h[i][l][c] += W("self_scale_z")[l][c] * z[l]
        for i in (0, 1):
            if not last:
                e[i] += sum(h[i][0][c] * W("readout")[c] for c in C)
            else:
                e[i] += sum(silu(sum(h[i][0][c] * W("readout_0")[c][k] for c in C)) * W("readout_1")[k]
                            for k in range(a.readout_hidden))
    return sum([-1.5, 0.4][species[i]] - 0.3 + 0.7 * e[i] for i in (0, 1))


def test_dimer_worked_out_by_hand():
    kinds = (dict(radial_weights="path"), dict(radial_weights="degree"), dict(radial_weights="shared"),
             dict(radial_weights="first"), dict(node_product="exact", product_terms=1), dict(self_product="gaunt"),
             dict(self_product="clebsch_gordan"), dict(message_mixing="path"), dict(normalisation="density", gain=0.4),
             dict(species_mixing=[1, 0, 1], residual=[1, 0, 0]), dict(message_mixing="path", species_mixing=[0, 1, 0]),
             dict(agnesi=True), dict(agnesi=True, normalisation="density", gain=0.4), SYMMETRIC)
    for kind, l_hidden, species in itertools.product(kinds, (0, 1), ([0, 1], [1, 1])):
        kind = {name: [row for row in value if row[-1] <= l_hidden] if name in ("product_pairs", "product_triples") else value
                for name, value in kind.items()}
        model = read_model(make_model(layers=3, l_max=1, l_hidden=l_hidden, **kind))
        positions = np.array([[0.3, -0.1, 0.2], [0.9, 0.8, 1.1]])
        r = math.dist(*positions)
        value = reference.energy(model, species, positions, np.zeros((3, 3)), [0, 0, 0])
        same(value, dimer_by_hand(model.a, model.weights, species, r, kind.get("agnesi", False)), 1e-12)


def test_zbl_is_bare_repulsion_at_contact_and_zero_beyond_its_cutoff():
    with_zbl, without = (read_model(make_model(zbl=z)) for z in ([[2.0, 1.5], [1.5, 1.0]], None))

    def repulsion(r):
        dimer = [0, 1], np.array([[0, 0, 0], [0, 0, r]]), np.zeros((3, 3)), [0, 0, 0]
        return reference.energy(with_zbl, *dimer) - reference.energy(without, *dimer)

    same(repulsion(1e-7), 14.399645 * 6 * 1 / 1e-7, 1e-5)
    a = 0.46850 / (6**0.23 + 1)  # phi(1) = 0.416443; f(r/1.5) is still 1 to 3e-4
    same(repulsion(a), 14.399645 * 6 / a * 0.416443, 1e-3)
    assert repulsion(1.49) > 0 and repulsion(1.5) == 0 and repulsion(1.7) == 0


def test_cutoff_vanishes_with_two_derivatives():
    for p in (2, 5, 6):
        f = reference.cutoff(np.array([0.0, 2.0 * (1 - 1e-3), 2.0]), 2.0, p)
        assert f[0] == 1 and f[2] == 0
        same(f[1], p * (p + 1) * (p + 2) / 6 * 1e-9, 1e-2)


# ---- laws ----
MODELS = [dict(), dict(radial_weights="degree", gain=1.0), dict(layers=3, l_max=3, l_hidden=2, radial_hidden=[]),
          dict(layers=1, correlation=4, radial_hidden=[5, 4], gain=0.9, zbl=[[1.0, 1.2], [1.2, 1.5]]),
          dict(node_product="exact", product_terms=1, l_hidden=2), dict(radial_weights="shared"),
          dict(radial_weights="first", gain=1.0),
          dict(self_product="gaunt", l_hidden=2, gain=0.6), dict(self_product="clebsch_gordan"),
          dict(message_mixing="path", species_mixing=[1, 0], residual=[0, 1], agnesi=True),
          dict(normalisation="density", l_hidden=2, gain=0.4), SYMMETRIC]


def test_energy_is_invariant():
    for changes, (species, x, cell, pbc) in itertools.product(MODELS, (molecule(), crystal())):
        model, q, order = read_model(make_model(**changes)), rotation(), np.random.default_rng(2).permutation(len(x))
        value = reference.energy(model, species, x, cell, pbc)
        same(reference.energy(model, species, x @ q.T, cell @ q.T, pbc), value)
        mirrored = reference.energy(model, species, -x, -cell, pbc)
        if model.a.self_product == "clebsch_gordan":  # odd paths tell left from right, where there are four atoms
            assert len(x) < 4 or abs(mirrored - value) > 1e-9 * abs(value)
        else:
            same(mirrored, value)
        same(reference.energy(model, species, x + [0.3, -5.1, 2.2], cell, pbc), value)
        same(reference.energy(model, species[order], x[order], cell, pbc), value)


def test_energy_depends_on_elements_distances_and_angles():
    for changes in MODELS:
        model = read_model(make_model(**changes))

        def trimer(species, r, angle):  # its ends are beyond the cutoff of each other
            x = np.array([[0, 0, 0], [r, 0, 0], [r * math.cos(angle), r * math.sin(angle), 0]])
            return reference.energy(model, species, x, np.zeros((3, 3)), [0, 0, 0])

        base = trimer([0, 0, 1], 2.0, 2.2)
        for changed in (trimer([1, 0, 0], 2.0, 2.2), trimer([0, 0, 1], 2.1, 2.2), trimer([0, 0, 1], 2.0, 2.6)):
            assert abs(changed - base) > 1e-6 * abs(base), changes


def test_edges_of_small_cells_are_complete():
    simple_cubic = np.zeros((1, 3)), np.eye(3)
    i, j, r = reference.find_edges(*simple_cubic, [1, 1, 1], 2.5)
    assert len(i) == 80 and len(np.unique(r, axis=0)) == 80  # 6 + 12 + 8 + 6 + 24 + 24 lattice points
    assert len(reference.find_edges(*simple_cubic, [1, 1, 0], 2.5)[0]) == 20
    assert len(reference.find_edges(*simple_cubic, [0, 0, 1], 2.5)[0]) == 4
    assert len(reference.find_edges(*simple_cubic, [0, 0, 0], 2.5)[0]) == 0


def test_energy_of_a_crystal_is_extensive_and_knows_no_cell():
    for changes in MODELS:
        model = read_model(make_model(**changes))
        species, x, cell, pbc = crystal()
        value = reference.energy(model, species, x, cell, pbc)
        for axis in range(3):
            doubled = cell * np.where(np.arange(3) == axis, 2, 1)[:, None]
            images = np.concatenate([x, x + cell[axis]])
            same(reference.energy(model, np.tile(species, 2), images, doubled, pbc), 2 * value)
        same(reference.energy(model, species, x + np.array([[2, -1, 0], [0, 0, 3]]) @ cell, cell, pbc), value)
        same(reference.energy(model, species, x, [[1, 0, 0], [1, 1, 0], [0, -2, 1]] @ cell, pbc), value)
        far = cell.copy()
        far[2] *= 20
        same(reference.energy(model, species, x, cell, [1, 1, 0]), reference.energy(model, species, x, far, pbc))


def run_tests(tests):
    """Runs every function test_* of a module's globals(); the number of failures is the exit code."""
    failures = 0
    for name, test in [item for item in tests.items() if item[0].startswith("test_")]:
        try:
            test()
            print(f"passed  {name}")
        except Exception:
            failures += 1
            print(f"FAILED  {name}\n{traceback.format_exc()}")
    SCRATCH.cleanup()
    return failures


if __name__ == "__main__":
    sys.exit(run_tests(globals()))
