# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""
The weights of a checkpoint in Tesseral's conventions: MACE's energy, exactly.

Harmonics: Y_e3nn(x, y, z) = Y_Tesseral(z, x, y), a rotation of the whole structure; edges point the other way, an inversion
of it: neither changes an invariant energy with features of natural parity. Coupling: e3nn's block has norm 1 and is a
positive multiple of the Gaunt block, which product.py's residual checks. e3nn's normalisations (Geiger and Smidt,
arXiv:2207.09453) are roots of numbers of terms; where the file states them they are compared.
"""

import math

import numpy as np

from . import couplings, irreps
from .checkpoint import Checkpoint
from .errors import need, quoted
from .kinds import CANNOT
from .model import Model
from .product import product_weights
from .short_range import read_agnesi, read_zbl
from .sphere import gaunt, message_paths
from .state import State


def convert(state: State, checkpoint: Checkpoint, head, species):
    """
    The model of one head and of the species (indices into the file's) that are kept, and the largest relative residual of
    the product basis. All normalisations are those of the file's number of elements, before the cut.
    """
    c, S = checkpoint, len(checkpoint.symbols)
    C, T = c.channels, len(c.layers)
    embedding = state.vector("node_embedding.linear.weight", S * C).reshape(S, C)
    check_map(state, "node_embedding.linear", [(0, (S, C), 1 / S)])
    frequencies, radial_scale = read_bessel(state, c)
    weights, worst = {"embedding": embedding[species] / math.sqrt(S)}, 0.0
    for t in range(T):
        layer, residual = convert_layer(state, c, t, species, radial_scale)
        layer.update(convert_readout(state, c, t, head))
        weights.update({f"layer_{t}/{name}": np.ascontiguousarray(value) for name, value in layer.items()})
        worst = max(worst, residual)
    architecture = {
        "layer_kind": "message",
        "layers": T,
        "channels": C,
        "l_max": c.l_max,
        "l_hidden": c.l_hidden,
        "correlation": c.correlation,
        "node_product": "symmetric",
        "message_mixing": "path" if c.l_hidden > 0 else "degree",  # the same with one path to each degree
        "species_mixing": [int(not layer.residual) for layer in c.layers],
        "residual": [int(layer.residual) for layer in c.layers],
        "normalisation": "density" if c.layers[0].density else "average",
        "product_terms": 1,
        "bessel": c.bessel,
        "cutoff_power": c.cutoff_power,
        "radial_hidden": c.radial_hidden,
        "radial_weights": "path",
        "coupling": "gaunt",
        "readout_hidden": c.readout_hidden or 2,
        "average_neighbors": c.layers[0].average_neighbors,
    }
    if c.correlation > 1:
        architecture["product_pairs"] = couplings.choose_pairs(c.l_max, c.l_hidden)
    if c.correlation > 2:
        architecture["product_triples"] = couplings.choose_triples(c.l_max, c.l_hidden)
    scale, shift = (one_head(state, f"scale_shift.{name}", c, head) if c.kind != "MACE" else default
                    for name, default in (("scale", 1.0), ("shift", 0.0)))  # fmt: skip
    elements = [c.symbols[s] for s in species]
    model = Model(elements, read_E0(state, c, head)[species], c.r_cut, scale, shift, architecture, weights, frequencies)
    model.agnesi = read_agnesi(state, elements) if c.agnesi else None
    model.zbl = read_zbl(state, elements, c.r_cut, scale) if c.zbl else None
    return model, worst


def convert_layer(state, c, t, species, radial_scale):
    """Datasets of layer t except its readout, and the residual of its product."""
    layer, path, C, S = c.layers[t], f"interactions.{t}", c.channels, len(c.symbols)
    found = {"mixing_in": mixing(state, f"{path}.linear_up", layer.l_in, C)}
    order = [layer.paths.index(q) for q in message_paths(layer.l_in, c.l_max)]  # of MACE's paths, which go by l
    found.update(radial_network(state, c, layer, f"{path}.conv_tp_weights", order, radial_scale))
    if layer.density:
        d = state.tensor(f"{path}.density_fn.layer0.weight", (c.bessel, 1))[:, 0]
        found["density"] = d * (radial_scale / math.sqrt(c.bessel))

    # V, one matrix for each path: a linear map of the paths' sum to a degree, divided by the average number of neighbours.
    to_degree = {l: sum(q[2] == l for q in layer.paths) for l in range(c.l_max + 1)}
    V = state.vector(f"{path}.linear.weight", len(order) * C * C).reshape(-1, C, C)[order]
    check_map(state, f"{path}.linear", [(l, (C, C), 1 / (C * to_degree[l])) for _, _, l in layer.paths])
    ls = [layer.paths[k][2] for k in order]
    V = V / np.sqrt([C * to_degree[l] for l in ls])[:, None, None]
    V = V * (c.layers[0].average_neighbors / layer.average_neighbors)

    # skip_tp [l][c_in][species][c_out]: of the layer's input, D; or else of the message.
    reach = min(layer.l_in, layer.l_out) if layer.residual else c.l_max
    skip = state.vector(f"{path}.skip_tp.weight", (reach + 1) * C * S * C).reshape(reach + 1, C, S, C)
    check_map(state, f"{path}.skip_tp", [(l, (C, S, C), (2 * l + 1) / (C * S)) for l in range(reach + 1)])
    skip = np.moveaxis(skip[:, :, species], 2, 0) / math.sqrt(C * S)
    if layer.residual:
        found["residual"] = skip
    else:
        V = np.stack([V @ of_species[ls] for of_species in skip])
    found["mixing_message"] = V

    worst, parts = 0.0, []
    for l in range(layer.l_out + 1):
        contraction = f"products.{t}.symmetric_contractions.contractions.{l}"
        *part, residual = product_weights(state, contraction, l, c.l_max, S, species)
        parts.append(part)
        worst = max(worst, residual)
    linear, pair, triple = zip(*parts)
    found["product_linear"] = np.stack(linear, axis=1)
    if c.correlation > 1:
        found["product_pair"] = np.concatenate(pair, axis=1)
    if c.correlation > 2:
        found["product_triple"] = np.concatenate(triple, axis=1)
    found["mixing_out"] = mixing(state, f"products.{t}.linear", layer.l_out, C)
    return found, worst


def radial_network(state, c, layer, path, order, radial_scale):
    """radial_<k>: the layers of e3nn's network, and in the last one the ratio of e3nn's coupling to Gaunt's."""
    found, last = {}, len(layer.widths) - 2
    for k, width in enumerate(layer.widths[:-1]):
        Z = state.tensor(f"{path}.layer{k}.weight", tuple(layer.widths[k : k + 2])) / math.sqrt(width)
        Z = Z * (c.silu if k else radial_scale)
        if k == last:
            ratio = [math.sqrt(2 * l + 1) / np.linalg.norm(gaunt(l1, l2, l)) for l1, l2, l in layer.paths]
            Z = (Z.reshape(width, len(order), c.channels) * np.array(ratio)[:, None])[:, order]
        found[f"radial_{k}"] = Z
    return found


def mixing(state, path, l_max, C):
    """[l][c_in][c_out] of e3nn's linear map of every degree."""
    check_map(state, path, [(l, (C, C), 1 / C) for l in range(l_max + 1)])
    return state.vector(f"{path}.weight", (l_max + 1) * C * C).reshape(l_max + 1, C, C) / math.sqrt(C)


def convert_readout(state, c, t, head):
    """The datasets of layer t's readout. A linear last one becomes two silu: silu(x) - silu(-x) = x."""
    heads, C, path = len(c.heads), c.channels, f"readouts.{t}"
    if t < len(c.layers) - 1 or c.readout_hidden == 0:
        check_map(state, f"{path}.linear", [(0, (C, heads), 1 / C)])
        rho = state.vector(f"{path}.linear.weight", C * heads).reshape(C, heads)[:, head] / math.sqrt(C)
        if t < len(c.layers) - 1:
            return {"readout": rho}
        return {"readout_0": np.stack([rho, -rho], axis=1), "readout_1": np.array([1.0, -1.0])}
    width = c.readout_hidden * heads
    block = slice(head * c.readout_hidden, (head + 1) * c.readout_hidden)  # MACE masks the hidden units of other heads
    check_map(state, f"{path}.linear_1", [(0, (C, width), 1 / C)])
    check_map(state, f"{path}.linear_2", [(0, (width, heads), 1 / width)])
    first = state.vector(f"{path}.linear_1.weight", C * width).reshape(C, width)[:, block] / math.sqrt(C)
    second = state.vector(f"{path}.linear_2.weight", width * heads).reshape(width, heads)[block, head]
    return {"readout_0": first, "readout_1": second * (c.silu / math.sqrt(width))}


def check_map(state, path, blocks):
    """
    The weights of a linear map of e3nn's lie one behind the other in blocks, (degree of its output, shape, square of the
    factor that e3nn multiplies it by): the file's own list must be this one.
    """
    ls = irreps.degrees(state.attribute(path, "irreps_out"), f"irreps_out of {path}")
    found = []
    for instruction in state.attribute(path, "instructions") or []:
        if len(instruction) == 4:
            _, output, shape, weight = instruction
        else:
            _, _, output, _, _, weight, shape = instruction
        found.append((ls[output], shape, weight))
    same = len(found) == len(blocks) and all(
        (l, shape) == (own_l, own_shape) and irreps.is_root(weight, square)
        for (l, shape, weight), (own_l, own_shape, square) in zip(found, blocks)
    )
    need(same, f"the map {quoted(path)} has other blocks or another normalisation (than MACE's) {CANNOT}")


def read_bessel(state, c):
    """
    Frequencies in 1/Å if they are not nπ/r_cut to 1e-13, else None, and the file's prefactor over √(2/r_cut): files in single
    precision hold both rounded.
    """
    path, exact = "radial_embedding.bessel_fn", np.pi * np.arange(1, c.bessel + 1) / c.r_cut
    frequencies = state.vector(f"{path}.bessel_weights", c.bessel)
    need((frequencies > 0).all(), f"bessel_weights are not all positive (the model file asks for it) {CANNOT}")
    ratio = state.number(f"{path}.prefactor") / math.sqrt(2 / c.r_cut)
    need(
        abs(ratio - 1) < 1e-6,
        f"the radial basis has another prefactor than √(2/r_cut) (their ratio is {ratio:.6g}) {CANNOT}",
    )
    return (None if np.allclose(frequencies, exact, rtol=1e-13, atol=0) else frequencies), ratio


def one_head(state, name, c, head):
    """The number of a tensor that has one for each head, or one for all."""
    values = state.tensor(name).ravel()
    need(
        values.size in (1, len(c.heads)),
        f"{quoted(name)} has {values.size} numbers for {len(c.heads)} heads (the file is damaged) copy it again",
    )
    return float(values[head if values.size > 1 else 0])


def read_E0(state, c, head):
    """[S], eV; MACE's table is [heads][S], or [S] in old files."""
    name, S = "atomic_energies_fn.atomic_energies", len(c.symbols)
    values = state.tensor(name)
    values = state.vector(name, S * (len(c.heads) if values.ndim > 1 else 1)).reshape(-1, S)
    return values[head if len(values) > 1 else 0]
