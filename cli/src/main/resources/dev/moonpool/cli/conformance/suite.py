# Serves Autobahn's cases for WebSocket clients on the loopback, under Python 2.7.
#
#   python2.7 suite.py SUITE REPORTS PORT CASES
#
# SUITE is the unpacked suite, CASES are patterns like '*' or '7.*,9.1.1', separated by commas. Says "ready" when it
# listens, and ends when its standard input does.
import json
import os
import sys
import threading

suite, reports, port, cases = sys.argv[1:5]
sys.path.insert(0, suite)
from twisted.internet import reactor

said, sys.stdout = sys.stdout, sys.stderr  # what the suite prints is a log


def until_input_ends():
    while sys.stdin.read(1):
        pass
    reactor.callFromThread(reactor.stop)


def say_ready():
    said.write('ready\n')
    said.flush()


reader = threading.Thread(target=until_input_ends)
reader.daemon = True
reader.start()
reactor.callWhenRunning(say_ready)

# The suite would listen on every interface.
listen = reactor.listenTCP
reactor.listenTCP = lambda at, factory, backlog=50, interface='': listen(at, factory, backlog, '127.0.0.1')

spec = os.path.join(reports, 'fuzzingserver.json')
with open(spec, 'w') as out:
    json.dump({'url': 'ws://127.0.0.1:' + port, 'options': {'failByDrop': False}, 'outdir': reports, 'webport': 0,
               'cases': cases.split(','), 'exclude-cases': [], 'exclude-agent-cases': {}}, out)
sys.argv = ['wstest', '-m', 'fuzzingserver', '-s', spec]
from autobahntestsuite import wstest
wstest.run()
