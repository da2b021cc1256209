/** From the text of a message to a flat object of ours, refusing everything that two parsers could read in two ways. */
import { containsCardNumber } from './cardNumber.ts';
import { problem, Refusal } from './refusal.ts';
import type { RefusalCode } from './refusal.ts';

/** Fields add up to less than 2 KB; the rest is room for escapes and the envelope of an SNS subscription. */
export const largestMessageBytes = 16 * 1024;

/** What a whole message has to be, by the code it is refused with. */
export const messageRules = {
  'too-large': `expected at most ${largestMessageBytes} bytes`,
  encoding: 'expected valid UTF-8 without control characters',
  'not-json': 'expected a JSON object',
  'not-an-object': 'expected a JSON object',
  'card-number': 'expected no card numbers, here or in any other field',
  'forbidden-key': 'expected no keys that change prototypes',
  nested: 'expected a flat object',
  'duplicate-key': 'expected every key once',
} as const satisfies Partial<Record<RefusalCode, string>>;

export type Fields = Readonly<Record<string, unknown>>;

export function readMessage(text: string): Fields {
  if (Buffer.byteLength(text) > largestMessageBytes) refuse('too-large');
  if (!isCleanText(text)) refuse('encoding');
  const fields = parseObject(text);
  const wrapped = notificationIn(fields);
  return wrapped === undefined ? checkFlat(fields, text) : readMessage(wrapped);
}

// U+FFFD is what a wrong decoding leaves behind; the text of the payment is already lost when it is there.
const isCleanText = (text: string): boolean => text.isWellFormed() && !/[\uFFFD\uFEFF]|(?![\t\n\r])\p{Cc}/u.test(text);

function parseObject(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse(containsCardNumber(text) ? 'card-number' : 'not-json');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  return refuse('not-an-object');
}

/** The message inside, when a topic delivers to the queue without raw delivery. */
const notificationIn = (fields: Fields): string | undefined =>
  fields['Type'] === 'Notification' && typeof fields['TopicArn'] === 'string' && typeof fields['Message'] === 'string'
    ? fields['Message']
    : undefined;

function checkFlat(fields: Fields, text: string): Fields {
  const keys = Object.keys(fields);
  const values = Object.values(fields);
  if (containsCardNumber(text) || [...keys, ...values].some((part) => typeof part === 'string' && dirty(part))) {
    refuse('card-number');
  }
  if (values.some((value) => typeof value === 'string' && !isCleanText(value))) {
    refuse('encoding');
  }
  if (['__proto__', 'constructor', 'prototype'].some((key) => Object.hasOwn(fields, key))) {
    refuse('forbidden-key');
  }
  if (values.some((value) => typeof value === 'object' && value !== null)) refuse('nested');
  if (countColons(text) !== keys.length) refuse('duplicate-key');
  return fields;
}

const dirty = (part: string): boolean => containsCardNumber(part);

/** Colons outside strings: in a flat object as many as keys, unless a key was given twice (JSON.parse keeps the last). */
const countColons = (text: string): number => text.replace(/"(?:[^"\\]|\\.)*"/gsu, '').split(':').length - 1;

function refuse(code: keyof typeof messageRules): never {
  throw new Refusal([problem(code, 'message', messageRules[code])]);
}
