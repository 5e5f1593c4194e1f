// A feed on the npm package ws, which speaks what GenericJsonHandler speaks by default, and answers
// subscribing. Usage: node feed.mjs PORT [TOKEN [TOPIC]], where TOPIC is one that is gone for good.
import { WebSocketServer } from 'ws';

const port = Number(process.argv[2]);
const token = process.argv[3];
const gone = process.argv[4];
const sockets = new Map(); // each with its topics, and how often it has subscribed to each

const server = new WebSocketServer({
  host: '127.0.0.1',
  port,
  perMessageDeflate: { threshold: 0 },
  verifyClient: ({ req }, decide) => {
    const known = !token || req.headers.authorization === `Bearer ${token}`;
    decide(known, known ? undefined : 401, 'Unauthorized');
  },
});

server.on('listening', () => console.log(`listening ${port}`));
server.on('connection', (socket) => {
  sockets.set(socket, new Map());
  socket.on('close', () => sockets.delete(socket));
  socket.on('error', () => {});
  socket.on('message', (data) => heard(socket, JSON.parse(data)));
});

function heard(socket, message) {
  const topics = sockets.get(socket);
  const say = (answer) => socket.send(JSON.stringify(answer));
  if (message.op === 'subscribe') {
    for (const topic of message.args) {
      if (topic.startsWith('secret')) {
        say({ op: 'refused', args: [topic], message: `${topic} is not for you` });
      } else if (topic === gone) {
        say({ op: 'refused', args: [topic], status: 410, message: `${topic} is gone` });
      } else {
        topics.set(topic, (topics.get(topic) ?? 0) + 1);
        say({ op: 'subscribed', args: [topic] });
      }
    }
  } else if (message.op === 'unsubscribe') {
    message.args.forEach((topic) => topics.delete(topic));
  } else if (message.ask === 'echo') {
    say({ id: message.id, result: message.text });
  } else if (message.ask === 'publish') {
    let told = 0;
    for (const [other, held] of sockets) {
      if (held.has(message.topic)) {
        other.send(JSON.stringify({ topic: message.topic, data: message.data }));
        told++;
      }
    }
    say({ id: message.id, result: told });
  } else if (message.ask === 'subscriptions') {
    // Every subscription of every socket, as often as it was asked for.
    const all = [];
    for (const held of sockets.values()) {
      held.forEach((times, topic) => all.push(...Array(times).fill(topic)));
    }
    say({ id: message.id, result: all.sort() });
  } else if (message.ask === 'close') {
    socket.close(message.code, 'as you wish');
  } else {
    say({ id: message.id, status: 404, message: 'unknown question', result: message });
  }
}
