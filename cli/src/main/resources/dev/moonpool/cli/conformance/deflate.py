# Serves the cases 12 and 13 of Autobahn's later releases, which the release at hand lacks, under Python 2.7.
#
#   python2.7 deflate.py SUITE REPORTS PORT CASES MESSAGES
#
# SUITE is the unpacked suite: its own permessage-deflate, on Python's zlib, and its own test data. A case sends so many
# messages cut from one file, and wants each back. Group 12 goes through the files, group 13 through what a server may
# ask of the client. Says "ready" when it listens, and ends when its standard input does.
import fnmatch
import json
import os
import sys
import threading
import time

suite, reports, port, cases, count = sys.argv[1:6]
sys.path.insert(0, suite)
from twisted.internet import reactor
from autobahn.compress import PerMessageDeflateOffer, PerMessageDeflateOfferAccept
from autobahn.websocket import WebSocketServerFactory, WebSocketServerProtocol

said, sys.stdout = sys.stdout, sys.stderr

# What is sent: which file, and whether it is sent as binary.
FILES = [('data1.json', False), ('lena512.bmp', True), ('pg2229.txt', True), ('data1.html', False),
         ('10.1.1.105.5439.pdf', True)]
# How long a message is, and in frames of which length it goes (0 for one frame).
SIZES = [(16, 0), (64, 0), (256, 0), (1024, 0), (4096, 0), (8192, 0), (16384, 0), (32768, 0), (65536, 0), (131072, 0),
         (8192, 256), (16384, 256), (32768, 256), (65536, 256), (131072, 256), (131072, 1024), (131072, 4096),
         (131072, 32768)]
# What the server asks for: that the client forgets its context, and how far back it may refer; the first that the
# client offers.
ASKED = [[(False, 0)], [(True, 0)], [(False, 9)], [(False, 15)], [(True, 9)], [(True, 15)],
         [(True, 9), (True, 0), (False, 0)]]


def read(name):
    with open(os.path.join(suite, 'autobahntestsuite', 'testdata', name), 'rb') as source:
        return source.read()


def grid():
    for number, (name, binary) in enumerate(FILES):
        for row, (size, piece) in enumerate(SIZES):
            yield ('12.%d.%d' % (number + 1, row + 1), name, binary, size, piece, [(False, 0)])
    for number, asked in enumerate(ASKED):
        for row, (size, piece) in enumerate(SIZES):
            yield ('13.%d.%d' % (number + 1, row + 1), 'data1.json', False, size, piece, asked)


CASES = [case for case in grid() if any(fnmatch.fnmatch(case[0], pattern) for pattern in cases.split(','))]
DATA = dict((name, read(name)) for name, _ in FILES)
results = {}


class Cases(WebSocketServerProtocol):
    def connectionMade(self):
        WebSocketServerProtocol.connectionMade(self)
        self.case = None
        self.perMessageCompressionAccept = lambda offers: accept(self, offers)

    def onConnect(self, request):
        self.agent = request.params.get('agent', ['unknown'])[0]
        self.path = request.path
        self.case = CASES[int(request.params['case'][0]) - 1] if self.path == '/runCase' else None
        self.sent = 0
        self.wrong = None
        return None

    def onOpen(self):
        self.began = time.time()
        if self.path == '/getCaseCount':
            self.sendMessage(json.dumps(len(CASES)))
            self.sendClose()
        elif self.path == '/updateReports':
            with open(os.path.join(reports, 'index.json'), 'w') as out:
                json.dump({self.agent: results}, out, indent=1)
            self.sendClose()
        elif self._perMessageCompress is None:
            self.wrong = 'UNIMPLEMENTED'
            self.sendClose()
        else:
            self.next()

    def next(self):
        _, name, binary, size, piece, _ = self.case
        if self.sent == int(count):
            self.sendClose(1000)
            return
        data = DATA[name]
        start = (self.sent * size) % max(1, len(data) - size)
        text = data[start:start + size]
        if not binary:
            text = text.decode('utf8', 'ignore').encode('utf8')  # nothing cut in the middle of a character
        self.expected = text
        self.sent += 1
        self.sendMessage(text, binary, piece or None)

    def onMessage(self, message, binary):
        if self.case is None:
            return
        if message == self.expected and binary == self.case[2]:
            self.next()
        else:
            self.wrong = 'FAILED'
            self.sendClose(1000)

    def onClose(self, clean, code, reason):
        if self.case is None:
            return
        done = self.wrong is None and self.sent == int(count)
        results[self.case[0]] = {
            'behavior': 'OK' if done else self.wrong or 'FAILED',
            'behaviorClose': 'OK' if clean and code == 1000 else 'UNCLEAN',
            'remoteCloseCode': code,
            'duration': int(1000 * (time.time() - getattr(self, 'began', time.time()))),
        }


def accept(protocol, offers):
    for forgets, bits in (protocol.case[5] if protocol.case else []):
        for offer in offers:
            if isinstance(offer, PerMessageDeflateOffer) and (offer.acceptNoContextTakeover or not forgets) \
                    and (offer.acceptMaxWindowBits or not bits):
                return PerMessageDeflateOfferAccept(offer, forgets, bits)
    return None


class Factory(WebSocketServerFactory):
    protocol = Cases


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
factory = Factory('ws://127.0.0.1:' + port)
factory.setProtocolOptions(failByDrop=False)
reactor.listenTCP(int(port), factory, interface='127.0.0.1')
reactor.callWhenRunning(say_ready)
reactor.run()
