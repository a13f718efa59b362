# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""tesseral.Potential: arrays in, arrays out, batches, threads, and what it says when something is wrong."""
import copy
import multiprocessing
import pickle
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

import tesseral


def as_structure(atoms):
    return tesseral.Structure(list(atoms.symbols), atoms.positions.tolist(), np.array(atoms.cell), atoms.pbc)


def assert_same(a, b, tolerance=1e-12):
    for name in ("energy", "energies", "forces", "virial", "virials"):
        np.testing.assert_allclose(getattr(a, name), getattr(b, name), rtol=0, atol=tolerance, err_msg=name)


def test_shapes_and_sums(si, silicon):
    result = si.evaluate(silicon)
    n = len(silicon)
    assert isinstance(result.energy, float)
    assert (result.energies.shape, result.forces.shape, result.virials.shape) == ((n,), (n, 3), (n, 3, 3))
    assert result.virial.shape == result.stress.shape == (3, 3) and result.stresses.shape == (n, 3, 3)
    np.testing.assert_allclose(result.energies.sum(), result.energy, rtol=1e-14)
    np.testing.assert_allclose(result.virials.sum(axis=0), result.virial, atol=1e-10)
    np.testing.assert_allclose(result.stress, -result.virial / silicon.get_volume(), atol=1e-15)
    np.testing.assert_allclose(result.stresses.sum(axis=0), result.stress, atol=1e-12)
    np.testing.assert_allclose(result.forces.sum(axis=0), 0, atol=1e-11)
    np.testing.assert_array_equal(result.virials, result.virials.transpose(0, 2, 1))


def test_scalars_and_expected_errors(si, silicon, ethanol):
    """By the formula of potentials/FORMAT.md."""
    import h5py

    result = si.evaluate(silicon, scalars=True)
    with h5py.File(si.file, "r") as file:
        width = file["architecture"].attrs["layers"] * file["architecture"].attrs["channels"]
        center, whitening, scale = (file[f"uncertainty/{name}"][()] for name in ("center", "whitening", "scale"))
    assert si.knows_errors and result.scalars.shape == (len(silicon), width)
    distance = (result.scalars - center[0]) @ whitening.T
    np.testing.assert_allclose(result.expected_errors, scale[0] * np.sqrt((distance**2).mean(axis=1)), rtol=1e-10)
    turned = silicon.copy()
    turned.rotate(40, (1, 2, 3), rotate_cell=True)
    np.testing.assert_allclose(si.evaluate(turned, scalars=True).scalars, result.scalars, atol=1e-9)
    assert si.evaluate(silicon).scalars is None
    without = tesseral.Potential(tesseral.shipped("3bpa-exact"))
    assert not without.knows_errors and without.evaluate(ethanol).expected_errors is None


def test_forces_and_virial_are_derivatives(si, silicon):
    """Also the order of the virial's components, which no sum tells."""
    result = si.evaluate(silicon)
    h = 1e-4
    for atom, d in ((0, 0), (3, 1), (7, 2)):
        energies = []
        for sign in (1, -1):
            moved = silicon.copy()
            moved.positions[atom, d] += sign * h
            energies.append(si.evaluate(moved).energy)
        assert abs(-(energies[0] - energies[1]) / (2 * h) - result.forces[atom, d]) < 1e-6
    for a in range(3):
        for b in range(3):
            energies = []
            for sign in (1, -1):
                strained = silicon.copy()
                strain = np.eye(3)
                strain[a, b] += sign * h
                strained.set_cell(silicon.cell @ strain, scale_atoms=True)
                energies.append(si.evaluate(strained).energy)
            assert abs(-(energies[0] - energies[1]) / (2 * h) - result.virial[a, b]) < 1e-5, (a, b)


def test_atoms_that_move_on_are_taken_as_they_were(si, silicon):
    """A generator that hands out one Atoms object again and again, moved in place, as dynamics do."""
    def frames():
        for _ in range(3):
            silicon.positions += 0.05
            silicon.positions[0] += 0.1
            yield silicon

    start = silicon.copy()
    found = [result.energy for result in si.evaluate(frames())]
    for energy in found:
        start.positions += 0.05
        start.positions[0] += 0.1
        assert abs(si.evaluate(start).energy - energy) < 1e-9
    assert abs(found[0] - found[2]) > 1e-3


