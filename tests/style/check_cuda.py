# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Usage: check_cuda.py SOURCE_DIR. What tools/check-cuda.sh makes of a compiler's answers, with a compiler that only
prints: a clean kernel, one that spills, a file that does not compile, and nothing to do the second time; that it compiles
the plugin's device code as LAMMPS is compiled; and that it fails without nvcc, Kokkos 5, LAMMPS or MPI."""
import os
import pathlib
import subprocess
import sys
import tempfile

KERNEL = ('_ZN6Kokkos4Impl33cuda_parallel_launch_local_memoryINS0_11ParallelForIN8tesseral7ForwardINS_4CudaEdEE'
          'NS_10TeamPolicyIJS5_EEES5_EEEEvT_')
COMPILER = f'''#!/bin/sh
echo "$*" >>"$CALLS"
case "$*" in *--version*) exit ;; *evaluator.cpp*) ;; *) exit 0 ;; esac
[ "$SPILL" != error ] || {{ echo "evaluator.cpp(7): error: a device function is missing"; exit 1; }}
cat <<END
ptxas info    : Compiling entry function '{KERNEL}' for 'sm_90'
ptxas info    : Function properties for some_function
    8 bytes stack frame, 40 bytes spill stores, 30 bytes spill loads
ptxas info    : Function properties for {KERNEL}
    1192 bytes stack frame, $SPILL bytes spill stores, $SPILL bytes spill loads
ptxas info    : Used 128 registers, used 1 barriers, 1192 bytes cumulative stack size, 16 bytes smem
END
'''


def program(path, text):
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


def undefined(*macros):
    return ''.join(f'/* #undef {macro} */\n' for macro in macros)


def make_kokkos(folder, version):
    """What of an installed Kokkos tools/cuda-headers.sh changes, as Kokkos 5.2 writes it."""
    (folder / 'desul/atomics').mkdir(parents=True)
    (folder / 'Kokkos_Core.hpp').touch()
    (folder / 'KokkosCore_config.h').write_text(
        f'#define KOKKOS_VERSION {version}\n#define KOKKOS_ENABLE_OPENMP\n' +
        undefined('KOKKOS_ENABLE_SERIAL', 'KOKKOS_ENABLE_CUDA', 'KOKKOS_ARCH_HOPPER', 'KOKKOS_ARCH_HOPPER90'))
    for part, guard in ('Declare', 'DECLARE'), ('Fwd', 'FWD'), ('Setup', 'SETUP'):
        (folder / f'KokkosCore_Config_{part}Backend.hpp').write_text(
            f'#ifndef KOKKOS_{guard}_HPP_\n#define KOKKOS_{guard}_HPP_\n\n#include <OPENMP.hpp>\n\n#endif\n')
    (folder / 'desul/atomics/Config.hpp').write_text(undefined('DESUL_ATOMICS_ENABLE_CUDA'))
    return folder


def make_lammps(folder):
    (folder / 'src/KOKKOS').mkdir(parents=True)
    (folder / 'src/KOKKOS/kokkos_type.h').touch()
    (folder / 'src/version.h').write_text('#define LAMMPS_VERSION "4 Jul 2026"\n')
    return folder


def check(source, folder, spill, **others):
    """Status, output and calls of nvcc; `others` replaces variables of the environment."""
    environment = {**os.environ, 'NVCC': str(folder / 'nvcc'), 'MPICXX': str(folder / 'mpicxx'),
                   'KOKKOS_INCLUDE_DIR': str(folder / 'kokkos'), 'LAMMPS_SOURCE_DIR': str(folder / 'lammps'),
                   'TESSERAL_CUDA_BUILD': str(folder / f'build-{spill}'), 'CALLS': str(folder / 'calls'),
                   'SPILL': str(spill), **others}
    (folder / 'calls').write_text('')
    run = subprocess.run([source / 'tools/check-cuda.sh', '--arch', 'sm_90', '--jobs', '2'], env=environment,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    calls = [line for line in (folder / 'calls').read_text().splitlines() if ' -c ' in line]
    return run.returncode, run.stdout, calls


def expect(condition, what, output):
    if not condition:
        sys.exit(f'{what}\n--- output:\n{output}')


def main(source):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        program(folder / 'nvcc', COMPILER)
        program(folder / 'mpicxx', '#!/bin/sh\necho c++ -I/mpi/include -lmpi\n')
        make_kokkos(folder / 'kokkos', 50202)
        make_lammps(folder / 'lammps')

        old = str(make_kokkos(folder / 'kokkos4', 40601))
        for variable, value, message in (('NVCC', 'no-such-nvcc', "no 'no-such-nvcc'"), ('MPICXX', 'no-such-mpi', "no 'no-such-mpi'"),
                                         ('KOKKOS_INCLUDE_DIR', '/no', "no Kokkos_Core.hpp in '/no'"),
                                         ('KOKKOS_INCLUDE_DIR', old, 'is version 40601'),
                                         ('LAMMPS_SOURCE_DIR', '/no', "no LAMMPS with KOKKOS in '/no'")):
            status, output, calls = check(source, folder, 0, **{variable: value})
            expect(status == 1 and message in output and not calls, f'what cannot be checked must fail, with {message}', output)

        status, output, calls = check(source, folder, 0)
        row = ['sm_90', 'network-evaluator', 'Forward<double>', '128', '16', '1200', '40', '30', '16']
        rows = [line.split() for line in output.splitlines()]
        expect(status == 0 and row in rows, f'a kernel and a function that it calls, of few spills, must pass, with the row {row}', output)
        expect(len(calls) > 10, 'all files with device code must be compiled', output)
        headers = (folder / 'build-0/sm_90/headers/KokkosCore_config.h').read_text()
        expect('#define KOKKOS_ENABLE_CUDA\n' in headers and '#define KOKKOS_ARCH_HOPPER90\n' in headers and 'OPENMP' not in headers,
               'the headers must be those of a Kokkos with CUDA', headers)
        of_plugin = [call for call in calls if 'plugin/pair_tesseral_kokkos.cpp' in call]
        definition = '-DTESSERAL_LAMMPS_VERSION_TEXT="20260704"'
        expect(len(of_plugin) == 1 and definition in of_plugin[0] and '-DLMP_KOKKOS ' in of_plugin[0] and '-I/mpi/include' in of_plugin[0],
               "the plugin must be compiled as LAMMPS is", '\n'.join(calls))
        expect(not any('LMP_KOKKOS' in call for call in calls if ' src/' in call), 'the engine knows no LAMMPS', '\n'.join(calls))
        status, output, calls = check(source, folder, 0)
        expect(status == 0 and row in rows and not calls, 'what is unchanged must not be compiled again', output)

        status, output, _ = check(source, folder, 5000)
        expect(status == 1 and 'network-evaluator Forward<double> on sm_90: 10070' in output, 'spills must fail', output)
        for _ in range(2):  # an error is not remembered as a success
            status, output, _ = check(source, folder, 'error')
            expect(status == 1 and 'a device function is missing' in output, 'an error must fail', output)


main(pathlib.Path(sys.argv[1]))
