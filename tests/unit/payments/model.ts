/**
 * The payment path as a small world in memory, against which the real processing runs: a queue with receipts and a dead-letter
 * queue, a ledger, a topic. Every call of the processing waits at a gate; a history of choices decides which call goes on next,
 * and whether it succeeds, fails before or after its effect, or takes the whole function down. When the choices are used up the
 * world is healthy, so that every history comes to an end.
 */
import { processBatch } from '../../../payments/batch.ts';
import { directRequest, processDirect } from '../../../payments/direct.ts';
import { entryOf, itemOf, owedShardOf } from '../../../payments/item.ts';
import type { Item } from '../../../payments/item.ts';
import type { Entry, Ledger, Recording } from '../../../payments/ledger.ts';
import type { Outcome } from '../../../payments/outcome.ts';
import { digestOf, keyOf, parsePayment } from '../../../payments/payment.ts';
import type { Payment } from '../../../payments/payment.ts';
import type { Ports } from '../../../payments/process.ts';
import { toldByThisInstance } from '../../../payments/told.ts';
import type { Told } from '../../../payments/told.ts';

export interface History {
  /** Bodies in the order they are sent. */
  readonly bodies: readonly string[];
  /** What happens, as numbers: each decides one thing. */
  readonly choices: readonly number[];
}

const maxReceives = 5;
const batchSize = 3;

interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  receives: number;
  visible: boolean;
}

interface Invocation {
  crashed: boolean;
  /** Null for an asynchronous invocation. */
  readonly messages: readonly QueuedMessage[] | null;
  retriesLeft: number;
  /** Memory of the instance that it runs in. */
  readonly told: Told;
  readonly start: () => Promise<unknown>;
}

interface Gate {
  readonly invocation: Invocation;
  readonly effect: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Everything that happened, for the judgement afterwards. */
export interface World {
  readonly items: ReadonlyMap<string, Item>;
  readonly writes: ReadonlyMap<string, number>;
  readonly published: readonly Outcome[];
  readonly deadLetters: readonly string[];
  /** Payments that left the queue, or were no longer owed, before their outcome was published: must stay empty. */
  readonly forgotten: readonly string[];
  /** What the history inflicted. */
  readonly crashes: number;
  readonly faults: number;
}

export async function runHistory({ bodies, choices }: History): Promise<World> {
  const simulation = new Simulation(choices);
  for (const body of bodies) simulation.send(body);
  await simulation.run();
  return simulation.world();
}

class Simulation {
  private readonly queue: QueuedMessage[] = [];
  private readonly dead: QueuedMessage[] = [];
  private readonly gates: Gate[] = [];
  private readonly running = new Set<Invocation>();
  /** Warm instances without work. One that crashes never comes back. */
  private readonly idle: Told[] = [];
  private readonly items = new Map<string, Item>();
  private readonly writes = new Map<string, number>();
  private readonly published: Outcome[] = [];
  private readonly forgotten: string[] = [];
  private readonly choices: readonly number[];
  private next = 0;
  private steps = 0;
  private crashes = 0;
  private faults = 0;
  private ids = 0;
  private time = Date.parse('2026-01-01T00:00:00Z');

  constructor(choices: readonly number[]) {
    this.choices = choices;
  }

  send(body: string): void {
    this.queue.push({ id: `m${this.ids++}`, body, receives: 0, visible: true });
  }

  world(): World {
    const { items, writes, published, forgotten, crashes, faults } = this;
    return { items, writes, published, deadLetters: this.dead.map(({ body }) => body), forgotten, crashes, faults };
  }

  /** Chaos while there are choices, then a healthy world until nothing moves, then the operators' repairs. */
  async run(): Promise<void> {
    while (this.next < this.choices.length) await this.chaos(this.choose(12));
    await this.settle();
    this.redriveAll();
    await this.settle();
    await this.reconcile();
    await this.settle();
  }

  private choose(limit: number): number {
    return (this.choices[this.next++] ?? 0) % limit;
  }

