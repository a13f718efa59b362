# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""tesseral.ase.Calculator with ASE's own tools."""
import numpy as np
import pytest
from ase import units
from ase.build import bulk, fcc111, add_adsorbate
from ase.calculators.calculator import PropertyNotImplementedError
from ase.calculators.fd import calculate_numerical_forces, calculate_numerical_stress
from ase.constraints import FixAtoms
from ase.eos import calculate_eos
from ase.filters import FrechetCellFilter
from ase.io import read, write
from ase.md.velocitydistribution import MaxwellBoltzmannDistribution
from ase.md.verlet import VelocityVerlet
from ase.mep import NEB
from ase.optimize import BFGS, FIRE
from ase.phonons import Phonons

import tesseral
from tesseral.ase import Calculator


@pytest.fixture
def copper():
    return Calculator(tesseral.shipped("cu"))


def test_numerical_forces_and_stress(silicon):
    silicon.calc = Calculator(tesseral.shipped("si-small"), radial="network")
    some = [0, 3, 9]
    numerical = calculate_numerical_forces(silicon, eps=1e-4, iatoms=some)
    np.testing.assert_allclose(silicon.get_forces()[some], numerical, atol=2e-7)
    np.testing.assert_allclose(silicon.get_stress(), calculate_numerical_stress(silicon, eps=1e-5), atol=1e-7)


def test_every_property(silicon, ethanol):
    silicon.calc = Calculator(tesseral.shipped("si-small"))
    n = len(silicon)
    assert silicon.get_potential_energy() == silicon.get_potential_energy(force_consistent=True)
    np.testing.assert_allclose(silicon.get_potential_energies().sum(), silicon.get_potential_energy(), rtol=1e-13)
    assert silicon.get_forces().shape == (n, 3)
    assert silicon.get_stress(voigt=False).shape == (3, 3)
    assert silicon.get_stresses().shape == (n, 6)
    np.testing.assert_allclose(silicon.get_stresses().sum(axis=0), silicon.get_stress(), atol=1e-12)
    ethanol.calc = Calculator(tesseral.shipped("ethanol"))
    ethanol.get_forces()
    with pytest.raises(PropertyNotImplementedError):
        ethanol.get_stress()


def test_is_the_potential(silicon, si):
    silicon.calc = Calculator(si)
    result = si.evaluate(silicon)
    assert silicon.get_potential_energy() == pytest.approx(result.energy, abs=1e-11)
    np.testing.assert_allclose(silicon.get_stress(voigt=False), result.stress, atol=1e-13)
    with pytest.raises(tesseral.Error, match="precision"):
        Calculator(si, precision="mixed")
    with pytest.raises(tesseral.Error, match="empty"):
        Calculator([])


def test_neighbors_are_kept_through_dynamics_and_energy_is_conserved(silicon):
    silicon.calc = Calculator(tesseral.shipped("si-small"), radial="network")
    silicon.wrap()
    MaxwellBoltzmannDistribution(silicon, temperature_K=600, rng=np.random.default_rng(2))
    dynamics = VelocityVerlet(silicon, 0.5 * units.fs)
    energies = []
    dynamics.attach(lambda: energies.append(silicon.get_total_energy()), interval=1)
    dynamics.run(200)
    assert 1 <= silicon.calc.searches < 20
    assert np.ptp(energies) / len(silicon) < 2e-4


def test_symbols_cell_and_pbc_changes_are_seen(copper):
    atoms = bulk("Cu", cubic=True)
    atoms.calc = copper
    fresh = Calculator(tesseral.shipped("cu"), skin=0)

    def both():
        other = atoms.copy()
        other.calc = fresh
        return atoms.get_potential_energy(), other.get_potential_energy()

    energies = [both()]
    atoms.set_cell(atoms.cell * 1.01, scale_atoms=True)
    energies.append(both())
    atoms.pbc = (True, True, False)
    energies.append(both())
    del atoms[0]
    energies.append(both())
    np.testing.assert_allclose([a for a, _ in energies], [b for _, b in energies], atol=1e-11)
    assert len({round(a, 6) for a, _ in energies}) == 4


