import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../comparison/finding.ts';
import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { commentBudget, renderMarkdown } from './markdown.ts';

export interface ReportPaths {
  readonly json: string;
  readonly markdown: string;
  readonly html: string;
}

/** Writes `report.json`, `report.md` and `report.html`, and says where. */
export async function writeReports(report: Report, directory: string): Promise<ReportPaths> {
  await mkdir(directory, { recursive: true });
  const paths = {
    json: join(directory, 'report.json'),
    markdown: join(directory, 'report.md'),
    html: join(directory, 'report.html'),
  };
  await Promise.all([
    writeFile(paths.json, renderJson(report)),
    writeFile(paths.markdown, renderMarkdown(report, { budget: commentBudget })),
    writeFile(paths.html, renderHtml(report)),
  ]);
  return paths;
}
