import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { addDays, type BusinessDate } from '../../../preload/contract/date'
import { PositiveYen } from '../../../preload/contract/money'
import type { LineKind, StatementLine } from '../../../preload/contract/statement'
import { legaliseHolder } from '../../settlement/holder-name'
import { familyNames, givenNames, goods, remittingBanks } from './people-names'

/*
 * Invents orders and the deposits that answer them, the same for the same seed: for the demonstration, for `init --orders`
 * and for the benchmarks. Most deposits come to the order's virtual account; the rest is what fills a clerk's morning.
 */
export interface StoryOrder {
  /** Which of the demonstration's merchants. */
  merchant: number
  orderNumber: string
  receivedOn: BusinessDate
  dueOn: BusinessDate
  goods: string
  amount: PositiveYen
  payerName: string
  payerKana: string
  isProtected: boolean
}

export type StoryLine = Omit<StatementLine, 'record' | 'raw'>

/** A source of whole numbers, repeatable by its seed. */
export interface Dice {
  upTo(sides: number): number
  pick<T>(from: readonly T[]): T
}

export function dice(seed: number): Dice {
  const generator = xoroshiro128plus(seed)
  const upTo = (sides: number) => uniformInt(generator, 0, sides - 1)
  return {
    upTo,
    pick: (from) => {
      const found = from[upTo(from.length)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
  }
}

/** One order of one of `merchants` merchants, received within the `days` before `today`. */
export function inventOrder(d: Dice, index: number, merchants: number, today: BusinessDate, days: number): StoryOrder {
  const family = d.pick(familyNames)
  const given = d.pick(givenNames)
  const receivedOn = addDays(today, -1 - d.upTo(days))
  return {
    merchant: index % merchants,
    orderNumber: `${'ABCDEFGH'.charAt(index % merchants)}${String(100_001 + index)}`,
    receivedOn,
    dueOn: addDays(receivedOn, days + 14),
    goods: d.pick(goods),
    amount: PositiveYen.parse(500 + d.upTo(980) * 50 + d.upTo(20)),
    payerName: `${family[0]} ${given[0]}`,
    payerKana: `${family[1]} ${given[1]}`,
    isProtected: d.upTo(8) === 0,
  }
}

/** How a deposit answers its order; weights in a thousand. */
const endings = [
  { ending: 'virtual_account', weight: 760 },
  { ending: 'reference', weight: 85 },
  { ending: 'name', weight: 65 },
  { ending: 'short', weight: 20 },
  { ending: 'over', weight: 10 },
  { ending: 'misspelt', weight: 25 },
  { ending: 'unknown', weight: 15 },
  { ending: 'twice', weight: 20 },
] as const
type Ending = (typeof endings)[number]['ending']

function rollEnding(d: Dice): Ending {
  let left = d.upTo(1000)
  for (const { ending, weight } of endings) {
    if (left < weight) return ending
    left -= weight
  }
  return 'virtual_account'
}

const kana = (name: string): string => legaliseHolder(name).name
const TRANSFER_FEE = 440

/** The deposits that answer an order on a day: one, or two where the payer paid twice. */
export function answerOrder(d: Dice, order: StoryOrder, virtualAccount: string, day: BusinessDate, reference: number): StoryLine[] {
  const ending = rollEnding(d)
  const bank = d.pick(remittingBanks)
  const line = (changes: Partial<StoryLine>): StoryLine => ({
    direction: 'credit',
    bookedOn: day,
    valueOn: day,
    amount: order.amount,
    kind: 'transfer',
    notCustomerMoney: null,
    remitterCode: null,
    remitterName: kana(order.payerKana),
    remittingBank: bank[0],
    remittingBranch: bank[1],
    description: 'ﾌﾘｺﾐ',
    edi: '',
    bankReference: String(reference % 100_000_000).padStart(8, '0'),
    ...changes,
  })
  switch (ending) {
    case 'virtual_account':
      return [line({ remitterCode: virtualAccount })]
    case 'reference':
      return [line({ edi: order.orderNumber })]
    case 'name':
      return [line({})]
    case 'short':
      return [line({ remitterCode: virtualAccount, amount: PositiveYen.parse(Math.max(1, order.amount - TRANSFER_FEE)) })]
    case 'over':
      return [line({ remitterCode: virtualAccount, amount: PositiveYen.parse(order.amount + 1000) })]
    case 'misspelt':
      return [line({ remitterName: kana(order.payerKana.replace(/.$/, 'ン')) })]
    case 'unknown':
      return [
        line({ remitterName: kana(`${d.pick(familyNames)[1]} ${d.pick(givenNames)[1]}`), amount: PositiveYen.parse(order.amount + 7) }),
      ]
    case 'twice':
      return [
        line({ remitterCode: virtualAccount }),
        line({ remitterCode: virtualAccount, bankReference: String((reference + 50_000_000) % 100_000_000).padStart(8, '0') }),
      ]
  }
}

/** A line that brings money of somebody who pays no order by it: a collector's transfer. */
export function incomingLine(day: BusinessDate, amount: number, remitterName: string, reference: number): StoryLine {
  return {
    ...outgoingLine(day, amount, 'ﾌﾘｺﾐ', reference, 'transfer'),
    direction: 'credit',
    remitterName,
    remittingBank: 'ﾃﾞﾓｷﾞﾝｺｳ',
    remittingBranch: 'ﾎﾝﾃﾝ',
  }
}

/** A line that takes money out: a bank fee, or a transfer the agent made. */
export function outgoingLine(
  day: BusinessDate,
  amount: number,
  description: string,
  reference: number,
  kind: LineKind = 'book_transfer',
): StoryLine {
  return {
    direction: 'debit',
    bookedOn: day,
    valueOn: day,
    amount: PositiveYen.parse(amount),
    kind,
    notCustomerMoney: null,
    remitterCode: null,
    remitterName: '',
    remittingBank: '',
    remittingBranch: '',
    description,
    edi: '',
    bankReference: String(reference).padStart(8, '0'),
  }
}
