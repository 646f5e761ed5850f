import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { publish } from '../../../src/main/ledger/statement-files'
import { applyStatement } from '../../../src/main/services/intake-apply'
import { discardAbandoned, discardFile } from '../../../src/main/services/intake-discard'
import { planStatement } from '../../../src/main/services/intake-plan'
import type { StatementPlan } from '../../../src/preload/contract/intake'
import { addAccount, openTestLedger, type TestLedger, valueIn, writing } from '../../support/ledger'
import { ACCOUNT, fileIn, quietControl, resourcesOf, zengin03 } from '../../support/statements'

let test: TestLedger
beforeEach(async () => {
  test = await openTestLedger()
  await addAccount(test.ledger, { ...ACCOUNT })
})
afterEach(() => test.cleanup())

const EXPIRED = { ok: false, refusal: { refusal: 'plan_expired' } }
const stored = () =>
  test.ledger.source.prepare('select (select count(*) from receipts) as receipts, (select count(*) from statement_files) as files').get()
const apply = ({ planId, digest }: StatementPlan) => applyStatement(resourcesOf(test), { planId, digest }, quietControl())
const discard = ({ planId }: StatementPlan) => discardFile(resourcesOf(test), planId, quietControl())

async function planned(lines = 1200): Promise<StatementPlan> {
  const deposits = Array.from({ length: lines }, (_, at) => ({ amount: 100 + at }))
  const file = fileIn(test.dir, 's.txt', zengin03({ account: ACCOUNT, from: '2026-11-20', to: '2026-11-20', opening: 0, lines: deposits }))
  const result = valueIn(await planStatement(resourcesOf(test), file, quietControl()))
  if (result.kind !== 'plan') throw new Error(result.kind)
  return result.plan
}

describe('a plan that is not wanted', () => {
  it('goes without a trace and cannot be applied', async () => {
    const plan = await planned()
    expect((await discard(plan)).ok).toBe(true)
    expect(stored()).toEqual({ receipts: 0, files: 0 })
    expect(await apply(plan)).toEqual(EXPIRED)
    expect(await discard(plan)).toEqual(EXPIRED)
  })

  it('makes room for the next plan, and for the one of a program that died', async () => {
    await planned()
    await planned(3)
    expect(stored()).toEqual({ receipts: 3, files: 1 })
    expect((await discardAbandoned(resourcesOf(test), quietControl())).ok).toBe(true)
    expect(stored()).toEqual({ receipts: 0, files: 0 })
  })

  it('stays a plan when it is published meanwhile: nothing of it is taken away', async () => {
    const plan = await planned()
    await writing(test.ledger, (writer) => publish(writer, plan.planId, plan.digest))
    expect(await discard(plan)).toEqual(EXPIRED)
    expect(stored()).toEqual({ receipts: 1200, files: 1 })
  })
})

describe('one applies while another discards', () => {
  it('the file is wholly in or wholly out, whoever was first', async () => {
    for (let round = 0; round < 6; round++) {
      const plan = await planned(200 + round)
      const [applied, discarded] = await Promise.all(
        round % 2 === 0 ? [apply(plan), discard(plan)] : [discard(plan).then((gone) => gone), apply(plan)].reverse(),
      )
      expect([applied?.ok, discarded?.ok].filter(Boolean)).toHaveLength(1)
    }
    const left = test.ledger.source
      .prepare<[], { whole: number }>(
        'select stored = (select count(*) from receipts where file_id = f.id) as whole from statement_files f',
      )
      .all()
    expect(left.every(({ whole }) => whole === 1)).toBe(true)
  })
})
