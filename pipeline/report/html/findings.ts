import type { Finding, Report } from '../../comparison/finding.ts';
import { classNames, count, isOpen, kindNames } from '../headline.ts';
import { stepsFor, type ResolveStep } from '../resolution.ts';
import { plain } from '../values.ts';
import { difference } from './difference.ts';
import { filters } from './filters.ts';
import { findingTable } from './tables.ts';
import { markup, type Markup } from './markup.ts';
import { anchorOf, shortType } from './names.ts';

/** Cards beyond this would make the page slow; the rest is a table, and all of it is in report.json. */
const mostCards = 200;

/** What differs and nobody declared, and what could not be determined: one card each, the worst first. */
export function findings(report: Report): Markup {
  const open = report.findings.filter((finding) => isOpen(finding) || finding.classification === 'unknown');
  const rest = open.slice(mostCards);
  return markup`<section id="findings" aria-labelledby="findings-title">
    <h2 id="findings-title">What differs</h2>
    ${open.length === 0 && markup`<p class="empty">Nothing unexpected was found.</p>`} ${open.length > 1 && filters(open)}
    <div class="findings">${open.slice(0, mostCards).map((finding, index) => card(finding, report, index))}</div>
    <p id="filtered-out" class="empty" hidden>No finding fits these filters.</p>
    ${
      rest.length > 0 &&
      markup`<h3>${count(rest.length, 'more finding')}, none worse than these</h3>
        ${findingTable(rest, 'More findings')}`
    }
  </section>`;
}

function card(finding: Finding, report: Report, index: number): Markup {
  const { severity, environment, kind, classification, resource, path, id } = finding;
  const expanded = index < 3 || (index < 20 && (severity === 'critical' || severity === 'high'));
  const search = [resource.name, resource.type, path, environment, severity, kind, classification]
    .join(' ')
    .toLowerCase();
  return markup`<details
    class="card finding ${severity}"
    id="${anchorOf(finding)}"
    data-severity="${severity}"
    data-environment="${environment}"
    data-kind="${kind}"
    data-search="${search}"
    ${expanded && markup` open`}
  >
    <summary>
      <span class="badge ${severity}">${severity}</span>
      <h3 class="title"><b>${environment}</b> ${resource.name}${path !== '' && markup` <code>${path}</code>`}</h3>
      <span class="brief">${brief(finding)}</span>
    </summary>
    <div class="body">
      <p class="why">${sentence(finding.reason)}</p>
      ${attribution(finding)} ${difference(finding)} ${ways(stepsFor(finding, report))}
      <p class="meta">
        ${kindNames[kind]}, ${classNames[classification]} ·
        ${shortType(resource.type)}${resource.physicalId !== null && markup` · <code>${resource.physicalId}</code>`} ·
        finding <code>${id}</code>
      </p>
    </div>
  </details>`;
}

function brief({ path, change, expected, actual, classification }: Finding): string {
  if (classification === 'unknown' && path === '') return 'could not be read';
  return path === '' ? change : `${plain(expected, 40)} → ${plain(actual, 40)}`;
}

function attribution({ attribution: who, waiver }: Finding): Markup {
  const by =
    who && markup`<p class="who">Changed by <b>${who.actor}</b> with <code>${who.event}</code> at ${who.at}.</p>`;
  const waived =
    waiver && markup`<p class="who">Waiver of <b>${waiver.owner}</b> until ${waiver.expires}: ${waiver.reason}</p>`;
  return markup`${by}${waived}`;
}

function ways(steps: readonly ResolveStep[]): Markup | undefined {
  if (steps.length === 0) return undefined;
  const shown = steps.map(
    ({ kind, title, text, code }) =>
      markup`<section class="way ${kind}">
        <h4>${title}</h4>
        <p>${text}</p>
        ${code && snippet(code.text)}
      </section>`,
  );
  return markup`<div class="ways">${shown}</div>`;
}

const snippet = (text: string): Markup =>
  markup`<div class="snippet">
    <pre tabindex="0"><code>${text}</code></pre>
    <button type="button" class="copy" hidden>Copy</button>
  </div>`;

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
