import { expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EngineError } from '../../../pipeline/errors.ts';
import { releaseOverview } from '../../../pipeline/release/overview.ts';
import { changePromotion } from '../../../pipeline/release/promotionRecord.ts';
import { FolderStore } from '../../../pipeline/store/folder.ts';
import { configuration, deployment, releaseId } from './records.ts';

test('R17 R23: the overview says what waits, and names each fact that its gate misses', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'payments-overview-'));
  try {
    const store = new FolderStore(folder);
    const current = deployment(releaseId('a'));
    for (const name of ['dev', 'staging'])
      await changePromotion(store, name, (record) => ({ ...record, current, verified: [current] }));
    const surroundings = {
      ...{ kind: 'sandbox' as const, stateBackend: pathToFileURL(folder).href, blindSpots: [] },
      ...{ secretsProvider: () => 'passphrase', credentials: async () => ({}) },
      attachProvider: async () => {
        throw new EngineError('nothing here needs a provider');
      },
    };
    const now = () => new Date(Date.parse(current.verifiedAt ?? '') + 60_000);
    const { environments } = await releaseOverview(configuration, surroundings, now);
    const { soakMinutes } = configuration.hub.gate;
    expect(environments.map(({ waiting }) => waiting)).toEqual([
      null,
      null,
      {
        release: releaseId('a'),
        missing: [`staging has run it for 1 of ${soakMinutes} minutes`, 'the alarms of staging could not be read'],
        opensAt: null,
        asksForApproval: true,
      },
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