  private async chaos(choice: number): Promise<void> {
    if (choice === 0) this.redriveOne();
    else if (choice === 1) this.expireOne();
    else if (choice === 2) this.throttle();
    else if (choice === 3) this.invoke(null, 2);
    else if (choice <= 6) this.deliver();
    else this.pass(this.choose(this.gates.length || 1), this.choose(8));
    await turn();
  }

  private async settle(): Promise<void> {
    for (let idle = 0; idle < 2;) {
      if (++this.steps > 10_000) throw new Error('the world does not come to rest');
      const moved = this.gates.length > 0 ? this.pass(0, 0) : this.deliver();
      if (!moved && this.running.size === 0) this.expireAll();
      idle = moved || this.running.size > 0 || this.queue.length > 0 ? 0 : idle + 1;
      await turn();
    }
  }

  /** Messages are handed to a new invocation; one whose receives are used up goes to the dead-letter queue instead. */
  private deliver(): boolean {
    const taken: QueuedMessage[] = [];
    for (const message of this.queue.filter(({ visible }) => visible)) {
      if (message.receives >= maxReceives) this.move(message, this.queue, this.dead);
      else if (taken.length < batchSize) taken.push(message);
    }
    for (const message of taken) Object.assign(message, { visible: false, receives: message.receives + 1 });
    if (taken.length > 0) this.invoke(taken, 0);
    return taken.length > 0;
  }

  private invoke(messages: readonly QueuedMessage[] | null, retriesLeft: number): void {
    const invocation: Invocation = {
      crashed: false,
      messages,
      retriesLeft,
      told: this.idle.pop() ?? toldByThisInstance(),
      start: () => (messages === null ? this.runReconcile(invocation) : this.runBatch(invocation, messages)),
    };
    this.running.add(invocation);
    // A crashed invocation never settles: nothing answers it any more.
    void invocation.start().then(
      () => this.ended(invocation),
      () => this.failed(invocation),
    );
  }

  private ended(invocation: Invocation): void {
    this.running.delete(invocation);
    this.idle.push(invocation.told);
  }

  private failed(invocation: Invocation): void {
    this.ended(invocation);
    if (invocation.retriesLeft > 0) this.invoke(null, invocation.retriesLeft - 1);
  }

  private async runBatch(invocation: Invocation, messages: readonly QueuedMessage[]): Promise<void> {
    const records = messages.map(({ id, body, receives }) => ({
      messageId: id,
      body,
      attributes: { ApproximateReceiveCount: String(receives) },
    }));
    const { response } = await processBatch(records, this.ports(invocation), () => undefined);
    const failures = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const message of messages) {
      if (failures.has(message.id)) message.visible = true;
      else this.acknowledge(message);
    }
  }

  private acknowledge(message: QueuedMessage): void {
    const position = this.queue.indexOf(message);
    if (position >= 0) this.queue.splice(position, 1);
    this.closed(keyOf(parsePayment(message.body)));
  }

  /** Nobody will come back to this payment by itself: its outcome must be out by now. */
  private closed(key: string): void {
    const told = this.published.some(({ outcome, body }) => outcome === 'recorded' && keyOfBody(body) === key);
    if (!told) this.forgotten.push(key);
  }

  private async runReconcile(invocation: Invocation): Promise<void> {
    const request = directRequest({ reconcile: {} });
    if (request === null) throw new Error('the request is wrong');
    const { failed } = await processDirect(request, this.ports(invocation), () => undefined);
    if (failed > 0) throw new Error('retry');
  }

  private ports(invocation: Invocation): Ports {
    const gate = <Value>(effect: () => Value): Promise<Value> =>
      new Promise<unknown>((resolve, reject) => {
        if (!invocation.crashed) this.gates.push({ invocation, effect, resolve, reject });
      }) as Promise<Value>;
    const ledger: Ledger = {
      record: (payment, at) => gate(() => this.record(payment, at)),
      owe: (key, at) =>
        gate(() =>
          this.change(key, {
            owedShard: { S: owedShardOf(key) },
            owedSince: { S: this.owedSince(key) ?? at.toISOString() },
          }),
        ),
      settle: (key, since) => gate(() => (this.owedSince(key) === since ? this.settleItem(key) : undefined)),
      prove: (key, { messageId }) => gate(() => this.change(key, { publishedAs: { S: messageId } })),
      owed: (limit) => gate(() => this.owedEntries().slice(0, limit)),
    };
    const announce = (outcome: Outcome) => gate(() => `sns-${this.published.push(outcome)}`);
    const clock = () => new Date((this.time += 1000));
    return { ledger, announcer: { announce }, told: invocation.told, clock, topicArn: 'topic', version: '1' };
  }

