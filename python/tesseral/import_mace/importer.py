# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""From a MACE checkpoint to a model file."""

import datetime
import hashlib
from pathlib import Path

import numpy as np

from .archive import Archive
from .checkpoint import read_checkpoint
from .convert import convert
from .errors import MaceError, need, quoted
from .network import evaluate
from .state import State
from .structures import self_test_structures
from .unpickle import Object, read_pickle

DTYPES = ("float64", "float32")


def import_model(source, target, *, elements=None, head=None, dtype="float64", licence="", theory="", command="", say=None):
    """
    Writes the potential of a MACE checkpoint as a model file of Tesseral.

    source    a .model file, as torch.save wrote it
    target    the model file, written whole or not at all
    elements  symbols to keep, in the order of the model file; default: all, in the checkpoint's order
    head      which of several heads; needed if there are several
    dtype     "float64": the checkpoint's numbers as they are. "float32": rounded to single precision first, as MACE does with
              default_dtype="float32"; the model file holds doubles either way
    licence, theory, command    texts for the provenance: the terms of the weights, the level of theory of their training data
    say       called with each line of the report

    Returns the Model. Raises MaceError, a ValueError, with one line that names the file: problem (why) remedy.
    """
    say = say or (lambda line: None)
    source, target = Path(source), Path(target)
    need(dtype in DTYPES, f"dtype: {quoted(dtype)} (it is {' or '.join(DTYPES)}) correct it")
    need(target.parent.is_dir(), f"{target}: there is no folder {target.parent} (nothing was read) make it")
    need(
        not target.exists() or not source.exists() or not target.samefile(source),
        f"{target}: is the checkpoint itself (nothing was read) give another name",
    )
    try:
        with np.errstate(all="ignore"):  # what is not finite is refused
            root, digest = load(source)
            model, provenance, self_test = converted(root, elements, head, dtype, say)
    except MaceError as error:
        raise MaceError(f"{source}: {error}") from None
    except OSError as error:
        raise MaceError(f"{source}: cannot be read ({error.strerror or quoted(error)}) give a file that can") from None
    except (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError) as error:
        problem = f"{type(error).__name__}: {quoted(error)}"
        raise MaceError(f"{source}: does not hold together ({problem}) give a .model file of MACE, whole") from None
    provenance.update(
        data=f"weights of the MACE checkpoint {source.name}",
        source=source.name,
        source_sha256=digest,
        licence=licence or "not stated",
        theory=theory or "not stated",
        command=command or "import_model",
        date=datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
    )
    try:
        from .write import write_model
    except ImportError:
        raise MaceError(
            "there is no Python package h5py (it writes the model file) install it with pip install 'tesseral[mace]'"
        ) from None
    try:
        write_model(target, model, provenance, self_test)
    except OSError as error:
        raise MaceError(f"{target}: cannot be written ({error.strerror or quoted(error)}) give another place") from None
    say(f"model: {target}")
    return model


def load(source):
    """The object of a file of torch.save, inert, and the file's SHA-256."""
    digest = hashlib.sha256()
    with open(source, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    with Archive(source) as archive:
        return read_pickle(archive.pickle, archive.storage), digest.hexdigest()


def converted(root, elements, head, dtype, say):
    """Model, provenance and self-test of a checkpoint."""
    trained = "a checkpoint of training?) give the .model file that the training wrote at its end"
    need(not isinstance(root, dict), f"the file holds a dictionary and no model ({trained}")
    need(isinstance(root, Object), "the file holds no model (only numbers or names) give a .model file of MACE")
    state = State(root, dtype)
    checkpoint = read_checkpoint(state)
    number = chosen_head(checkpoint.heads, head)
    species = chosen_species(checkpoint.symbols, elements)
    for name, value in table(checkpoint):
        say(f"{name:<22} {value}")
    model, residual = convert(state, checkpoint, number, species)
    unused = state.unused()
    need(not unused, f"the model has numbers that the importer does not know: {', '.join(map(quoted, unused[:5]))} "
         f"({len(unused)} tensors; nothing is passed over) such a network cannot be imported")  # fmt: skip
    finite = all(np.isfinite(value).all() for value in model.weights.values())
    need(finite, "the converted weights are not all finite (the checkpoint's are too large) train again")
    say(f"{'product basis':<22} residual {residual:.1e}")
    say(f"{'kept':<22} {' '.join(model.elements)}; head {checkpoint.heads[number]}")
    self_test = []
    for structure in self_test_structures(model.elements, model.r_cut):
        energy, forces, virial = evaluate(model, *structure)
        need(
            np.isfinite([energy, *forces.flat, *virial.flat]).all(),
            "the network gives numbers that are not finite (its weights are too large) train again",
        )
        self_test.append((*structure, energy, forces, virial))
        kind = "cell" if structure[3].any() else "cluster"
        say(
            f"{'self-test':<22} {kind} of {len(forces)} atoms: {energy:.10g} eV, largest force {np.abs(forces).max():.4g} eV/Å"
        )
    provenance = {
        "mace_class": f"{checkpoint.kind}: {', '.join(layer.kind for layer in checkpoint.layers)}",
        "head": f"{checkpoint.heads[number]} of {', '.join(checkpoint.heads)}",
        "precision": f"numbers of the checkpoint taken in {dtype}",
        "E0": "of the checkpoint, eV: " + ", ".join(f"{s} {e:.10g}" for s, e in zip(model.elements, model.E0)),
    }
    return model, provenance, self_test


def chosen_head(heads, head):
    """Its number; there must be a choice where there are several."""
    names = ", ".join(heads)
    need(head is not None or len(heads) == 1, f"the model has {len(heads)} heads (they are {names}) choose one with --head")
    need(head is None or head in heads, f"the model has no head {quoted(head)} (it has {names}) choose one of these")
    return 0 if head is None else heads.index(head)


def chosen_species(symbols, elements):
    """Indices into the checkpoint's elements."""
    if elements is None:
        return list(range(len(symbols)))
    elements = list(elements)
    need(
        elements and len(set(elements)) == len(elements),
        "elements: they are none or not distinct (the model file lists each once) correct them",
    )
    missing = [element for element in elements if element not in symbols]
    need(not missing, f"the model has no {', '.join(map(str, missing))} (it has {' '.join(symbols)}) choose among these")
    return [symbols.index(element) for element in elements]


def table(c):
    """Hyperparameters, (name, value)."""
    yield "class", c.kind
    yield "elements", f"{len(c.symbols)}: {' '.join(c.symbols)}"
    yield "heads", ", ".join(c.heads)
    yield "cutoff", f"{c.r_cut:g} Å, power {c.cutoff_power}"
    yield "radial functions", f"{c.bessel} Bessel, hidden {' '.join(map(str, c.radial_hidden)) or 'none'}" + (
        ", Agnesi" if c.agnesi else ""
    )
    yield "channels", c.channels
    yield "degrees", f"messages up to {c.l_max}, features up to {c.l_hidden}"
    yield "correlation", c.correlation
    for t, layer in enumerate(c.layers):
        divisor = "a density" if layer.density else f"{layer.average_neighbors:g}"
        yield f"layer {t}", f"{layer.kind}, divided by {divisor}"
    yield "last readout", f"hidden {c.readout_hidden}" if c.readout_hidden else "linear"
    yield "repulsion", "ZBL" if c.zbl else "none"
