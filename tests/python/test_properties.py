# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""tools/properties: numbers that examples/12_python finds by other means, and holes that must be seen."""
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

PROPERTIES = Path(os.environ["TESSERAL_SOURCE"]) / "tools" / "properties"
sys.path.insert(0, str(PROPERTIES))
import crystal  # noqa: E402
import molecule  # noqa: E402
import trajectory  # noqa: E402


def test_a_page_tells_what_was_found(tmp_path):
    subprocess.run([sys.executable, PROPERTIES / "main.py", "--output", tmp_path, "cu"], check=True)
    page = (tmp_path / "cu.md").read_text()
    rows = {cells[1].split(",")[0].strip(): cells[2].strip() for line in page.splitlines() if len(cells := line.split("|")) > 4}
    for name, expected, tolerance in [("a0", 3.634, 1e-3), ("B", 141.3, 0.6), ("C11", 187.7, 0.2), ("C12", 122.8, 0.2), ("C44", 81.5, 0.2)]:
        assert float(rows[name]) == pytest.approx(expected, abs=tolerance)
    assert "nothing of what was looked for" in page
    assert (tmp_path / "cu.png").stat().st_size > 20000


def test_a_hole_is_no_wall():
    r = np.linspace(0.5, 1.0, 11)
    wall = 1 / r
    assert crystal.is_monotonic_wall(r, wall, 1.0)
    wall[4] = -3.0
    assert not crystal.is_monotonic_wall(r, wall, 1.0)
    assert crystal.is_monotonic_wall(r, wall, r[3]), "beyond the given distance it is no matter"


def test_diamond_is_cut_where_fewest_bonds_break():
    import tesseral
    from tesseral.ase import Calculator

    silicon = crystal.relaxed_crystal("Si", "diamond", 5.47, Calculator(tesseral.shipped("si-light")))
    assert 1.2 < crystal.surface_energy(silicon, (1, 1, 1)) < 1.7  # three bonds of an atom instead of one: above 1.9


def lattice_frames(n, spacing, jitter, seed=1):
    """A simple cubic crystal whose atoms are all of one element, at rest but for a jitter."""
    rng = np.random.default_rng(seed)
    grid = spacing * np.array(list(np.ndindex(n, n, n)), float)
    frames = [grid + jitter * rng.normal(size=grid.shape) for _ in range(4)]
    return trajectory.Frames(frames, [spacing * n * np.eye(3)] * 4, ["O"] * len(grid))


def test_radial_distribution_counts_neighbours():
    frames = lattice_frames(6, 2.5, 0.05)
    r, g = trajectory.radial_distribution(frames, "O", "O", width=0.01)
    place, height = trajectory.peak(r[r < 3.0], g[r < 3.0], 1.0)
    peaked = 6 * 2.5**3 / (4 * np.pi * 2.5**2) / np.sqrt(2 * np.pi * 2 * 0.05**2)  # six neighbours in a Gaussian of two atoms' jitter
    assert place == pytest.approx(2.5, abs=0.03) and height == pytest.approx(peaked, rel=0.05)
    near = r < 3.0
    assert (4 * np.pi * r[near] ** 2 * g[near] * 0.01 / 2.5**3).sum() == pytest.approx(6 * 216 / 215, abs=0.05)


def test_an_ideal_gas_has_no_structure():
    rng = np.random.default_rng(2)
    cell = np.array([[9.0, 0, 0], [2.0, 8.0, 0], [-3.0, 1.0, 7.0]])  # nearest images need care
    frames = trajectory.Frames(rng.random((200, 60, 3)) @ cell, [cell] * 200, ["O"] * 20 + ["H"] * 40)
    for pair in (("O", "H"), ("H", "H"), ("O", "O")):
        r, g = trajectory.radial_distribution(frames, *pair, width=0.5)
        np.testing.assert_allclose(g[3:], 1.0, atol=0.12)


