/* SPDX-FileCopyrightText: 2026 The Tesseral authors
 * SPDX-License-Identifier: MIT */
/* Tesseral for C, and for every language that calls C: a model file in; energies, forces and virials out.
 *
 *     tesseral_potential* potential;
 *     if (tesseral_open("si.h5", NULL, 0, &potential) != TESSERAL_OK) puts(tesseral_last_error());
 *     tesseral_evaluate(potential, n, species, positions, cell, periodic, &energy, NULL, forces, NULL);
 *     tesseral_close(potential);
 *
 * Units     eV, Angstrom, eV/Angstrom. Virials are -dE/d(strain) in eV, six numbers: xx yy zz xy xz yz.
 * Arrays    are the caller's, of doubles and ints, the last index fastest: positions [atom][3] are x0 y0 z0 x1 and so
 *           on. An array for results may be NULL if nobody wants them; what it held is overwritten.
 * Species   are indices into the potential's elements, 0 to tesseral_n_elements() - 1, not atomic numbers.
 * Errors    Functions that can fail return a status and leave a sentence for tesseral_last_error(). Nothing is thrown,
 *           nothing is printed. After a failure results are undefined, and the potential can still be used.
 * Threads   Any thread may call; calls of several threads, on one potential or on several, are done one after the
 *           other. Within a call the engine uses OMP_NUM_THREADS threads. See docs/embedding.md.
 * Kokkos    is started by the first tesseral_open, on a thread of its own, and stopped at the end of the process. If
 *           the program has started Kokkos itself, it is used as it is, and the program stops it after its last call
 *           here. A process forked after the first tesseral_open cannot compute. */
#ifndef TESSERAL_H
#define TESSERAL_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum tesseral_status {
  TESSERAL_OK = 0,
  TESSERAL_BAD_INPUT = 1, /* a file, an option or an argument is wrong; the sentence says which, and what to do */
  TESSERAL_FAILED = 2     /* anything else, such as too little memory */
} tesseral_status;

/* A model file, opened. */
typedef struct tesseral_potential tesseral_potential;

/* How a potential is computed, by name: {"precision", "mixed"}. Names, values and defaults are those of the pair style:
 *     precision   double, single or mixed: of features and weights; energies and forces are summed in double
 *     product     auto, direct, cp, fourier or fft: algorithm of the tensor products; the same numbers up to rounding
 *     choice      measured or counted: what `product auto` goes by; measured may differ from one run to the next
 *     radial      table or network: radial functions from a table made at load (error 1e-9), or from the network
 * The first of each is the default. */
typedef struct tesseral_option {
  char const* name;
  char const* value;
} tesseral_option;

/* The version of the library, "0.1.0". */
char const* tesseral_version(void);

/* What went wrong in the last call of this thread that failed; "" if none did. Valid until this thread's next call. */
char const* tesseral_last_error(void);

/* Opens a model file. options [n_options]; NULL with 0 for the defaults. *potential is NULL after a failure:
 * TESSERAL_BAD_INPUT if the file cannot be read or is none, if an option or its value is unknown, or if the model has
 * no product as asked for. */
tesseral_status tesseral_open(char const* model_file, tesseral_option const* options, size_t n_options,
                              tesseral_potential** potential);

/* Frees the potential; NULL is allowed. */
void tesseral_close(tesseral_potential* potential);

/* Number of elements that the potential knows. */
int tesseral_n_elements(tesseral_potential const* potential);

/* Chemical symbol of a species, valid until tesseral_close; NULL if there is no such species. */
char const* tesseral_element(tesseral_potential const* potential, int species);

/* Species of a chemical symbol; -1 if the potential does not know it, with a sentence that lists what it knows. */
int tesseral_species(tesseral_potential const* potential, char const* symbol);

/* Cutoff radius in Angstrom: atoms further apart share no edge. */
double tesseral_cutoff(tesseral_potential const* potential);

/* How the network is computed, for a log; valid until tesseral_close. */
char const* tesseral_description(tesseral_potential const* potential);

/* A structure, periodic or not; neighbours are found here. Cells may be smaller than the cutoff.
 *     species     [n_atoms]
 *     positions   [n_atoms][3], Angstrom; anywhere, inside the cell or not
 *     cell        [3][3], Angstrom, rows are the cell vectors; NULL if nothing is periodic
 *     periodic    [3], not 0 where the structure repeats along that cell vector; NULL: nowhere
 * Results:
 *     energy      [1], eV, isolated atoms included
 *     energies    [n_atoms], eV, shares of the atoms in it
 *     forces      [n_atoms][3], eV/Angstrom
 *     virial      [6], eV; divided by the volume it is minus the stress
 * TESSERAL_BAD_INPUT if a species does not exist, a number is not finite, two atoms coincide, or the cell is singular.
 */
tesseral_status tesseral_evaluate(tesseral_potential* potential, int n_atoms, int const* species,
                                  double const* positions, double const* cell, int const* periodic, double* energy,
                                  double* energies, double* forces, double* virial);

/* The neighbours of a host code that has a list of its own. Atoms 0 to n_owned - 1 are owned, the n_ghosts atoms behind
 * them ghosts: copies of atoms elsewhere, periodic images or another domain's.
 *     species     [n_owned + n_ghosts]
 *     owner       [n_ghosts], the owned atom that each ghost is an image of. NULL is allowed without ghosts, and for
 *                 networks of one layer; with more layers ghosts take their features from their owners. Ghosts whose
 *                 owner is in another process need the C++ interface (tesseral/graph/halo.hpp).
 *     receivers, senders   [n_pairs], directed pairs in any order: every owned atom i receives from every atom j around
 *                 it, so a pair of owned atoms is there twice, as i <- j and as j <- i. Pairs beyond the cutoff are
 *                 passed over, so that a list with a skin serves as it is. Without ghosts, a periodic image is a pair
 *                 with the owned atom, displaced; an atom may send to itself.
 *     displacements   [n_pairs][3], position of the sender minus that of the receiver, Angstrom
 * Results:
 *     energy      [1], eV, of the owned atoms, isolated atoms included
 *     energies    [n_owned], eV, shares of the atoms in it
 *     forces      [n_owned + n_ghosts][3], eV/Angstrom. The force on a ghost belongs to its owner: add it there.
 *     virial      [6], eV, of all pairs
 * TESSERAL_BAD_INPUT if an atom, owner or species does not exist, a displacement is zero or not finite, or owners are
 * missing. */
tesseral_status tesseral_evaluate_pairs(tesseral_potential* potential, int n_owned, int n_ghosts, int const* species,
                                        int const* owner, size_t n_pairs, int const* receivers, int const* senders,
                                        double const* displacements, double* energy, double* energies, double* forces,
                                        double* virial);

#ifdef __cplusplus
}
#endif

#endif
