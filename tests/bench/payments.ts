/** The payment code: its size, its start, the cost of a payment, and the same work on Powertools beside it. */
import { bytes } from './payments/bytes.ts';
import { costs } from './payments/cost.ts';
import type { Row } from './row.ts';

export const run = async (): Promise<readonly Row[]> => [...(await bytes()), ...(await costs())];
