# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Usage: check_cuda.py SOURCE_DIR. What tools/check-cuda.sh makes of a compiler's answers, with a compiler that only
prints: no nvcc, a clean kernel, one that spills, a file that does not compile, and nothing to do the second time."""
import os
import pathlib
import subprocess
import sys
import tempfile

HEADERS = '#!/bin/sh\nmkdir -p "$1/include" && touch "$1/include/Kokkos_Core.hpp" "$1/include/KokkosCore_config.h"\n'
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


def check(source, folder, spill, compiler=None):
    compiler = compiler or program(folder / 'nvcc', COMPILER)
    environment = dict(os.environ, NVCC=compiler, TESSERAL_CUDA_HEADERS=program(folder / 'headers', HEADERS),
                       TESSERAL_CUDA_BUILD=str(folder / f'build-{spill}'), CALLS=str(folder / 'calls'),
                       SPILL=str(spill))
    (folder / 'calls').write_text('')
    run = subprocess.run([source / 'tools/check-cuda.sh', '--arch', 'sm_90', '--jobs', '2'], env=environment,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    compilations = (folder / 'calls').read_text().count(' -c ')
    return run.returncode, run.stdout, compilations


def expect(condition, what, output):
    if not condition:
        sys.exit(f'{what}\n--- output:\n{output}')


def main(source):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        status, output, _ = check(source, folder, 0, compiler='no-such-nvcc')
        expect(status == 77 and "no 'no-such-nvcc'" in output, 'without a compiler nothing is checked, which is no success',
               output)

        status, output, compilations = check(source, folder, 0)
        row = ['sm_90', 'network-evaluator', 'Forward<double>', '128', '1200', '40', '30', '16']
        rows = [line.split() for line in output.splitlines()]
        expect(status == 0 and row in rows, f'a kernel and a function that it calls, of few spills, must pass, with the row {row}', output)
        expect(compilations > 10, 'all files with device code must be compiled', output)
        status, output, compilations = check(source, folder, 0)
        expect(status == 0 and row in rows and compilations == 0, 'what is unchanged must not be compiled again', output)

        status, output, _ = check(source, folder, 5000)
        expect(status == 1 and 'network-evaluator Forward<double> on sm_90: 10070' in output, 'spills must fail', output)
        for _ in range(2):  # an error is not remembered as a success
            status, output, _ = check(source, folder, 'error')
            expect(status == 1 and 'a device function is missing' in output, 'an error must fail', output)


main(pathlib.Path(sys.argv[1]))
