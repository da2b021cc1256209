import { createHash } from 'node:crypto';
import type { Report } from '../comparison/finding.ts';
import { headlineOf } from './headline.ts';
import { environments } from './html/environments.ts';
import { findings } from './html/findings.ts';
import { hero } from './html/hero.ts';
import { markup, Markup } from './html/markup.ts';
import { matrix } from './html/matrix.ts';
import { script } from './html/script.ts';
import { style } from './html/style.ts';
import { accountedFor, notes, notObservable } from './html/tables.ts';

/** One file that loads nothing and runs nothing but its own script: a content security policy says so to the browser. */
export function renderHtml(report: Report): string {
  const { answer } = headlineOf(report);
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="color-scheme" content="light dark" />
        <title>${answer}</title>
        <style>${new Markup(style)}</style>
      </head>
      <body>
        <a class="skip" href="#findings">Skip to what differs</a>
        <div class="page">
          <header class="bar">
            <span>Environment comparison</span><button type="button" class="theme" hidden>Dark theme</button>
          </header>
<main>
            ${hero(report)} ${findings(report)} ${environments(report)} ${matrix(report)} ${accountedFor(report)}
            ${notes(report)} ${notObservable(report)}
          </main>
          <footer>The same, for programs: report.json. Ids of findings stay the same from run to run.</footer>
        </div>
        <script>${new Markup(script)}</script>
      </body>
    </html> `.text;
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;