def test_neighbors_of_another_cutoff_are_refused(si, silicon):
    with pytest.raises(tesseral.Error, match="another cutoff"):
        si.evaluate_kept(silicon, tesseral._engine.Neighbors(si.cutoff - 1.0, 1.0))


def test_atoms_and_structure_are_the_same(si, silicon):
    assert_same(si.evaluate(silicon), si.evaluate(as_structure(silicon)), 0)


def test_inputs_of_every_kind(molecule_potential, ethanol):
    reference = molecule_potential.evaluate(ethanol)
    symbols, x = list(ethanol.symbols), ethanol.positions
    strided = np.zeros((len(x), 6))[:, ::2]
    strided[:] = x
    for positions in (x.tolist(), np.asfortranarray(x), strided):
        assert_same(molecule_potential.evaluate(tesseral.Structure(symbols, positions)), reference, 0)
    single = molecule_potential.evaluate(tesseral.Structure(symbols, x.astype(np.float32)))
    assert_same(single, reference, 1e-3)
    box = molecule_potential.evaluate(tesseral.Structure(symbols, x, cell=[30, 30, 30], pbc=True))
    np.testing.assert_allclose(box.forces, reference.forces, atol=1e-10)
    assert box.volume == pytest.approx(27000)


def test_batch_is_each_alone_in_order(si, silicon):
    batch = []
    for k in range(7):
        atoms = silicon.copy() * (1, 1, 1 + k % 3)
        atoms.rattle(0.02, seed=k)
        batch.append(atoms)
    results = si.evaluate(batch)
    assert len(results) == 7
    for atoms, result in zip(batch, results):
        assert_same(result, si.evaluate(atoms), 1e-10)
    assert_same(si.evaluate(iter(batch))[2], results[2], 0)
    assert si.evaluate([]) == []


def test_empty_and_lone(molecule_potential, hydrogen_alone):
    nothing = molecule_potential.evaluate(tesseral.Structure([], []))
    assert nothing.energy == 0 and nothing.forces.shape == (0, 3)
    alone = molecule_potential.evaluate(hydrogen_alone)
    assert alone.energy < 0 and not alone.forces.any()


def test_kept_neighbors_change_nothing(si, silicon):
    neighbors = si.neighbors(1.0)
    random = np.random.default_rng(1)
    for _ in range(20):
        silicon.positions += random.normal(0, 0.03, silicon.positions.shape)
        assert_same(si.evaluate_kept(silicon, neighbors), si.evaluate(silicon), 1e-10)
    assert 1 <= neighbors.searches < 10


def test_precision_and_options(silicon, si):
    mixed = tesseral.Potential(tesseral.shipped("si-small"), precision="mixed")
    difference = np.abs(mixed.evaluate(silicon).forces - si.evaluate(silicon).forces).max()
    assert 1e-9 < difference < 1e-4
    network = tesseral.Potential(tesseral.shipped("si-small"), radial="network", product="direct")
    assert "network" in network.description
    assert_same(network.evaluate(silicon), si.evaluate(silicon), 1e-6)


def test_properties(si):
    assert si.elements == ["Si"] and 3 < si.cutoff < 8
    assert "si" in si.provenance["data"].lower() or si.provenance
    for part in ("si-small.h5", "Si", "double", f"threads={si.threads}"):
        assert part in repr(si)


