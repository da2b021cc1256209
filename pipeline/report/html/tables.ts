import type { Finding, Report } from '../../comparison/finding.ts';
import { count } from '../headline.ts';
import { plain } from '../values.ts';
import { markup, type Markup } from './markup.ts';
import { anchorOf, shortType } from './names.ts';

const mostRows = 2000;

export function findingTable(findings: readonly Finding[], label: string): Markup {
  const rows = findings.slice(0, mostRows).map(
    (finding) =>
      markup`<tr id="${anchorOf(finding)}">
        <td><span class="badge ${finding.severity}">${finding.severity}</span></td>
        <th scope="row">
          ${finding.environment} <b>${finding.resource.name}</b> <small>${shortType(finding.resource.type)}</small>
        </th>
        <td>${finding.path === '' ? finding.change : markup`<code>${finding.path}</code>`}</td>
        <td>${finding.path !== '' && markup`<code>${plain(finding.expected)}</code>`}</td>
        <td>${finding.path !== '' && markup`<code>${plain(finding.actual)}</code>`}</td>
        <td>${sentence(finding.reason)}${age(finding)}</td>
      </tr>`,
  );
  const left = findings.length - mostRows;
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Table: ${label}">
      <table>
        <thead>
          <tr>
            ${['Severity', 'Resource', 'Property', 'Expected', 'Actual', 'Why'].map((name) => markup`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    ${left > 0 && markup`<p class="meta">and ${left} more, none worse than these, in report.json</p>`}`;
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

function age({ ageSeconds }: Finding): string {
  if (ageSeconds === undefined) return '';
  const hours = Math.floor(ageSeconds / 3600);
  return hours < 1 ? ' (for less than an hour)' : ` (for ${count(hours, 'hour')})`;
}

const sections = [
  ['pending-release', 'Waits for promotion'],
  ['expected-variation', 'Declared variations, each with its declared value'],
  ['waived', 'Waived'],
  ['provider-noise', 'Probably provider noise'],
] as const;

/** What differs and is accounted for. */
export const accountedFor = ({ findings }: Report): readonly Markup[] =>
  sections.flatMap(([classification, title]) => {
    const found = findings.filter((finding) => finding.classification === classification);
    if (found.length === 0) return [];
    return [
      markup`<section id="${classification}" aria-labelledby="${classification}-title">
        <h2 id="${classification}-title">${title} <small>${found.length}</small></h2>
        ${findingTable(found, title)}
      </section>`,
    ];
  });

export function notes({ notes: all }: Report): Markup | undefined {
  if (all.length === 0) return undefined;
  const items = all
    .slice(0, 200)
    .map(({ environment, text }) => markup`<li>${environment !== null && markup`<b>${environment}</b> `}${text}</li>`);
  return markup`<section aria-labelledby="notes-title">
    <h2 id="notes-title">Worth knowing</h2>
    <ul class="notes">
      ${items}
    </ul>
  </section>`;
}

export function notObservable({ environments }: Report): Markup | undefined {
  const all = Object.entries(environments).flatMap(([name, summary]) =>
    summary.notObservable.map((each) => ({ name, ...each })),
  );
  if (all.length === 0) return undefined;
  const items = all
    .slice(0, 500)
    .map(
      ({ name, resource, path, reason }) => markup`<li><b>${name}</b> ${resource} <code>${path}</code>: ${reason}</li>`,
    );
  return markup`<section id="not-observable" aria-labelledby="not-observable-title">
    <h2 id="not-observable-title">Cannot be observed here <small>${all.length}</small></h2>
    <p>Nothing is concluded about these, neither that they are right nor that they are wrong.</p>
    <ul class="notes">
      ${items}
    </ul>
  </section>`;
}
