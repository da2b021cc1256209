import { expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { renderHtml } from '../../../pipeline/report/html.ts';
import { drifted, hostile, hostileTexts, inSync, invisible, many } from './reports.ts';

const pages = { inSync: renderHtml(inSync), drifted: renderHtml(drifted), hostile: renderHtml(hostile) };
const tagsOf = (page: string): readonly string[] =>
  [...page.matchAll(/<(\/?[a-z][a-z0-9]*)/gi)].map(([, tag = '']) => tag);

const attributesOf = (page: string): readonly string[] =>
  [...page.matchAll(/<[a-z][^<>]*>/gi)].flatMap(([tag]) =>
    (tag.replaceAll(/"[^"]*"/g, '').match(/\s[^\s=<>/]+/g) ?? []).map((name) => name.trim()),
  );

test('R10: the first screen answers whether the two are the same, and what to do', () => {
  expect(pages.inSync).toContain('prod is the same as staging, as far as they are meant to be');
  expect(pages.inSync).toContain('Nothing to do');
  expect(pages.drifted).toContain('prod is not the same as staging');
  const [first] = drifted.findings;
  expect(pages.drifted).toContain(`Start with ${first?.resource.name ?? ''}`);
});

test.each(Object.entries(pages))('R10: the page loads nothing from anywhere: %s', (_, page) => {
  const loading = /^(?:link|iframe|object|embed|base|img|video|audio|source|track)$/i;
  expect(tagsOf(page).filter((tag) => loading.test(tag))).toEqual([]);
  expect(attributesOf(page).filter((name) => /^(?:src|srcset|data|poster|action|background)$/.test(name))).toEqual([]);
  expect(/<style>([^<]*)<\/style>/.exec(page)?.[1]).not.toMatch(/@import|url\(/);
  expect([...page.matchAll(/href="([^"]*)"/g)].every(([, target = '']) => target.startsWith('#'))).toBe(true);
  expect(page).toContain('default-src &#39;none&#39;');
});

test('R10: the browser is told to run nothing but the script and the style of this project', () => {
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(pages.hostile) ?? [];
  const inside = (tag: string): string => new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(pages.hostile)?.[1] ?? '';
  for (const tag of ['script', 'style']) {
    expect(inside(tag).length).toBeGreaterThan(100);
    const hash = createHash('sha256').update(inside(tag)).digest('base64');
    expect(policy.replaceAll('&#39;', "'")).toContain(`${tag}-src 'sha256-${hash}'`);
  }
  expect(policy).not.toContain('unsafe');
});

test('R42: no text from outside becomes markup, in elements or in attributes', () => {
  expect(new Set(tagsOf(pages.hostile))).not.toContain('img');
  expect(tagsOf(pages.hostile).filter((tag) => tag === 'script')).toHaveLength(1);
  const attributes = attributesOf(pages.hostile);
  expect(attributes.length).toBeGreaterThan(100);
  expect(attributes.filter((name) => !/^[a-z-]+$/i.test(name) || name.startsWith('on'))).toEqual([]);
  for (const text of hostileTexts.filter((each) => each.includes('<'))) expect(pages.hostile).not.toContain(text);
  const opened = (page: string, tag: string) => tagsOf(page).filter((each) => each === tag).length;
  for (const tag of ['details', 'section', 'table', 'pre', 'code', 'li', 'article'])
    expect([tag, opened(pages.hostile, tag)]).toEqual([tag, opened(pages.hostile, `/${tag}`)]);
});

test('R42: nothing in the page turns the direction of reading or hides', () => {
  expect(pages.hostile).not.toMatch(invisible);
  expect(pages.hostile).toContain('\\u{202e}');
});

test('R10: every open finding has its place, why it matters, both values and the ways out', () => {
  for (const finding of drifted.findings.filter(({ classification }) => classification === 'unexpected')) {
    const [, card = ''] = new RegExp(`id="finding-${finding.id}"([\\s\\S]*?)</details>`).exec(pages.drifted) ?? [];
    expect(card).toContain(finding.reason.slice(1, 30));
    for (const way of finding.resolve) expect(card).toContain(`class="way ${way}"`);
  }
});

test('R10: ids are unique, and every link within the page leads somewhere', () => {
  for (const page of Object.values(pages)) {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    if (page === pages.hostile) continue;
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  }
});

test('R10: beyond what a page can carry the rest is a table, and is counted', () => {
  const page = renderHtml(many(300));
  expect(tagsOf(page).filter((tag) => tag === 'article' || tag === 'details').length).toBeGreaterThan(200);
  expect(page).toContain('100 more findings, none worse than these');
});
