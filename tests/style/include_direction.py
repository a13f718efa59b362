# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Usage: include_direction.py SRC. Includes go only up the data flow, a library with one door is used at that door,
headers that use Kokkos include it, and what reads files (tests/fuzz) reaches it by no path.

The order is that of the folders below: a file may include its own folder and those above it in the list. A folder's own
files come behind its subfolders. There are no exceptions: what is in a folder belongs there.
"""
import pathlib
import re
import sys

ORDER = [
    'core',
    'sphere',
    'factors', 'factors/search',
    'model',
    'graph',
    'tensor_product/spec', 'tensor_product/lifted', 'tensor_product/direct', 'tensor_product/cp', 'tensor_product/fourier',
    'tensor_product/algorithms', 'tensor_product/choice', 'tensor_product/edge',
    'network/radial', 'network/weights', 'network/edges', 'network/blocks', 'network/layers', 'network/message',
    'network/attention', 'network',
    'forces',
    '',  # the doors: potential.hpp, tesseral.h
    'data',
    'scans',
    'train',
    'cli',
]
# which files may include a header of a library
DOORS = {
    'hdf5.h': r'model/hdf5_handles\.hpp|model/model_file\.cpp',
    'Eigen/Core': r'factors/search/.*|train/newton_schulz\.cpp',
    'Eigen/Cholesky': r'factors/search/.*',
    'fftw3.h': r'.*fftw\w*\.cpp',
    'mpi.h': r'train/ranks_mpi\.cpp',
    'CLI/CLI.hpp': r'cli/.*',
    'toml++/toml.h': r'(train|cli)/.*',
    'Kokkos_Core.hpp': r'(?!model/|factors/|data/).*',  # what models and data hold is plain
}


def readers(root):
    """The sources that tests/fuzz/CMakeLists.txt compiles, without Kokkos."""
    listed = (root / '../../tests/fuzz/CMakeLists.txt').read_text()
    names = re.findall(r'\$\{source\}/tesseral/(\S+?\.cpp)', listed)
    files = {file for name in names for file in root.glob(name)}
    if not files:
        raise SystemExit(f'{root}: tests/fuzz/CMakeLists.txt names none of its sources (the list looks different) adapt include_direction.py')
    return files


def included(file):
    return re.findall(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', file.read_text(), re.M)


def way_to_kokkos(root, file, seen):
    """The chain of includes from `file` to Kokkos, or None."""
    for name in included(file):
        if name == 'Kokkos_Core.hpp':
            return [name]
        if name.startswith('tesseral/') and name not in seen:
            seen.add(name)
            there = root / pathlib.PurePath(name).relative_to('tesseral')
            way = way_to_kokkos(root, there, seen) if there.exists() else None
            if way:
                return [name] + way
    return None


def place(path):
    folder = path.parent.as_posix() if path.parent.parts else ''
    return ORDER.index(folder) if folder in ORDER else None


def complaints(root):
    of_readers = readers(root)
    files = sorted(p for p in root.rglob('*') if p.suffix in ('.hpp', '.cpp', '.h'))
    if not files:
        yield f'{root}: no sources (wrong folder) pass the folder tesseral/ below src/'
    for file in files:
        path = file.relative_to(root)
        here = place(path)
        if here is None:
            yield f'{path}: its folder has no place in the order of the data flow (nobody knows who may include it) add it to ORDER'
            continue
        text = file.read_text()
        if path.suffix == '.hpp' and re.search(r'\bKokkos::|\bKOKKOS_', text) and not re.search(
                r'#\s*include\s*[<"](Kokkos_Core\.hpp|tesseral/)', text):
            yield f'{path}: names Kokkos and includes neither it nor a header of ours (nobody else will) include <Kokkos_Core.hpp>'
        way = way_to_kokkos(root, file, set()) if file in of_readers else None
        if way:
            yield f'{path}: reaches Kokkos by {", ".join(way)} (readers of files are built without it) include less'
        for number, line in enumerate(text.splitlines(), 1):
            found = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
            if not found:
                continue
            name = found[1]
            if name in DOORS and not re.fullmatch(DOORS[name], path.as_posix()):
                yield f'{path}:{number}: includes {name} (which only {DOORS[name]} may) use what those files offer'
            if not name.startswith('tesseral/'):
                continue
            there = place(pathlib.PurePath(name).relative_to('tesseral'))
            if there is None or there > here:
                yield (f'{path}:{number}: {ORDER[here] or "a door"} includes {name} (which comes later in the data flow) '
                       'move the declaration up or the code down')


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit('usage: include_direction.py SRC')
    found = list(complaints(pathlib.Path(sys.argv[1])))
    print('\n'.join(found) if found else 'all includes go up the data flow')
    sys.exit(bool(found))
