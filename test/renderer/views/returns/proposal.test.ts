import { describe, expect, it } from 'vitest'
import { yen } from '../../../../src/preload/contract/money'
import { NO_PROPOSAL, type ProposalDraft, problemsOf, refundedBy, releasedBy } from '../../../../src/renderer/views/returns/proposal'

const PAID = yen(5_500)
const draft = (own: Partial<ProposalDraft>): ProposalDraft => ({ ...NO_PROPOSAL, why: '配達の証拠がある', ...own })

describe('what a clerk proposes for a contested order', () => {
  it.each([
    { name: 'nothing chosen yet', own: {}, released: null, refunded: null },
    { name: 'all to the merchant', own: { ending: 'release' }, released: 5_500, refunded: 0 },
    { name: 'all to the payer', own: { ending: 'refund' }, released: 0, refunded: 5_500 },
    { name: 'a part that is not said yet', own: { ending: 'split', part: null }, released: null, refunded: null },
    { name: 'so much to each', own: { ending: 'split', part: yen(2_000) }, released: 2_000, refunded: 3_500 },
    { name: 'more than was paid', own: { ending: 'split', part: yen(6_000) }, released: 6_000, refunded: null },
    { name: 'a part that no longer counts', own: { ending: 'refund', part: yen(2_000) }, released: 0, refunded: 5_500 },
  ] as const)('$name: $released to the merchant, $refunded to the payer', ({ own, released, refunded }) => {
    expect([releasedBy(draft(own), PAID), refundedBy(draft(own), PAID)]).toEqual([released, refunded])
  })

  it.each([
    { name: 'whole', own: { ending: 'release' }, problems: [] },
    { name: 'divided', own: { ending: 'split', part: yen(1) }, problems: [] },
    { name: 'divided without a part', own: { ending: 'split', part: null }, problems: ['part returns.partMissing'] },
    { name: 'divided so that the merchant gets nothing', own: { ending: 'split', part: yen(0) }, problems: ['part returns.partMissing'] },
    { name: 'divided so that the payer gets nothing', own: { ending: 'split', part: PAID }, problems: ['part returns.partTooLarge'] },
    { name: 'without a reason', own: { ending: 'refund', why: '  ' }, problems: ['why returns.whyMissing'] },
  ] as const)('$name lacks $problems', ({ own, problems }) => {
    expect(problemsOf(draft(own), PAID).map(([field, word]) => `${field} ${word}`)).toEqual(problems)
  })
})
