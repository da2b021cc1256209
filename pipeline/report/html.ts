import type { Report } from '../comparison/finding.ts';
import { headlineOf } from './headline.ts';

export const renderHtml = (report: Report): string => `<!doctype html>${headlineOf(report).answer}`;
