import type { Report } from '../../comparison/finding.ts';
import { headlineOf, isOpen } from '../headline.ts';
import { markup, type Markup } from './markup.ts';
import { anchorOf, time } from './names.ts';

const marks = { 'in-sync': '✓', drifted: '≠', unknown: '?' } as const;
const verdicts = { 'in-sync': 'In sync', drifted: 'Drifted', unknown: 'Unknown' } as const;

/** The first screen: the answer, what to do, and how many differences of each kind there are. */
export function hero(report: Report): Markup {
  const { answer, next } = headlineOf(report);
  const { verdict, baseline, target, generatedAt } = report;
  return markup`<div class="hero ${verdict}">
      <div class="mark" aria-hidden="true">${marks[verdict]}</div>
      <div class="answer">
        <p class="eyebrow">
          <span class="verdict">${verdicts[verdict]}</span> ${target} against ${baseline} · ${time(generatedAt)}
        </p>
        <h1>${answer}</h1>
        <p class="next">${next}</p>
        ${wayOut(report)}
      </div>
    </div>
    ${tally(report)}`;
}

/** Who was woken by this wants to get to the first finding, and to what can be done about it. */
function wayOut({ findings }: Report): Markup | undefined {
  const first = findings.find(isOpen);
  return first && markup`<p class="go"><a href="#${anchorOf(first)}">Show it, and how to resolve it</a></p>`;
}

/** What there is none of is left out, but for what the answer rests on. */
function tally({ summary }: Report): Markup {
  const tiles: readonly (readonly [number, string, string, string])[] = [
    [summary.unexpected, 'unexpected', 'bad', '#findings'],
    [summary.unknown, 'unknown', 'open', '#findings'],
    [summary.pendingRelease, 'wait for promotion', 'calm', '#pending-release'],
    [summary.expectedVariations, 'declared variations', 'calm', '#expected-variation'],
    [summary.waived, 'waived', 'calm', '#waived'],
    [summary.noise, 'probable noise', 'calm', '#provider-noise'],
    [summary.notObservable, 'not observable here', 'calm', '#not-observable'],
  ];
  const told = tiles.filter(([number, text]) => number > 0 || text === 'unexpected' || text === 'unknown');
  const shown = told.map(([number, text, tone, target]) =>
    number === 0
      ? markup`<li class="none"><b>0</b> ${text}</li>`
      : markup`<li class="${tone}">
          <a href="${target}"><b>${number}</b> ${text}</a>
        </li>`,
  );
  return markup`<ul class="tally" aria-label="Differences by kind">
    ${shown}
  </ul>`;
}