@pytest.mark.parametrize(
    "change, words",
    [
        (dict(symbols=["Si", "Xx"]), ["element 'Xx'", "it knows Si"]),
        (dict(positions=[[0, 0, 0]]), ["positions has the shape (1, 3)", "(2, 3)"]),
        (dict(positions=[[0, 0, 0], [0, 0, np.nan]]), ["position of atom 2 is not finite"]),
        (dict(positions=[[0, 0, 0], [0, 0, 0]]), ["atoms 1 and 2 coincide"]),
        (dict(pbc=True), ["zero or linearly dependent"]),
        (dict(pbc=True, cell=[[1, 0], [0, 1]]), ["cell has the shape (2, 2)"]),
        (dict(pbc=[True, False]), ["pbc has the shape (2,)"]),
    ],
)
def test_wrong_structures_are_refused_in_words(si, change, words):
    good = dict(symbols=["Si", "Si"], positions=[[0, 0, 0], [0, 0, 2.3]])
    si.evaluate(tesseral.Structure(**good))
    for structure in (tesseral.Structure(**{**good, **change}), [tesseral.Structure(**{**good, **change})]):
        with pytest.raises(tesseral.Error) as error:
            si.evaluate(structure)
        assert all(word in str(error.value) for word in words), error.value
        assert "\n" not in str(error.value)
    si.evaluate(tesseral.Structure(**good))


def test_wrong_files_and_options_are_refused_in_words(tmp_path):
    wrong = tmp_path / "wrong.h5"
    wrong.write_text("not a model")
    si = tesseral.shipped("si-small")
    for make, words in (
        (lambda: tesseral.Potential(tmp_path / "missing.h5"), "missing.h5"),
        (lambda: tesseral.Potential(wrong), "wrong.h5"),
        (lambda: tesseral.Potential(si, precision="half"), "half"),
        (lambda: tesseral.Potential(si, product="fast"), "fast"),
        (lambda: tesseral.Potential(si, threads=0), "threads"),
        (lambda: tesseral.Potential(si, threads=4095), "Kokkos runs with"),
        (lambda: tesseral.shipped("unobtainium"), "si-small"),
    ):
        with pytest.raises(tesseral.Error, match=words):
            make()
    assert issubclass(tesseral.Error, ValueError)


def test_stress_without_volume_is_refused(molecule_potential, ethanol):
    with pytest.raises(tesseral.Error, match="three directions"):
        molecule_potential.evaluate(ethanol).stress


def test_threads_give_the_same_and_count():
    script = (
        "import sys, tesseral, numpy as np; from ase.build import bulk\n"
        "p = tesseral.Potential(tesseral.shipped('si-small'), threads=int(sys.argv[1]))\n"
        "a = bulk('Si', cubic=True) * 2; a.rattle(0.1, seed=1)\n"
        "r = p.evaluate(a); print(p.threads, repr(r.energy), repr(float(np.abs(r.forces).sum())))\n"
    )
    one, two = (subprocess.check_output([sys.executable, "-c", script, n], text=True).split() for n in "12")
    assert (one[0], two[0]) == ("1", "2")
    assert abs(float(one[1]) - float(two[1])) < 1e-10 and abs(float(one[2]) - float(two[2])) < 1e-9


def test_other_python_threads_go_on(si, silicon):
    """The interpreter's lock is released, and calls of several threads give what one gives."""
    large = silicon * (4, 4, 4)
    reference = si.evaluate(large)
    begin = time.perf_counter()
    si.evaluate(large)
    alone = time.perf_counter() - begin
    counts, done, answers = [0], threading.Event(), []

    def count():
        while not done.is_set():
            counts[0] += 1
            time.sleep(alone / 50)

    counter = threading.Thread(target=count)
    workers = [threading.Thread(target=lambda: answers.append(si.evaluate(large))) for _ in range(3)]
    counter.start()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    done.set()
    counter.join()
    assert counts[0] > 20
    for answer in answers:
        assert_same(answer, reference, 1e-10)


def test_copies_to_other_processes_are_refused_in_words(si, silicon):
    with pytest.raises(TypeError, match="open the file there"):
        pickle.dumps(si)
    with pytest.raises(TypeError, match="open the file there"):
        copy.deepcopy(si)
    si.evaluate(silicon)
    queue = multiprocessing.get_context("fork").SimpleQueue()

    def child():
        try:
            si.evaluate(silicon)
            queue.put("no error")
        except tesseral.Error as error:
            queue.put(str(error))

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    assert "forked" in queue.get()
    process.join(30)
    assert process.exitcode == 0
