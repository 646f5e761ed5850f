import { describe, expect, it } from 'vitest'
import { causeOf } from '../../../src/main/settlement/causes'
import { reason } from '../../../src/main/settlement/reasons'
import { Proposal, type Reason } from '../../../src/preload/contract/clearing'
import { candidate } from '../../renderer/views/clearing/desk-fixture'

type Told = Reason['code'] | readonly [Reason['code'], string]
const proposed = (difference: number, ...told: Told[]) =>
  Proposal.parse({
    orders: [candidate(57, 12_000)],
    difference,
    reasons: told.map((one) => (typeof one === 'string' ? reason(one, 'of this one alone') : reason(...one))),
  })

describe('the cause for which a deposit waits', () => {
  it.each<{ says: string; first: Proposal; key: string | null }>([
    {
      says: 'a number in the text, and the name of somebody else',
      first: proposed(0, 'name_differs', 'reference_in_text', 'amount_equal', 'within_due_date'),
      key: 'name_differs+reference_in_text+amount_equal',
    },
    {
      says: 'the same name, less a fee',
      first: proposed(-440, 'amount_short', 'name_equal', ['fee_deducted', '440']),
      key: 'name_equal+fee_deducted:440',
    },
    { says: 'a yen too much', first: proposed(1, 'amount_over', 'name_equal', ['rounding', '1']), key: 'name_equal+rounding:1' },
    {
      says: 'a payer it has paid for before',
      first: proposed(0, 'name_differs', 'learned', 'amount_equal'),
      key: 'name_differs+learned+amount_equal',
    },
    { says: 'late', first: proposed(0, 'after_due_date', 'name_close', 'amount_equal'), key: 'after_due_date+name_close+amount_equal' },
    { says: 'a sum', first: proposed(0, 'name_equal', 'sum_fits'), key: 'name_equal+sum_fits' },
    { says: 'only the amount leads there', first: proposed(0, 'name_differs', 'amount_equal'), key: null },
    { says: 'what is missing has no name', first: proposed(-300, 'amount_short', 'name_equal'), key: null },
    { says: 'what is too much has no name', first: proposed(300, 'amount_over', 'name_equal'), key: null },
  ])('$says: $key', ({ first, key }) => {
    expect(causeOf([first])?.key ?? null).toBe(key)
  })

  const never: readonly Reason['code'][] = [
    ...(['virtual_account_of_other', 'reference_of_other', 'before_order', 'not_customer_money', 'returned_transfer'] as const),
    ...(['order_closed', 'other_method', 'instruction_withdrawn', 'other_fits_equally', 'other_merchant_fits'] as const),
    ...(['former_holder', 'other_sum_fits'] as const),
  ]
  it.each(never)('%s is decided one by one, whatever speaks for it', (code) => {
    expect(causeOf([proposed(0, code, 'virtual_account', 'reference_in_text', 'name_equal', 'amount_equal')])).toBeNull()
  })

  it('two answers that come out even are no cause; one that only its amount leads to is no second answer', () => {
    const first = proposed(0, 'name_equal', 'amount_equal')
    expect(causeOf([first, proposed(0, 'name_prefix', 'sum_fits')])).toBeNull()
    expect(causeOf([first, proposed(0, 'amount_equal'), proposed(-440, 'name_equal')])).not.toBeNull()
    expect(causeOf([])).toBeNull()
  })

  it('tells nothing that is one deposit’s alone but its difference', () => {
    const cause = causeOf([proposed(-440, 'amount_short', 'name_equal', ['fee_deducted', '440'])])
    expect(cause?.reasons.map(({ code, detail }) => [code, detail])).toEqual([
      ['name_equal', ''],
      ['fee_deducted', '440'],
    ])
  })
})
