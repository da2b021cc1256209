import type { EnvironmentSummary, Report } from '../../comparison/finding.ts';
import { isOpen } from '../headline.ts';
import { markup, type Markup } from './markup.ts';
import { shortRelease, time } from './names.ts';

const observed = { complete: 'completely observed', partial: 'only partly observed', failed: 'not observed' } as const;

/** One card for each environment: where it is, what it runs, and whether it could be seen. */
export function environments(report: Report): Markup {
  const cards = Object.entries(report.environments).map(([name, summary]) => card(report, name, summary));
  return markup`<section aria-labelledby="environments-title">
    <h2 id="environments-title">Environments</h2>
    <div class="cards">${cards}</div>
  </section>`;
}

function card(report: Report, name: string, summary: EnvironmentSummary): Markup {
  const { account, region, release, observed: state, observedAt, resources, error } = summary;
  const open = report.findings.filter((finding) => finding.environment === name && isOpen(finding)).length;
  const role = name === report.baseline ? 'baseline' : name === report.target ? 'target' : '';
  return markup`<article class="card environment">
    <h3>${name} ${role !== '' && markup`<small>${role}</small>`}</h3>
    <p class="state ${state}">${observed[state]}${open > 0 && markup`, <b>${open} unexpected</b>`}</p>
    ${error !== undefined && markup`<p class="cause">${error}</p>`}
    <dl>
      <div>
        <dt>Account</dt>
        <dd>${account || 'not known'}</dd>
      </div>
      <div>
        <dt>Region</dt>
        <dd>${region || 'not known'}</dd>
      </div>
      <div>
        <dt>Release</dt>
        <dd><code title="${release ?? ''}">${shortRelease(release)}</code></dd>
      </div>
      <div>
        <dt>Resources</dt>
        <dd>${resources}</dd>
      </div>
      <div>
        <dt>Observed</dt>
        <dd>${time(observedAt)}</dd>
      </div>
    </dl>
  </article>`;
}
