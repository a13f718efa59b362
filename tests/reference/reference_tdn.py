# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Messages through CP factors and the attention layer of potentials/FORMAT.md, for the reference model."""
import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def silu(x):
    return x * sigmoid(x)


def by_degree(function, x):
    """function(l, rows of degree l) of x[i][lm][c], put together again."""
    degrees = range(round(np.sqrt(x.shape[1])))
    return np.concatenate([function(l, x[:, l * l:(l + 1) ** 2]) for l in degrees], axis=1)


def norm(x, weights):
    return by_degree(lambda l, rows: weights[l] * rows / np.sqrt(0.1 + (rows**2).mean((1, 2), keepdims=True)), x)


def mix(x, matrices):
    return by_degree(lambda l, rows: rows @ matrices[l], x)


def gate(scalars, gates, x):
    """silu of the scalars, and the other degrees of x times the sigmoid of the gates."""
    return np.concatenate([silu(scalars)[:, None], sigmoid(gates)[:, None] * x[:, 1:]], axis=1)


def resized(x, rows):
    """The first degrees of x, or x with more degrees that are zero."""
    return np.pad(x[:, :rows], ((0, 0), (0, max(0, rows - x.shape[1])), (0, 0)))


def factored_product(model, u, R, Y):
    """z[e][lm][c] of u[e][lm1][c], degrees up to l_in or l_max, by the model's factors [rank][lm]."""
    A, B, C = model.factors
    return R[:, None] * np.einsum("rm,erc,er->emc", A, np.einsum("rn,enc->erc", B[:, :u.shape[1]], u), Y @ C.T)


def attention_layer(model, weight, h, l_out, species, edges):
    """h'[i][lm][c] of the layer whose datasets weight(name) gives; edges: i, j, Y[e][lm], R[e][c], f[e]."""
    a, (i, j, Y, R, f) = model.a, edges
    rows_out, heads = (l_out + 1) ** 2, np.arange(a.channels) // (a.channels // a.heads)
    product = lambda u: factored_product(model, u, R, Y)

    u = mix(norm(h, weight("norm_in")), weight("mixing_in"))
    p = product(u[j])
    s = p[:, 0]
    logits = np.einsum("ec,ech->eh", 0.2 * s + 0.8 * silu(s), weight("attention")[species[i]])
    w = f[:, None] * np.exp(10 * np.tanh(logits / 10))
    V = gate(s @ weight("value")[0], s @ weight("value")[1], p)
    q = product(V)[:, :rows_out] * w[:, None, heads]
    M = np.zeros((len(h), rows_out, a.channels))
    n = np.ones((len(h), a.heads))
    np.add.at(M, i, q)
    np.add.at(n, i, w)
    m = resized(h, rows_out) + mix(M / n[:, None, heads], weight("mixing_out"))

    y = norm(m, weight("norm_out"))
    z = mix(y, weight("feed_in"))
    t = y[:, 0] @ weight("feed_gate")[0] if l_out > 0 else z[:, 0]
    return m + mix(gate(z[:, 0], t, z), weight("feed_out"))
