import type { Insights } from '../../pipeline/insights/insights.ts';
import { markup, type Markup } from '../../pipeline/report/html/markup.ts';
import { page } from './page.ts';
import { count } from '../../pipeline/report/headline.ts';
import { duration, percent, spread } from './insightsText.ts';

/** The same figures as one page that loads nothing, in the look of the reports. */
export function insightsPage(insights: Insights): string {
  const [from, to] = [insights.from.slice(0, 10), insights.to.slice(0, 10)];
  return page({
    title: `Insights ${from} to ${to}`,
    bar: 'Insights',
    main: markup`<h1>How the pipeline did from ${from} to ${to}</h1>
      ${delivery(insights)} ${drift(insights)} ${waivers(insights)} ${notCounted(insights)}`,
    footer: 'From release records, promotions, evidence and reports. For programs: npm run insights -- --json',
  });
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): Markup => markup`<div
    class="scroll"
    tabindex="0"
    role="region"
    aria-label="${head.filter((title) => title !== '').join(', ')}"
  >
    <table>
      <thead><tr>${head.map((title) => markup`<th scope="col">${title}</th>`)}</tr></thead>
      <tbody>
        ${rows.map(
          ([first = '', ...rest]) =>
            markup`<tr><th scope="row">${first}</th>${rest.map((cell) => markup`<td>${cell}</td>`)}</tr>`,
        )}
      </tbody>
    </table>
  </div>`;

const delivery = ({ delivery: rows }: Insights): Markup => markup`<h2>Delivery</h2>
  ${table(
    ['Environment', 'Deployments', 'A week', 'Lead time', 'Failure rate', 'Time to restore', 'Not restored', 'Open'],
    rows.map((row) => [
      row.environment,
      String(row.deployments),
      row.perWeek.toFixed(1),
      spread(row.leadTime),
      percent(row.changeFailureRate),
      spread(row.timeToRestore),
      String(row.notRestored),
      String(row.open),
    ]),
  )}`;

function drift({ drift: found }: Insights): Markup {
  if (found === null) return markup`<h2>Drift</h2><p class="empty">Not measured: no reports were given.</p>`;
  const { reports, episodes, open, timeToDetect, timeToResolve } = found;
  return markup`<h2>Drift <small>${count(reports, 'report')}, ${count(episodes.length, 'difference')}, ${open} open</small></h2>
    <p class="above">Time to detect: ${timeToDetect.count === 0 ? 'no start is known' : `${spread(timeToDetect)}, of ${timeToDetect.count} with a known start`}. Time to resolve: ${spread(timeToResolve)}.</p>
    ${
      episodes.length > 0 &&
      table(
        ['Resource', 'Environment', 'Severity', 'Found (UTC)', 'Resolved (UTC)'],
        episodes.map(({ resource, path, environment, severity, firstSeen, resolved }) => [
          `${resource} ${path}`.trim(),
          environment,
          severity,
          minute(firstSeen),
          resolved === null ? 'open' : minute(resolved),
        ]),
      )
    }`;
}

/** Of an ISO 8601 text. */
const minute = (at: string): string => at.slice(0, 16).replace('T', ' ');

function waivers({ waivers: rows }: Insights): Markup {
  if (rows.length === 0) return markup`<h2>Waivers</h2><p class="empty">None.</p>`;
  return markup`<h2>Waivers</h2>
    ${table(
      ['Resource', 'Owner', 'Until', 'Days left', 'In use for'],
      rows.map(({ resource, owner, expires, daysLeft, ageSeconds }) => [
        resource,
        owner,
        expires,
        daysLeft > 0 ? String(daysLeft) : 'expired',
        duration(ageSeconds),
      ]),
    )}`;
}

const notCounted = ({ unreadable }: Insights): Markup | false =>
  unreadable.length > 0 &&
  markup`<h2>Not counted</h2>
    <ul class="notes">${unreadable.map(({ file, reason }) => markup`<li>${file}: ${reason}</li>`)}</ul>`;
