/** Random histories of the payment path, and what has to hold after each of them. */
import fc from 'fast-check';
import { entryOf } from '../../../payments/item.ts';
import { keyOf, parsePayment } from '../../../payments/payment.ts';
import type { Payment } from '../../../payments/payment.ts';
import { runHistory } from './model.ts';
import type { History, World } from './model.ts';

const body = fc
  .record({
    // Few keys and few contents, so that duplicates and conflicts are common.
    merchant: fc.constantFrom('acme', '__smoke__'),
    idempotencyKey: fc.constantFrom('order-0001', 'order-0002', 'order-0003'),
    amountMinor: fc.constantFrom(100, 200),
    currency: fc.constant('EUR'),
  })
  .map((payment) => JSON.stringify(payment));
const poison = fc.constantFrom('{"merchant":', '{"merchant":"acme","amountMinor":-1}', '[]');

export const histories: fc.Arbitrary<History> = fc.record({
  bodies: fc.array(fc.oneof({ weight: 8, arbitrary: body }, { weight: 1, arbitrary: poison }), {
    minLength: 1,
    maxLength: 8,
  }),
  choices: fc.array(fc.nat({ max: 839 }), { minLength: 40, maxLength: 200, size: 'max' }),
});

/** Runs one history and returns what is wrong with its end; nothing, when all is well. */
export async function judge(history: History): Promise<readonly string[]> {
  const world = await runHistory(history);
  const payments = history.bodies.flatMap(parsed);
  return [
    ...lost(payments, world),
    ...doubled(world),
    ...invented(payments, world),
    ...untold(world),
    ...unrepaired(world),
    ...misplaced(history, world),
  ];
}

function parsed(text: string): Payment[] {
  try {
    return [parsePayment(text)];
  } catch {
    return [];
  }
}

const lost = (payments: readonly Payment[], { items }: World): string[] =>
  payments.filter((payment) => !items.has(keyOf(payment))).map((payment) => `lost: ${keyOf(payment)}`);

const doubled = ({ writes }: World): string[] =>
  [...writes].filter(([, count]) => count !== 1).map(([key, count]) => `recorded ${count} times: ${key}`);

const invented = (payments: readonly Payment[], { items }: World): string[] => {
  const sent = new Set(payments.map((payment) => JSON.stringify(payment)));
  return [...items.values()]
    .map((item) => entryOf(item).payment)
    .filter((payment) => !sent.has(JSON.stringify(payment)))
    .map((payment) => `recorded what nobody sent: ${JSON.stringify(payment)}`);
};

/** Every record is told, with its own contents, under one id; and nothing is told that is not recorded. */
function untold({ items, published, forgotten }: World): string[] {
  const told = published.filter(({ outcome }) => outcome === 'recorded');
  const wrong = [...items.values()].map(entryOf).flatMap(({ key, payment }) => {
    const about = told.filter(({ body }) => keyOf(body as unknown as Payment) === key);
    const ids = new Set(about.map(({ id }) => id));
    const same = about.every(({ body }) => body['amountMinor'] === payment.amountMinor);
    return ids.size === 1 && same ? [] : [`told under ${ids.size} ids${same ? '' : ' with other contents'}: ${key}`];
  });
  const strangers = told.filter(({ body }) => !items.has(keyOf(body as unknown as Payment)));
  return [
    ...wrong,
    ...strangers.map(({ id }) => `told, but not recorded: ${id}`),
    ...forgotten.map((key) => `left the queue untold: ${key}`),
  ];
}

const unrepaired = ({ items }: World): string[] =>
  [...items.values()]
    .map(entryOf)
    .filter(({ owedSince }) => owedSince !== undefined)
    .map(({ key }) => `still owed: ${key}`);

/** In the end only what can never be paid is a dead letter: poison, and conflicts with what was recorded. */
function misplaced({ bodies }: History, { items, deadLetters }: World): string[] {
  const payable = (text: string): boolean =>
    parsed(text).some((payment) => {
      const item = items.get(keyOf(payment));
      return item === undefined || entryOf(item).payment.amountMinor === payment.amountMinor;
    });
  const wrong = deadLetters.filter(payable).map((text) => `a dead letter that could be paid: ${text}`);
  const unpayable = bodies.filter((text) => !payable(text));
  const missing = unpayable.filter((text) => !deadLetters.includes(text));
  return [...wrong, ...missing.map((text) => `neither paid nor a dead letter: ${text}`)];
}
