import type { PlannedPreview } from './previewEnvironments.ts';
import { parityLines } from './release/parityEffect.ts';

export interface PreviewSection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What a reviewer must know beside the plan; only what there is. */
export function previewSections({
  widenings,
  parity,
  own,
}: Pick<PlannedPreview, 'widenings' | 'parity' | 'own'>): readonly PreviewSection[] {
  return [
    { title: 'Access that becomes wider', lines: widenings },
    { title: `Parity with ${parity?.baseline ?? ''}`, lines: parity === null ? [] : parityLines(parity) },
    ...(own === null
      ? []
      : [
          {
            title: `Of this change itself; the rest is release ${own.waiting.slice(0, 12)}, which is merged and waits`,
            lines: own.lines.length > 0 ? own.lines : ['nothing'],
          },
        ]),
  ].filter(({ lines }) => lines.length > 0);
}
