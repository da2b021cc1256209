import type { Finding, Presence, Report } from '../../comparison/finding.ts';
import { count, isOpen } from '../headline.ts';
import { markup, type Markup } from './markup.ts';
import { anchorOf, rowOf, shortType } from './names.ts';

const mostRows = 1000;

/** Every resource against every environment, those with findings first. */
export function matrix(report: Report): Markup | undefined {
  if (report.resources.length === 0) return undefined;
  const names = Object.keys(report.environments);
  const byCell = Map.groupBy(report.findings, (finding) => `${rowOf(finding)}\n${finding.environment}`);
  const weight = (row: Report['resources'][number]): number =>
    names.reduce((sum, name) => sum + (byCell.get(cellKey(row, name)) ?? []).filter(isOpen).length, 0);
  const rows = [...report.resources].sort((a, b) => weight(b) - weight(a));
  const left = rows.length - mostRows;
  return markup`<section id="resources" aria-labelledby="matrix-title">
    <h2 id="matrix-title">Resources in each environment</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Table of resources">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">Resource</th>
            ${names.map((name) => markup`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, mostRows).map((row) => line(row, names, byCell))}
        </tbody>
      </table>
    </div>
    ${left > 0 && markup`<p class="meta">and ${count(left, 'more resource')} without findings, all in report.json</p>`}
  </section>`;
}

type Row = Report['resources'][number];

const cellKey = ({ type, name }: Row, environment: string): string => `${type}/${name}\n${environment}`;

function line(row: Row, names: readonly string[], byCell: ReadonlyMap<string, readonly Finding[]>): Markup {
  const cells = names.map(
    (name) => markup`<td>${cell(row.environments[name], byCell.get(cellKey(row, name)) ?? [])}</td>`,
  );
  return markup`<tr>
    <th scope="row">${row.name} <small>${shortType(row.type)}</small></th>
    ${cells}
  </tr>`;
}

const presences: Readonly<Record<Presence, readonly [mark: string, text: string, tone: string]>> = {
  deployed: ['✓', 'as deployed', 'good'],
  missing: ['✗', 'missing', 'bad'],
  unknown: ['?', 'unknown', 'open'],
  planned: ['…', 'not deployed', 'open'],
  absent: ['–', 'absent', 'calm'],
};

function cell(presence: Presence | undefined, found: readonly Finding[]): Markup {
  const open = found.filter(isOpen);
  const [first] = open;
  if (first !== undefined) {
    return markup`<a class="bad" href="#${anchorOf(first)}"
      ><span aria-hidden="true">≠</span> ${count(open.length, 'difference')}</a
    >`;
  }
  const [mark, text, tone] = presences[presence ?? 'unknown'];
  const declared = found.filter(({ classification }) => classification === 'expected-variation').length;
  const waiting = found.filter(({ classification }) => classification === 'pending-release').length;
  const more = [...(declared > 0 ? [`${declared} declared`] : []), ...(waiting > 0 ? [`${waiting} waiting`] : [])].join(
    ', ',
  );
  return markup`<span class="${tone}"><span aria-hidden="true">${mark}</span> ${text}</span
    >${more !== '' && markup` <small>${more}</small>`}`;
}
