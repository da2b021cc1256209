import type { Finding } from '../../comparison/finding.ts';
import { kindNames } from '../headline.ts';
import { markup, type Markup } from './markup.ts';

/** Hidden until the script that serves them runs. */
export function filters(findings: readonly Finding[]): Markup {
  const distinct = (of: (finding: Finding) => string): readonly string[] => [...new Set(findings.map(of))];
  const severities = distinct(({ severity }) => severity);
  return markup`<form class="filters" id="filters" hidden aria-label="Filter findings">
    <label class="search"
      >Search <input type="search" name="search" placeholder="name, property, type" autocomplete="off"
    /></label>
    ${choice(
      'environment',
      'Environment',
      distinct(({ environment }) => environment)
        .toSorted()
        .map((name) => [name, name]),
    )}
    ${choice(
      'kind',
      'Kind',
      distinct(({ kind }) => kind).map((kind) => [kind, kindNames[kind as Finding['kind']]]),
    )}
    ${choice(
      'severity',
      'Severity',
      severities.map((name) => [name, name]),
    )}
    <output name="shown" aria-live="polite"></output>
  </form>`;
}

function choice(name: string, label: string, options: readonly (readonly [string, string])[]): Markup | undefined {
  if (options.length < 2) return undefined;
  const items = options.map(([value, text]) => markup`<option value="${value}">${text}</option>`);
  return markup`<label
    >${label}
    <select name="${name}">
      <option value="">all</option>
      ${items}
    </select></label
  >`;
}
