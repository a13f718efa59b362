# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""
MACE's symmetric contraction (Batatia et al., NeurIPS 2022, eqs. 10 and 11) in the form of potentials/FORMAT.md, step 5:

    B_lm,c = Σ_ν Σ_k w_ν[s, k, c] Σ U_ν[m, a, …, k] A_a,c …   =   Σ_ν Σ_j w'_ν[s, j, c] (coupling j of A, ν times)_lm,c

Only the part of U that is symmetric in a … counts, and the couplings of couplings.py span its space: least squares give
U_k = Σ_j M[j, k] coupling_j and w'[s, j, c] = Σ_k M[j, k] w[s, k, c]. The residual is the check that harmonics, signs and
normalisation are as this importer takes them to be.
"""

import itertools

import numpy as np

from .couplings import choose_pairs, choose_triples, pair_block, symmetric_block, triple_block
from .errors import need, quoted
from .kinds import CANNOT
from .sphere import lm

EXACT, ROUNDED = 1e-10, 1e-6  # largest residual relative to U, of U in double and in single precision


def product_weights(state, path, l, l_max, all_species, species):
    """
    ([S][C], [S][pairs][C], [S][triples][C], residual) of the contraction to degree l: weights of A_l, of pairs and triples in
    the order of couplings.py, with zeros beyond the contraction's own correlation, and the largest relative residual of its
    least squares. state: State; path: the contraction's module; species: which of the file's all_species to keep.
    """
    couplings = {
        1: [(l,)],
        2: [pair for pair in choose_pairs(l_max, l) if pair[-1] == l],
        3: [triple for triple in choose_triples(l_max, l) if triple[-1] == l],
    }
    own = correlation_of(state, path)
    weights, worst = {}, 0.0
    for nu in range(1, 4):
        if nu > own:
            weights[nu] = None
            continue
        matrix, residual = change_of_basis(state, f"{path}.U_matrix_{nu}", l, l_max, nu, couplings[nu])
        name = f"{path}.weights_max" if nu == own else f"{path}.weights.{own - 1 - nu}"
        w = state.tensor(name, (None, matrix.shape[1], None))
        known = len(w) in (1, all_species)
        need(known, f"{quoted(name)} is for {len(w)} species, not {all_species} (the file is damaged) copy it again")
        w = w[species if len(w) > 1 else [0] * len(species)]  # one for all: a product without species
        weights[nu] = np.einsum("jk,skc->sjc", matrix, w)
        worst = max(worst, residual)
    shape = (len(species), weights[1].shape[2])
    for nu in (2, 3):
        if weights[nu] is None:
            weights[nu] = np.zeros((shape[0], len(couplings[nu]), shape[1]))
    return weights[1][:, 0], weights[2], weights[3], worst


def correlation_of(state, path):
    """The largest power of a contraction."""
    own = state.attribute(path, "correlation")
    known = isinstance(own, int) and own in (1, 2, 3)
    need(known, f"{quoted(path)} has the correlation {quoted(own)} (1, 2 and 3 are known) {CANNOT}")
    return own


def change_of_basis(state, name, l, l_max, nu, couplings):
    """M[j][k] of U_ν, and its residual relative to the largest number of U."""
    n = (l_max + 1) ** 2
    U = state.tensor(name, (*([2 * l + 1] if l else []), *nu * (n,), None))
    U = U if l else U[None]
    limit = ROUNDED if state.stored_in_single(name) else EXACT
    size = max(np.abs(U).max(initial=0.0), np.finfo(float).tiny)
    matrix, worst = np.zeros((len(couplings), U.shape[-1])), 0.0
    for degrees in itertools.combinations_with_replacement(range(l_max + 1), nu):
        arrangements = set(itertools.permutations(degrees))
        target = symmetric_block({a: U[np.ix_(range(2 * l + 1), *(indices(d) for d in a))] for a in arrangements})
        target = target.reshape(-1, U.shape[-1])
        columns = [j for j, coupling in enumerate(couplings) if factors(coupling) == degrees]
        if columns:
            basis = np.stack([block(couplings[j]).ravel() for j in columns], axis=1)
            matrix[columns] = np.linalg.lstsq(basis, target, rcond=None)[0]
            target = target - basis @ matrix[columns]
        worst = max(worst, np.abs(target).max(initial=0.0) / size)
    need(
        worst < limit,
        f"the product basis {quoted(name)} is no combination of Gaunt couplings (residual {worst:.1e} of a limit of "
        f"{limit:g}: another convention, or couplings of other parity) {CANNOT}",
    )
    return matrix, worst


def indices(l):
    return range(lm(l).start, lm(l).stop)


def factors(coupling):
    """The degrees of the factors of a coupling, ascending."""
    if len(coupling) == 5:
        l1, l2, _, l3, _ = coupling
        return tuple(sorted((l1, l2, l3)))
    return coupling[:2] if len(coupling) == 3 else coupling


def block(coupling):
    """The polynomial of a coupling: symmetric_block of its tensor."""
    if len(coupling) == 1:
        return np.eye(2 * coupling[0] + 1)
    return (pair_block if len(coupling) == 3 else triple_block)(*coupling)
