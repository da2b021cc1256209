import { codeBlock } from '../../../pipeline/publish/text.ts';
import type { GateCard } from '../../../pipeline/release/gateCard.ts';
import { cardSections } from '../../../pipeline/release/gateCardText.ts';

/** The gate card as Markdown, one block a section. */
export const inSections = (card: GateCard): readonly string[] =>
  cardSections(card).map(({ title, lines }) => `**${title}**\n\n${codeBlock(lines.join('\n'), 'diff')}`);
