import type { CardAnswer } from '../card-company'

/** What was certainly done is never called refused because the look after it was: then nobody knows where the payment stands. */
export function afterDeed(seen: CardAnswer): CardAnswer {
  return seen.outcome === 'refused' ? { outcome: 'unknown', detail: `done, but the look after it was refused: ${seen.code}` } : seen
}
