# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Usage: include_direction.py SRC. Includes go only up the data flow, and a library with one door is used at that door.

The order is that of the stages below: a file may include its own stage and those above it. The plain data of a model
(architecture, weights, file) come before everything that computes; the model in a space's memory holds the coupling
tables and comes after them.
"""
import pathlib
import re
import sys

STAGES = ['core', 'model data', 'graph', 'basis', 'tensor_product', 'radial network', 'model', 'layers', 'forces',
          'halo', 'evaluator', 'tesseral', 'train', 'cli']
# which files may include a header of a library
DOORS = {
    'hdf5.h': r'model/hdf5_handles\.hpp|model/model_file\.cpp',
    'Eigen/Core': r'tensor_product/cp/search/.*|train/newton_schulz\.cpp',
    'Eigen/Cholesky': r'tensor_product/cp/search/.*',
    'fftw3.h': r'.*fftw\w*\.cpp',
    'mpi.h': r'train/ranks_mpi\.cpp',
    'CLI/CLI.hpp': r'cli/.*',
    'toml++/toml.h': r'(train|cli)/.*',
    'Kokkos_Core.hpp': r'(?!model/(?!model\.)).*',  # the plain data of a model stay plain
}


def stage(path):
    folder, name = (path.parts[0] if len(path.parts) > 1 else path.stem), path.name.split('.')[0]
    if folder == 'model' and name != 'model':
        folder = 'model data'
    if (folder, name) == ('basis', 'radial_network'):  # it has one output per path of the coupling
        folder = 'radial network'
    return STAGES.index(folder) if folder in STAGES else None


def complaints(root):
    files = sorted(p for p in root.rglob('*') if p.suffix in ('.hpp', '.cpp'))
    if not files:
        yield f'{root}: no sources (wrong folder) pass the folder tesseral/ below src/'
    for file in files:
        path = file.relative_to(root)
        here = stage(path)
        if here is None:
            yield f'{path}: is in no stage (the order of the data flow is not known) add it to STAGES'
            continue
        for number, line in enumerate(file.read_text().splitlines(), 1):
            found = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
            if not found:
                continue
            name = found[1]
            if name in DOORS and not re.fullmatch(DOORS[name], path.as_posix()):
                yield f'{path}:{number}: includes {name} (which only {DOORS[name]} may) use what those files offer'
            if not name.startswith('tesseral/'):
                continue
            there = stage(pathlib.PurePath(name).relative_to('tesseral'))
            if there is None or there > here:
                yield (f'{path}:{number}: {STAGES[here]} includes {name} (a later stage of the data flow) '
                       'move the declaration up or the code down')


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit('usage: include_direction.py SRC')
    found = list(complaints(pathlib.Path(sys.argv[1])))
    print('\n'.join(found) if found else 'all includes go up the data flow')
    sys.exit(bool(found))
