import fc from 'fast-check'
import { afterAll, it } from 'vitest'
import type { ModelPlan, ModelRules, ModelTerms } from '../support/payout-model-figures'
import { happened } from '../support/payout-pair'
import { PayoutPair, type Simple, type Step } from '../support/payout-pair-steps'

/*
 * Random merchants, terms and orders, and what people and the bank do with the money: held, released, planned, sent back, approved, given up,
 * handed over, seen, come back, paid again, refunded, closed. A model with its own chart and its own arithmetic agrees with every account and
 * every order after each step; what is planned, the file, and the statements of merchants agree with both. MODEL_RUNS sequences (10,000 in
 * the long form, in several processes by MODEL_SEED); a counter-example is run again by MODEL_SEED=… MODEL_PATH=….
 */
const RUNS = Number(process.env.MODEL_RUNS ?? 40)
const STEPS_MOST = 9
/** Sequences that share a ledger, each with merchants of its own: opening one costs as much as some of them. */
const A_LEDGER = 20

const plan: fc.Arbitrary<ModelPlan> = fc.record({
  from: fc.constantFrom(null, null, '2026-12-03', '2027-01-02'),
  fixed: fc.constantFrom(0, 0, 30),
  basisPoints: fc.integer({ min: 0, max: 1_000 }),
  least: fc.constantFrom(0, 1, 80, 700),
  most: fc.constantFrom(null, null, 5_000),
  isTaxed: fc.constantFrom(true, true, false),
})
const terms: fc.Arbitrary<ModelTerms> = fc.record({
  plans: fc.array(plan, { maxLength: 2 }),
  bearsTransferFee: fc.boolean(),
  convention: fc.constantFrom('exact', 'unchanged', 'upper_fee_added', 'lower_fee_added'),
  to: fc.constantFrom('same_branch', 'same_bank', 'other_bank', 'other_bank'),
  bearsReturnFee: fc.boolean(),
  minimum: fc.constantFrom(null, null, 0, 3_000),
})
const rules: fc.Arbitrary<ModelRules> = fc.record({
  minimum: fc.constantFrom(1, 1_000),
  rounding: fc.constantFrom('down', 'half_up', 'up'),
})

/** Small ones that fees eat, some about the boundary of the transfer fees, and any. */
const amount = fc.oneof(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 29_000, max: 33_000 }), fc.integer({ min: 1, max: 400_000 }))
const which = fc.nat(11)
const month = fc.constantFrom('last' as const, 'next' as const, 'next' as const)
const one = (...names: readonly Simple[]): fc.Arbitrary<Step> => fc.record({ do: fc.constantFrom(...names), which })
const decided = { which, quarters: fc.constantFrom(4, 4, 2, 1), isAgreed: fc.constantFrom(true, true, true, false) }
const steps: fc.Arbitrary<Step>[] = [
  fc.record({
    do: fc.constant('pay'),
    merchant: which,
    amounts: fc.array(amount, { minLength: 1, maxLength: 3 }),
    isProtected: fc.boolean(),
  }),
  fc.record({ do: fc.constant('pay_out'), month, which }),
  fc.record({ do: fc.constant('plan'), month }),
  one('go_on', 'go_on', 'reject', 'give_up', 'send_back'),
  one('hold', 'correct', 'wait'),
  one('pay_again'),
  one('pay_back'),
  fc.record({ do: fc.constant('come_back'), which, isShort: fc.boolean() }),
  fc.record({ do: fc.constant('answer'), which, says: fc.constantFrom('received', 'returned') }),
  fc.record({ do: fc.constantFrom('refund', 'refund', 'refund_again'), ...decided }),
  fc.record({ do: fc.constantFrom('plan_refunds', 'close') }),
  fc.record({ do: fc.constant('deposit'), amount }),
]
const weights = [3, 5, 1, 4, 1, 2, 3, 4, 1, 5, 1, 1]
const step = fc.oneof(...steps.map((arbitrary, at) => ({ arbitrary, weight: weights[at] ?? 1 })))
/** Every sequence begins with money of both merchants, so that there is something to do. */
const opening = (merchant: number): fc.Arbitrary<Step> =>
  fc.record({
    ...{ do: fc.constant('pay'), merchant: fc.constant(merchant), amounts: fc.array(amount, { minLength: 1, maxLength: 3 }) },
    isProtected: fc.boolean(),
  })

let pair: PayoutPair | null = null
/** In this ledger, and in all. */
let sequences = 0
let held = 0
/** The long form tells now and then how far it is. */
const TOLD_EVERY = 250
async function forget(): Promise<void> {
  await pair?.desk.cleanup()
  pair = null
  sequences = 0
}
afterAll(forget)

let hasFailed = false

/** One sequence. Once one has failed each has a ledger to itself, so that its shorter forms stand alone. */
async function holds(merchants: readonly ModelTerms[], inForce: ModelRules, todo: readonly Step[]): Promise<void> {
  pair ??= await PayoutPair.open()
  try {
    await pair.begin(merchants, inForce)
    for (const each of todo) await pair.take(each)
    await pair.end()
    sequences += 1
    held += 1
    if (held % TOLD_EVERY === 0) console.log(`${held} sequences`)
    if (hasFailed || sequences === A_LEDGER) await forget()
  } catch (fault) {
    hasFailed = true
    await forget()
    throw fault
  }
}

const { MODEL_SEED, MODEL_PATH } = process.env

it(`a model of the money agrees with every account after every step, ${RUNS} times`, { timeout: 120_000 + RUNS * 5_000 }, async () => {
  const seed = MODEL_SEED === undefined ? Date.now() % 2 ** 31 : Number(MODEL_SEED)
  const began = process.cpuUsage()
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(terms, terms),
      rules,
      fc.tuple(opening(0), opening(1)),
      fc.array(step, { minLength: 3, maxLength: STEPS_MOST, size: 'max' }),
      (merchants, inForce, first, rest) => holds(merchants, inForce, [...first, ...rest]),
    ),
    { numRuns: RUNS, seed, ...(MODEL_PATH === undefined ? {} : { path: MODEL_PATH }) },
  )
  const { user, system } = process.cpuUsage(began)
  const aSecond = (RUNS / ((user + system) / 1_000_000)).toFixed(1)
  const often = [...happened].sort(([, one], [, other]) => other - one).map(([what, times]) => `${what} ${times}`)
  console.log(`${RUNS} sequences, ${aSecond} in a second of one core, seed ${seed}: ${often.join(', ')}`)
})
