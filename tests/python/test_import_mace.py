# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""MACE checkpoints become model files with MACE's own energies, forces and virials."""
import functools
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
from mace_fixtures import NAMES, answers, import_mace, part, read_model, structure, unpacked

network = part("network")
evaluate = network.evaluate
TOLERANCE = 1e-10  # of the largest number compared


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checkpoints")
    return {name: unpacked(folder, name) for name in NAMES}


@pytest.fixture(scope="module")
def imported(checkpoints, tmp_path_factory):
    """imported(name, head): the model file of a fixture, made once."""
    folder = tmp_path_factory.mktemp("models")

    @functools.lru_cache(None)
    def made(name, head=None):
        path = folder / f"{name}-{head}.h5"
        import_mace.import_model(checkpoints[name], path, head=head)
        return path

    return made


def assert_close(value, reference, tolerance=TOLERANCE):
    reference = np.asarray(reference)
    np.testing.assert_allclose(value, reference, rtol=0, atol=tolerance * np.abs(reference).max())


@pytest.mark.parametrize("name", NAMES)
def test_model_file_has_the_energies_forces_and_virials_of_mace(name, imported):
    for answer in answers(name):
        model = read_model(imported(name, answer["head"]))
        energy, forces, virial = evaluate(model, *structure(model, answer))
        assert_close(energy, answer["energy"])
        assert_close(forces, answer["forces"])
        if answer["virial"] is not None:
            assert_close(virial, answer["virial"])


def test_fixtures_are_of_all_kinds(imported):
    """So that the test above covers every field."""
    seen = set()
    for name in NAMES:
        model = read_model(imported(name, answers(name)[0]["head"]))
        a = model.architecture
        seen |= {("layers", a["layers"]), ("l_hidden", a["l_hidden"]), ("correlation", a["correlation"]), ("l_max", a["l_max"])}
        seen |= {(key, a[key]) for key in ("normalisation", "message_mixing")}
        seen |= {("species_mixing", t > 0, value) for t, value in enumerate(a["species_mixing"])}
        seen |= {(key, getattr(model, key) is None) for key in ("agnesi", "zbl", "bessel_frequencies")}
    wanted = {"layers": (1, 2, 3), "l_hidden": (0, 1, 2), "correlation": (1, 3), "l_max": (2, 3), "agnesi": (True, False),
              "normalisation": ("average", "density"), "message_mixing": ("degree", "path"), "zbl": (True, False),
              "bessel_frequencies": (True, False)}  # fmt: skip
    assert {(key, value) for key, values in wanted.items() for value in values} <= seen
    assert {("species_mixing", late, value) for late in (False, True) for value in (0, 1)} <= seen


def test_self_tests_are_those_of_the_file(imported):
    for name in ("density", "single-precision"):
        path = imported(name, "Default")
        model = read_model(path)
        with h5py.File(path) as file:
            tests = [{key: item[()] for key, item in group.items()} for _, group in sorted(file["self_test"].items())]
        assert {bool(test["pbc"].all()) for test in tests} == {True, False} and len(tests) >= 2
        assert set(np.concatenate([test["species"] for test in tests])) == set(range(len(model.elements)))
        for test in tests:
            arguments = [test[key] for key in ("species", "positions", "cell", "pbc")]
            energy, forces, virial = evaluate(model, *arguments)
            assert abs(energy - test["energy"]) < 1e-9 and np.abs(forces).max() > 1e-3
            assert_close(forces, test["forces"])
            assert_close(virial, test["virial"])

            # The forces are minus the gradient, here by a difference.
            def moved(step):
                positions = test["positions"].copy()
                positions[1, 2] += step
                i, j, r = network.find_edges(positions, test["cell"], test["pbc"], model.r_cut)
                return network.edge_energy(model, test["species"], i, j, r)

            assert abs((moved(-1e-4) - moved(1e-4)) / 2e-4 - forces[1, 2]) < 1e-5 * np.abs(forces).max()


