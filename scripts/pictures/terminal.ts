/** What a command wrote to a terminal, as a page. */
import { stripVTControlCharacters } from 'node:util';
import Convert from 'ansi-to-html';

/** In CSS pixels. */
export const width = 1040;
const lineHeight = 20;
const padding = 24;

/** What fits into a line of this width and font. */
const columns = 116;

const converter = new Convert({
  escapeXML: true,
  fg: '#cdd9e5',
  colors: { 1: '#f47067', 2: '#6bc46d', 3: '#daaa3f', 4: '#6cb6ff', 5: '#dcbdfb', 6: '#76e3ea' },
});

/** How high the page is, in CSS pixels. */
export const heightOf = (output: string): number =>
  2 * padding +
  lineHeight *
    (1 +
      stripVTControlCharacters(output)
        .split('\n')
        .reduce((lines, { length }) => lines + Math.max(1, Math.ceil(length / columns)), 0));

/** @param typed the command line above it */
export const terminalPage = (typed: string, output: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>${typed}</title>
    <style>
      body { margin: 0; padding: ${padding}px; background: #1c2128; color: #cdd9e5; }
      pre { margin: 0; font: 14px/${lineHeight}px "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre-wrap; word-break: break-all; }
    </style>
  </head>
  <body><pre><b>$ ${typed}</b>
${converter.toHtml(output)}</pre></body>
</html>
`;
