import { markup, Markup } from '../../pipeline/report/html/markup.ts';
import { style } from '../../pipeline/report/html/style.ts';

export interface Page {
  readonly title: string;
  /** What kind of page it is, above everything. */
  readonly bar: string;
  readonly main: Markup;
  readonly footer: string;
}

/** A page that loads nothing, in the look of the reports. */
export const page = ({ title, bar, main, footer }: Page): string =>
  markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>${new Markup(style)}</style>
      </head>
      <body>
        <div class="page">
          <header class="bar"><span>${bar}</span></header>
          <main>${main}</main>
          <footer>${footer}</footer>
        </div>
      </body>
    </html> `.text;
