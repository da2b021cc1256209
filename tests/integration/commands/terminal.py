"""Runs a command on a terminal of its own, types KEYS when it has printed TEXT, and tells what it printed and how it ended."""
import json
import os
import pty
import signal
import sys

text, keys, *command = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)

# Whoever waits for this would wait for ever.
signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
signal.alarm(40)
output, typed = "", False
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    output += chunk.decode(errors="replace")
    if not typed and text in output:
        os.write(terminal, keys.encode().decode("unicode_escape").encode())
        typed = True
_, status = os.waitpid(child, 0)
print(json.dumps({"output": output, "typed": typed, "code": os.waitstatus_to_exitcode(status)}))