def test_subset_of_elements(checkpoints, imported, tmp_path):
    """The energies of structures of the kept elements are the same, in whatever order they are kept."""
    import_mace.import_model(checkpoints["density"], tmp_path / "some.h5", elements=["O", "H"])
    whole, cut = read_model(imported("density", "Default")), read_model(tmp_path / "some.h5")
    assert cut.elements == ["O", "H"] and cut.weights["embedding"].shape[0] == 2 and cut.zbl.cutoff.shape == (2, 2)
    answer = {**answers("density")[1], "numbers": [8, 1, 8, 8]}
    for a, b in zip(evaluate(whole, *structure(whole, answer)), evaluate(cut, *structure(cut, answer))):
        assert_close(b, a)


def test_heads(checkpoints, imported, tmp_path):
    with pytest.raises(import_mace.MaceError, match=re.escape("2 heads (they are pbe, r2scan) choose one with --head")):
        import_mace.import_model(checkpoints["three-layers"], tmp_path / "out.h5")
    with pytest.raises(import_mace.MaceError, match="no head 'scan'.*pbe, r2scan"):
        import_mace.import_model(checkpoints["three-layers"], tmp_path / "out.h5", head="scan")
    models = [read_model(imported("three-layers", head)) for head in ("pbe", "r2scan")]
    assert [model.scale for model in models] == [0.7, pytest.approx(0.9)] and models[0].E0[0] - models[1].E0[0] == 0.5
    assert import_mace.import_model(checkpoints["default"], tmp_path / "out.h5").E0.shape == (3,)


def test_single_precision_rounds_as_mace_does(checkpoints, imported, tmp_path):
    exact = read_model(imported("default", "Default"))
    rounded = import_mace.import_model(checkpoints["default"], tmp_path / "32.h5", dtype="float32")
    for name, value in exact.weights.items():
        difference = np.abs(rounded.weights[name] - value).max() / np.abs(value).max()
        assert 0 < difference < 1e-6, name
    assert rounded.bessel_frequencies is not None and exact.bessel_frequencies is None
    with pytest.raises(import_mace.MaceError, match="float16"):
        import_mace.import_model(checkpoints["default"], tmp_path / "16.h5", dtype="float16")


def test_types_in_the_file(imported):
    with h5py.File(imported("density", "Default")) as file:
        datasets = []
        file.visititems(lambda name, item: datasets.append((name, item.dtype)) if isinstance(item, h5py.Dataset) else None)
        integers = ("self_test/0/species", "self_test/0/pbc")
        for name, dtype in datasets:
            if name != "elements" and not name.endswith("/symbols"):
                assert dtype == ("<i8" if name.replace("/1/", "/0/") in integers else "<f8"), name
        a = file["architecture"].attrs
        pairs, triples = a["product_pairs"], a["product_triples"]
        assert pairs.dtype.kind == triples.dtype.kind == "i" and a["average_neighbors"].dtype == "<f8" and a["average_neighbors"] == 1
        assert [tuple(p) for p in pairs] == sorted(map(tuple, pairs), key=lambda p: (p[2], p[0], p[1]))
        assert [tuple(t) for t in triples] == sorted(map(tuple, triples), key=lambda t: (t[4], t[2], t[3], t[0], t[1]))
        for t, l_out in enumerate((2, 0)):
            assert file[f"weights/layer_{t}/product_triple"].shape == (3, (triples[:, 4] <= l_out).sum(), 4)
            assert file[f"weights/layer_{t}/product_pair"].shape == (3, (pairs[:, 2] <= l_out).sum(), 4)
        assert file["zbl"].attrs["strength"] == pytest.approx(14.3996 * file.attrs["scale"], rel=1e-15)


