/** Pages of reports, of a rehearsal and of insights in a real browser: at three widths, light and dark, and printed. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { renderHtml } from '../../pipeline/report/html.ts';
import { findChromium } from '../../scripts/pictures/browser.ts';
import { insightsPage } from '../../scripts/output/insightsHtml.ts';
import { measured, nothing } from '../unit/insights/sample.ts';
import { failed, rehearsed } from '../unit/report/rehearsals.ts';
import { drifted, hostile, inSync, many, unobserved } from '../unit/report/reports.ts';
import { openPage, type Page } from './chromium.ts';
import type { Proof, SoakResult } from './proof.ts';

const pages = {
  ...Object.fromEntries(
    Object.entries({ drifted, hostile, inSync, large: many(300), unobserved }).map(([name, report]) => [
      name,
      renderHtml(report),
    ]),
  ),
  ...{ rehearsal: rehearsed, rehearsalFailed: failed },
  ...{ insights: insightsPage(measured), insightsOfNothing: insightsPage(nothing) },
};
const widths = { phone: 390, tablet: 820, desktop: 1440 };
const looks = Object.entries(pages).flatMap(([name, html]) =>
  Object.entries(widths).flatMap(([device, width]) =>
    ['light', 'dark'].map((theme) => ({ name, html, device, width, theme })),
  ),
);

export const proof: Proof = {
  claim:
    'a page (report, rehearsal, insights) has no violation that axe knows, fits its screen and is printed whole, in light and dark',
  cases: looks.length,
  chunk: looks.length,
  async run({ cases }) {
    try {
      return await lookAt(findChromium(process.env), cases);
    } catch (error) {
      return { cases: 0, failure: error instanceof Error ? error.message : String(error) };
    }
  },
};

async function lookAt(chromium: string, cases: number): Promise<SoakResult> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-pages-'));
  const page = await openPage(chromium);
  try {
    const problems: string[] = [];
    for (const { name, html, device, width, theme } of looks.slice(0, cases)) {
      const file = join(folder, `${name}.html`);
      await writeFile(file, html);
      await show(page, { file, width, theme });
      const found = [...(await violations(page)), ...(await tooWide(page, width)), ...(await notPrinted(page))];
      problems.push(...found.map((problem) => `${name}, ${device}, ${theme}: ${problem}`));
    }
    return { cases, failure: problems.length === 0 ? null : problems.join('; ') };
  } finally {
    await page.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function show(page: Page, { file, width, theme }: { file: string; width: number; theme: string }): Promise<void> {
  const mobile = width < 500;
  await page.send('Emulation.setDeviceMetricsOverride', { width, height: 900, deviceScaleFactor: 1, mobile });
  const features = [{ name: 'prefers-color-scheme', value: theme }];
  await page.send('Emulation.setEmulatedMedia', { media: 'screen', features });
  await page.open(pathToFileURL(file).href);
}

/** Rules of WCAG 2.2 to level AA, and axe's best practices. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(`${axe.source};0`);
  const found = await page.evaluate(
    `axe.run().then(({ violations, passes }) => ({ passes: passes.length, violations: violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 200)) }))`,
  );
  const { passes, violations: told } = found as { readonly passes: number; readonly violations: readonly string[] };
  return passes > 10 ? told : ['axe looked at nothing'];
}

async function tooWide(page: Page, width: number): Promise<readonly string[]> {
  const wide = Number(await page.evaluate('document.documentElement.scrollWidth'));
  return wide <= width ? [] : [`${wide} pixels wide on a screen of ${width}`];
}

/** On paper nobody can unfold anything, and nothing is to be filtered or copied. */
async function notPrinted(page: Page): Promise<readonly string[]> {
  await page.send('Emulation.setEmulatedMedia', { media: 'print' });
  const hidden = await page.evaluate(
    `[...document.querySelectorAll('.finding .body')].filter((body) => body.getBoundingClientRect().height === 0).length`,
  );
  const buttons = await page.evaluate(
    `[...document.querySelectorAll('button, form')].filter((each) => each.getBoundingClientRect().height > 0).length`,
  );
  return [
    ...(hidden === 0 ? [] : [`${String(hidden)} findings are folded on paper`]),
    ...(buttons === 0 ? [] : [`${String(buttons)} controls are printed`]),
  ];
}