  private record(payment: Payment, at: Date): Recording {
    const entry: Entry = { key: keyOf(payment), payment, digest: digestOf(payment), recordedAt: at.toISOString() };
    const item = this.items.get(entry.key);
    if (item === undefined) {
      this.items.set(entry.key, itemOf(entry));
      this.writes.set(entry.key, (this.writes.get(entry.key) ?? 0) + 1);
      return { status: 'recorded', entry };
    }
    const first = entryOf(item);
    return first.digest === entry.digest ? { status: 'duplicate', entry: first } : { status: 'conflict' };
  }

  private readonly owedSince = (key: string): string | undefined => this.items.get(key)?.['owedSince']?.S;

  private change(key: string, attributes: Item): void {
    const item = this.items.get(key);
    if (item === undefined) throw new Error('ConditionalCheckFailedException');
    this.items.set(key, { ...item, ...attributes });
  }

  private settleItem(key: string): void {
    this.closed(key);
    const { owedShard: _shard, owedSince: _since, ...rest } = this.items.get(key) ?? {};
    this.items.set(key, rest);
  }

  private owedEntries(): readonly Entry[] {
    return [...this.items.values()].map(entryOf).filter(({ owedSince }) => owedSince !== undefined);
  }

  /** 0-3: goes well; 4: fails before its effect, 5: after it; 6 and 7: the function dies before or after it. */
  private pass(position: number, fate: number): boolean {
    const [gate] = this.gates.splice(position, 1);
    if (gate === undefined) return false;
    const value = fate === 4 || fate === 6 ? undefined : attempt(gate.effect);
    if (fate >= 6) this.crash(gate.invocation);
    else if (fate >= 4) this.fail(gate);
    else if (value instanceof Error) gate.reject(value);
    else gate.resolve(value);
    return true;
  }

  private fail({ reject }: Gate): void {
    this.faults++;
    reject(new Error('ServiceUnavailable'));
  }

  /** The function is gone: its calls are never answered, and its messages come back when their visibility has expired. */
  private crash(invocation: Invocation): void {
    invocation.crashed = true;
    this.crashes++;
    this.running.delete(invocation);
    for (let index = this.gates.length - 1; index >= 0; index--) {
      if (this.gates[index]?.invocation === invocation) this.gates.splice(index, 1);
    }
  }

  /** Visibility ends while the function may still be at work: the next delivery races it. */
  private expireOne(): void {
    const hidden = this.queue.filter(({ visible }) => !visible);
    const message = hidden[this.choose(hidden.length || 1)];
    if (message !== undefined) message.visible = true;
  }

  private expireAll(): void {
    for (const message of this.queue) message.visible = true;
  }

  /** A receive without an invocation: the reserved concurrency is in use. It counts all the same. */
  private throttle(): void {
    const message = this.queue.find(({ visible, receives }) => visible && receives < maxReceives);
    if (message !== undefined) message.receives++;
  }

  /** A redriven message is a new one; a redrive that dies half-way leaves the old one behind. */
  private redriveOne(): void {
    const message = this.dead[this.choose(this.dead.length || 1)];
    if (message === undefined) return;
    this.send(message.body);
    if (this.choose(2) === 0) this.dead.splice(this.dead.indexOf(message), 1);
  }

  private redriveAll(): void {
    for (const message of this.dead.splice(0)) this.send(message.body);
  }

  private async reconcile(): Promise<void> {
    this.invoke(null, 2);
    await turn();
  }

  private move(message: QueuedMessage, from: QueuedMessage[], to: QueuedMessage[]): void {
    from.splice(from.indexOf(message), 1);
    to.push(message);
  }
}

const keyOfBody = (body: Outcome['body']): string => keyOf(body as unknown as Payment);

function attempt(effect: () => unknown): unknown {
  try {
    return effect();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
