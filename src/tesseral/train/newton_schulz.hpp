// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The nearest orthogonal matrix, roughly. With the singular values of X = U Σ Vᵀ scaled into [0, 1], five steps of
///     X ← a X + b (X Xᵀ) X + c (X Xᵀ)² X,   a = 3.4445, b = -4.7750, c = 2.0315,
/// lead each of them into [0.68, 1.14] and leave U and Vᵀ as they are. The coefficients are those of Jordan et al. 2024
/// (kellerjordan.github.io/posts/muon): steepest at 0, since an optimiser needs no exact orthogonality, and few steps.
#pragma once

namespace tesseral {

/// Replaces the matrix [rows][columns], row-major, by about U Vᵀ; zeros remain zeros. Singular values below about 1e-3
/// of the matrix's Frobenius norm come out smaller than the rest.
void orthogonalise(double* matrix, int rows, int columns);

}  // namespace tesseral
