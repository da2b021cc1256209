import type { GateCard } from './gateCard.ts';
import { parityLines } from './parityEffect.ts';

export interface CardSection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The card in the order in which it matters: what is destroyed and widened before what merely changes. */
export function cardSections(card: GateCard): readonly CardSection[] {
  const { plan, below, parity } = card;
  return [
    section('Not yet', card.missing),
    section('Passed over as an emergency', card.overridden),
    section('Data that is lost', card.losses),
    section('Access that becomes wider', card.widenings, 'nothing becomes wider'),
    section(
      differenceTitle(card),
      card.difference ?? ['no reviewed plan is at hand: all of it is looked at for the first time'],
      'nothing',
    ),
    section(`Plan ${plan.fingerprint.slice(0, 12)}: ${plan.summary}`, plan.lines),
    section(
      'Changes behind the pipeline that would be overwritten',
      card.overwritten ?? [],
      card.overwritten === null ? 'nobody looked' : 'none',
    ),
    ...(parity === null ? [] : [section(`Parity with ${parity.baseline}`, parityLines(parity), 'unchanged')]),
    ...(below === null ? [] : [section(`Below: ${below.environment}`, belowLines(below, card.madeAt))]),
  ].filter(({ lines }) => lines.length > 0);
}

const section = (title: string, lines: readonly string[], none?: string): CardSection => ({
  title,
  lines: lines.length > 0 || none === undefined ? lines : [none],
});

const differenceTitle = ({ difference, reviewedAt, madeAt }: GateCard): string =>
  difference === null ? 'Since the review' : `Since the review ${age(reviewedAt, madeAt)} ago`;

function belowLines(
  { verifiedAt, soakMinutes, alarms }: NonNullable<GateCard['below']>,
  madeAt: string,
): readonly string[] {
  return [
    verifiedAt === null
      ? 'not verified there'
      : `verified there ${age(verifiedAt, madeAt)} ago, ${soakMinutes} minutes are asked for`,
    alarms === null ? 'alarms were not asked' : alarms.length === 0 ? 'no alarm rang' : `alarms: ${alarms.join('; ')}`,
  ];
}

/** A time span for a reader: minutes below two hours, hours below two days. */
function age(from: string | null, to: string): string {
  if (from === null) return 'an unknown time';
  const minutes = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 60_000));
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2_880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} days`;
}
