"""Runs a command whose standard error is a terminal, and hands on what it wrote there; all else stays as it is."""

import fcntl
import os
import struct
import subprocess
import sys
import termios

ROWS, COLUMNS = 40, 110

ours, terminal = os.openpty()
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
command = subprocess.Popen(sys.argv[1:], stderr=terminal)
os.close(terminal)
while True:
    try:
        written = os.read(ours, 65536)
    except OSError:  # Linux says so where others give nothing: nobody holds the other end any more
        break
    if not written:
        break
    os.write(2, written)
sys.exit(command.wait())