def test_relaxation_of_atoms_and_cell(copper):
    atoms = bulk("Cu", cubic=True)
    atoms.set_cell(atoms.cell @ (np.eye(3) + 0.03 * np.random.default_rng(1).normal(size=(3, 3))), scale_atoms=True)
    atoms.rattle(0.05, seed=1)
    atoms.calc = copper
    assert BFGS(FrechetCellFilter(atoms), logfile=None).run(fmax=0.002, steps=200)
    assert np.abs(atoms.get_stress()).max() < 1e-3
    assert atoms.get_volume() / 4 == pytest.approx(3.615**3 / 4, rel=0.05)  # experiment, extrapolated to 0 K: 3.60 Å


def test_equation_of_state(copper):
    atoms = bulk("Cu", cubic=True)
    atoms.calc = copper
    volume, _, bulk_modulus = calculate_eos(atoms, eps=0.03, npoints=5).fit()
    assert 44 < volume < 50 and 100 < bulk_modulus / units.GPa < 180


def test_nudged_elastic_band():
    """An adatom from one hollow of Cu(111) to the next: a barrier of some ten meV, the same both ways round."""
    slab = fcc111("Cu", (2, 2, 3), vacuum=8)
    slab.set_constraint(FixAtoms(mask=[atom.tag > 2 for atom in slab]))
    ends = []
    for site in ("fcc", "hcp"):
        end = slab.copy()
        add_adsorbate(end, "Cu", 1.8, site)
        end.calc = Calculator(tesseral.shipped("cu"))
        FIRE(end, logfile=None).run(fmax=0.03, steps=200)
        ends.append(end)
    images = [ends[0]] + [ends[0].copy() for _ in range(3)] + [ends[1]]
    for image in images[1:-1]:
        image.calc = Calculator(ends[0].calc.potentials[0])
    band = NEB(images, method="improvedtangent")
    band.interpolate(mic=True)
    FIRE(band, logfile=None).run(fmax=0.08, steps=60)
    energies = np.array([image.get_potential_energy() for image in images])
    assert 0.0 < energies.max() - energies[0] < 0.5


def test_phonons_of_ase(tmp_path):
    atoms = bulk("Si")
    phonons = Phonons(atoms, Calculator(tesseral.shipped("si")), supercell=(3, 3, 3), delta=0.02, name=str(tmp_path / "phonons"))
    phonons.run()
    phonons.read(acoustic=True)
    frequencies = phonons.band_structure([[0, 0, 0]])[0] / units.invcm / 33.35641
    np.testing.assert_allclose(frequencies[:3], 0, atol=0.05)
    assert 14 < frequencies[5] < 17  # THz; experiment 15.5


def test_committee(silicon):
    files = [tesseral.shipped(name) for name in ("si", "si-small", "si-light")]
    silicon.calc = Calculator(files)
    forces, energy = silicon.get_forces(), silicon.get_potential_energy()
    members = [tesseral.Potential(file).evaluate(silicon) for file in files]
    energies = [member.energy for member in members]
    assert energy == pytest.approx(np.mean(energies), abs=1e-10)
    np.testing.assert_allclose(forces, np.mean([member.forces for member in members], axis=0), atol=1e-11)
    results = silicon.calc.results
    assert results["energy_std"] == pytest.approx(np.std(energies), abs=1e-10)
    deviations = np.linalg.norm([member.forces - forces for member in members], axis=2)
    np.testing.assert_allclose(results["forces_std"], np.sqrt(np.mean(deviations**2, axis=0)), atol=1e-10)
    silicon.calc = Calculator(files[1])
    silicon.get_forces()
    np.testing.assert_allclose(silicon.calc.results["forces_std"], members[1].expected_errors, atol=1e-9)
    silicon.calc = Calculator(files)
    np.testing.assert_allclose(silicon.get_stress(voigt=False), np.mean([member.stress for member in members], axis=0), atol=1e-12)


def test_results_are_written_and_read(silicon, tmp_path):
    silicon.calc = Calculator(tesseral.shipped("si-small"))
    silicon.get_forces()
    write(tmp_path / "out.extxyz", silicon)
    again = read(tmp_path / "out.extxyz")
    assert again.get_potential_energy() == pytest.approx(silicon.get_potential_energy())
    np.testing.assert_allclose(again.get_stress(), silicon.get_stress(), atol=1e-7)