def test_a_random_walk_diffuses():
    rng = np.random.default_rng(3)
    D, interval = 2.3, 0.05  # 1e-9 m²/s, ps
    steps = rng.normal(size=(2000, 150, 3)) * np.sqrt(2 * D / 10 * interval)
    still = np.zeros((2000, 150, 3))
    drift = np.array([0.5, 0.0, 0.0]) * interval * np.arange(2000)[:, None, None]
    x = np.concatenate([np.cumsum(steps, axis=0), still], axis=1) + drift
    frames = trajectory.Frames(x, [10 * np.eye(3)] * 2000, ["O"] * 150 + ["H"] * 150)
    found, error = trajectory.diffusion(frames, "O", interval)
    assert found == pytest.approx(D, abs=max(4 * error, 0.1)) and error < 0.2
    assert trajectory.diffusion(frames, "H", interval)[0] < 0.05, "the drift of all is no diffusion"
    assert trajectory.diffusion(frames[:100], "O", interval) is None, "too short"


def test_a_dump_is_read_once(tmp_path):
    frame = "ITEM: TIMESTEP\n{0}\nITEM: NUMBER OF ATOMS\n2\nITEM: BOX BOUNDS xy xz yz pp pp pp\n-1.0 12.0 -1.0\n0.0 9.0 2.0\n0.0 7.0 1.0\n" \
            "ITEM: ATOMS id element xu yu zu\n1 O 0.0 0.0 {0}\n2 H 1.0 0.0 0.0\n"
    (tmp_path / "d").write_text(frame.format(0) + frame.format(50) + frame.format(50) + frame.format(100)[:-12])
    frames = trajectory.read_dump(tmp_path / "d")
    assert frames.steps.tolist() == [0, 50] and list(frames.symbols) == ["O", "H"]
    assert frames.positions[1, 0, 2] == 50.0
    np.testing.assert_allclose(frames.cells[0], [[10.0, 0, 0], [-1.0, 8.0, 0], [2.0, 1.0, 7.0]])


def test_a_lost_atom_is_told():
    x = np.array([[[0.0, 0, 0], [1.0, 0, 0], [0, 1.0, 0], [5.0, 0, 0], [5.0, 0.9, 0], [5.9, 0, 0]]] * 3)
    x[2, 5, 0] = 6.8
    frames = trajectory.Frames(x, [10 * np.eye(3)] * 3, ["O", "H", "H"] * 2)
    assert trajectory.broken(frames, "O", "H", 2, 1.4) == 1


def morse(r, depth=4.5, a=2.0, rest=1.0):
    return depth * (1 - np.exp(-a * (r - rest))) ** 2


def test_flaws_of_a_bond_are_told():
    r = np.linspace(0.5, 6.0, 276)
    assert molecule.Curve("C 1–H 2", r, morse(r)).flaws() == []
    assert molecule.Curve("C 1–H 2", r, morse(r) - 0.3 * np.exp(-((r - 4.5) / 0.2) ** 2)).flaws() == ["a second minimum 0.29 eV deep"]
    assert molecule.Curve("C 1–H 2", r, morse(r) + 0.5 * np.exp(-((r - 4.5) / 0.4) ** 2)).flaws() == ["a hump of 0.49 eV"]
    assert molecule.Curve("C 1–H 2", r, morse(r, depth=2.0)).flaws() == ["it is broken for 2.00 eV"]
    assert molecule.Curve("C 1–H 2", r, np.where(r < 0.6, 1.0, morse(r))).flaws() == ["a hole inside of it"]
    assert molecule.Curve("C 1–H 2", r[:60], morse(r[:60]), meets="O 3").flaws() == []


def test_a_ring_does_not_come_apart():
    propane_ring = [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4)]
    assert molecule.part_beyond(propane_ring, 0, 1) is None
    assert molecule.part_beyond(propane_ring, 2, 3) == [3, 4]


def test_the_longest_bond_is_that_of_its_frame():
    from ase import Atoms

    water = Atoms("OH2", [[0.0, 0, 0], [1.0, 0, 0], [0, 2.0, 0]])
    x = np.array([water.positions, [[0.0, 0, 0], [1.5, 0, 0], [0, 2.2, 0]]])
    frames = trajectory.Frames(x, [10 * np.eye(3)] * 2, list(water.symbols))
    np.testing.assert_allclose(molecule.longest_stretch(frames, water, [(0, 1), (0, 2)]), [1.0, 1.5])
