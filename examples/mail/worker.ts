// A worker of the pipeline, to be killed at any time: node worker <nodes>
import { connect, letterOf, type Mail, type Order, SENDING, SENT, WRITING } from './pipeline.js';

const { connections, queues } = connect(process.argv[2] ?? '');
const mails = queues.producer<Mail>(SENDING);

queues.worker<Order>(
  WRITING,
  async order => {
    const text = `Dear customer ${order.customer}, your ${order.goods} are on their way.`;
    await mails.push({ customer: order.customer, text }, { id: letterOf(order) });
  },
  { concurrency: 8 },
);

queues.worker<Mail>(
  SENDING,
  async ({ customer }, { deliveries }) => {
    if (customer % 50 === 0 && deliveries === 1) throw new Error('the mail server is busy');
    await connections.shared.sadd(SENT, customer);
  },
  { concurrency: 8, backoff: () => 50 },
);