def test_choice_of_couplings():
    """The lists of one l3 for each l12, and the dimensions of the spaces (counted by characters) for other degrees."""
    couplings = part("couplings")
    text = lambda triples: " ".join("{}{}>{}.{}".format(*triple) for triple in triples)
    by_degree = lambda l_max, l: [triple for triple in couplings.choose_triples(l_max, l) if triple[4] == l]
    assert text(by_degree(3, 0)) == "00>0.0 11>0.0 22>0.0 33>0.0 11>2.2 13>2.2 22>2.2 33>2.2"
    assert text(by_degree(3, 1)) == "00>0.1 11>0.1 22>0.1 33>0.1 01>1.2 12>1.2 23>1.2 02>2.3 11>2.3 13>2.3 22>2.3 33>2.3"
    assert text(by_degree(2, 2)) == "00>0.2 11>0.2 22>0.2 01>1.1 12>1.1 22>2.0"
    counts = {1: (2, 2), 2: (5, 5, 6), 3: (8, 12, 14, 15), 4: (14, 21, 29)}
    for l_max, dimensions in counts.items():
        assert tuple(len(by_degree(l_max, l)) for l in range(len(dimensions))) == dimensions
    assert couplings.choose_pairs(1, 1) == [(0, 0, 0), (1, 1, 0), (0, 1, 1)]


def test_command_line_and_provenance(checkpoints, tmp_path):
    path, out = checkpoints["default"], tmp_path / "out.h5"
    command = [sys.executable, "-m", import_mace.__name__, path, "-o", out, "--elements", "C, O", "--licence", "MIT", "--theory", "PBE"]
    done = subprocess.run([*map(str, command)], text=True, capture_output=True)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    for words in ("class                  MACE", "3: H C O", "kept                   C O", "residual", "self-test"):
        assert words in done.stdout
    with h5py.File(out) as file:
        provenance = {name: str(value) for name, value in file["provenance"].attrs.items()}
    assert provenance["source_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (provenance["licence"], provenance["theory"], provenance["source"]) == ("MIT", "PBE", "default.model")
    assert provenance["command"].startswith("tesseral-import-mace ") and "'C, O'" in provenance["command"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", provenance["date"]) and provenance["head"].startswith("Default")
    assert "MACE: RealAgnosticInteractionBlock, RealAgnosticResidualInteractionBlock" == provenance["mace_class"]
    assert "C -20, O -30" in provenance["E0"]

    wrong = subprocess.run([*map(str, command[:-4]), "--head", "pbe"], text=True, capture_output=True)
    assert wrong.returncode == 1 and wrong.stderr.count("\n") == 1 and "no head 'pbe'" in wrong.stderr
    if import_mace.__name__.startswith("tesseral."):
        script = Path(sys.executable).parent / "tesseral-import-mace"
        assert subprocess.run([script, "--help"], capture_output=True).returncode == 0


def test_a_failure_leaves_the_old_file(checkpoints, tmp_path, monkeypatch):
    out = tmp_path / "out.h5"
    out.write_text("old")
    with pytest.raises(import_mace.MaceError):
        import_mace.import_model(checkpoints["three-layers"], out)
    write = part("write")
    monkeypatch.setattr(write, "write_self_test", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(import_mace.MaceError, match=r"out.h5: cannot be written \(No space left on device\)"):
        import_mace.import_model(checkpoints["default"], out)
    assert out.read_text() == "old" and os.listdir(tmp_path) == ["out.h5"]
    monkeypatch.undo()
    import_mace.import_model(checkpoints["default"], out)
    assert h5py.is_hdf5(out) and os.listdir(tmp_path) == ["out.h5"] and out.stat().st_mode & 0o444 == 0o444


def test_places_are_refused_in_words(checkpoints, tmp_path):
    path = checkpoints["default"]
    for source, target, words in (
        (path, path, "is the checkpoint itself"),
        (path, tmp_path / "nowhere" / "out.h5", "there is no folder"),
        (tmp_path / "missing.model", tmp_path / "out.h5", r"missing.model: cannot be read \(No such file"),
        (tmp_path, tmp_path / "out.h5", "cannot be read"),
    ):
        with pytest.raises(import_mace.MaceError, match=words):
            import_mace.import_model(source, target)
    for elements, words in ((["H", "Fe"], r"has no Fe \(it has H C O\)"), (["H", "H"], "not distinct"), ([], "none")):
        with pytest.raises(import_mace.MaceError, match=words):
            import_mace.import_model(path, tmp_path / "out.h5", elements=elements)
    assert issubclass(import_mace.MaceError, ValueError)
