import type { Report } from '../comparison/finding.ts';

/** `report.json`: the contract that others read, described by `report.schema.json`. */
export const renderJson = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;
