"""Run a module as a command where no file may grow beyond a size: as on a disk that is full.

usage: python -m tests.support.full_disk BYTES MODULE [ARGUMENT ...]
"""

import resource
import runpy
import signal
import sys

if __name__ == "__main__":
    most = int(sys.argv[1])
    # Without this the process is ended; with it a write fails, as it does on a full disk.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
