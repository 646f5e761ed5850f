import { remittingBanks } from '../../src/main/services/demonstration/people-names'
import { type Dice, dice, type StoryLine } from '../../src/main/services/demonstration/story'
import { legaliseHolder } from '../../src/main/settlement/holder-name'
import { addDays, type BusinessDate } from '../../src/preload/contract/date'
import { PositiveYen } from '../../src/preload/contract/money'
import { inventPayer, type Payer, relativeOf } from './clearing-names'

/*
 * A week of deposits of which the truth is known: whoever pays an order, how, and how a bank delivers it. The matcher is asked about the
 * same bytes as always and never sees this file.
 */
export interface TrueOrder {
  readonly merchant: number
  readonly orderNumber: string
  readonly payer: Payer
  readonly amount: PositiveYen
  readonly receivedOn: BusinessDate
  readonly dueOn: BusinessDate
  /** Place in the range of its merchant's virtual accounts. */
  readonly account: number
  /** How it stands when the week begins. `former`: it has expired, and its number was given to another. */
  readonly standing: 'open' | 'paid' | 'expired' | 'former'
}

export interface TrueDeposit {
  readonly kind: Kind
  readonly day: number
  readonly line: StoryLine
  /** The orders it pays, by their place in the story; empty where it pays none. */
  readonly pays: readonly number[]
  /** A person clears it without asking anybody: the amount agrees, and one answer only fits what the bank tells. */
  isCertain: boolean
}

export interface ClearingStory {
  readonly orders: readonly TrueOrder[]
  readonly deposits: readonly TrueDeposit[]
}

/** How payers pay; weights in a thousand. `unpaid` brings an order and no deposit. */
const kinds = {
  account: 480,
  account_of_relative: 40,
  account_reused: 3,
  account_less_fee: 18,
  account_rounded: 5,
  account_wrong: 8,
  reference: 60,
  reference_glued: 30,
  reference_wrong: 8,
  name: 120,
  name_otherwise: 30,
  name_cut: 25,
  name_misspelt: 22,
  name_less_fee: 20,
  relative: 8,
  sum: 28,
  sum_of_some: 10,
  split: 8,
  twice: 8,
  twin: 5,
  monthly: 8,
  late: 10,
  stranger: 8,
  unpaid: 56,
} as const
export type Kind = keyof typeof kinds
const names = Object.keys(kinds) as readonly Kind[]

export const MERCHANTS = 40
/** Of the last ten each numbers its orders as another does. */
const ALIKE_FROM = 30
export const DAYS = 5
const FEES = [110, 165, 220, 275, 330, 440, 550, 660, 770, 880] as const

function roll(d: Dice): Kind {
  let left = d.upTo(Object.values(kinds).reduce((sum: number, weight) => sum + weight, 0))
  for (const kind of names) {
    if (left < kinds[kind]) return kind
    left -= kinds[kind]
  }
  return 'account'
}

/** A story of at least so many deposits in the days from `first` on, the same for the same seed. */
export function inventClearing(rows: number, seed: number, first: BusinessDate): ClearingStory {
  const story = new Story(dice(seed), first)
  while (story.deposits.length < rows) story.tell(roll(story.d))
  tellCertain(story)
  return story
}

const kana = (name: string): string => legaliseHolder(name).name

class Story implements ClearingStory {
  readonly orders: TrueOrder[] = []
  readonly deposits: TrueDeposit[] = []
  readonly #perMerchant = Array.from({ length: MERCHANTS }, () => 0)
  readonly #prices: readonly (readonly number[])[]

  constructor(
    readonly d: Dice,
    readonly first: BusinessDate,
  ) {
    this.#prices = Array.from({ length: MERCHANTS }, () => Array.from({ length: 30 }, () => 980 + d.upTo(480) * 100 + d.upTo(2) * 80))
  }

  #price(merchant: number): PositiveYen {
    const listed = this.d.pick(this.#prices[merchant] ?? [])
    const postage = this.d.pick([0, 0, 550, 660, 770])
    return PositiveYen.parse(this.d.upTo(5) < 3 ? listed + postage : 500 + this.d.upTo(90_000))
  }

  #order(payer: Payer, own: Partial<TrueOrder> = {}): number {
    const merchant = own.merchant ?? this.d.upTo(MERCHANTS)
    const account = own.account ?? this.#next(merchant)
    const receivedOn = addDays(this.first, -1 - this.d.upTo(20))
    const amount = own.amount ?? this.#price(merchant)
    const orderNumber = `${prefix(merchant)}${100_001 + (own.account === undefined ? account : this.#next(merchant))}`
    this.orders.push({
      merchant,
      orderNumber,
      payer,
      amount,
      receivedOn,
      dueOn: addDays(receivedOn, 40),
      account,
      standing: 'open',
      ...own,
    })
    return this.orders.length - 1
  }

  #next(merchant: number): number {
    const next = this.#perMerchant[merchant] ?? 0
    this.#perMerchant[merchant] = next + 1
    return next
  }

  #at(index: number): TrueOrder {
    const order = this.orders[index]
    if (!order) throw new Error('an order of the story')
    return order
  }

  #pay(kind: Kind, pays: readonly number[], payer: Payer, own: Partial<StoryLine> = {}, day = this.d.upTo(DAYS)): void {
    const bookedOn = addDays(this.first, day)
    // Whoever pays twice pays from the same bank.
    const bank = remittingBanks[payer.kana.length % remittingBanks.length] ?? this.d.pick(remittingBanks)
    const line: StoryLine = {
      direction: 'credit',
      bookedOn,
      valueOn: bookedOn,
      amount: PositiveYen.parse(pays.reduce((sum, index) => sum + this.#at(index).amount, 0) || 1),
      kind: 'transfer',
      notCustomerMoney: null,
      remitterCode: null,
      remitterName: kana(payer.atBank),
      remittingBank: bank[0],
      remittingBranch: bank[1],
      description: this.d.upTo(8) === 0 ? `ﾌﾘｺﾐ ${String(this.d.upTo(1_000_000)).padStart(6, '0')}` : 'ﾌﾘｺﾐ',
      edi: '',
      bankReference: String(this.deposits.length + 1).padStart(8, '0'),
      ...own,
    }
    this.deposits.push({ kind, day, line, pays, isCertain: false })
  }

  /** An order and how it is paid. */
  tell(kind: Kind): void {
    const { d } = this
    const payer = kind === 'name_cut' ? inventPayer(d, 'company') : inventPayer(d)
    const told: Partial<Record<Kind, () => void>> = {
      unpaid: () => this.#order(payer),
      late: () => this.#one(kind, payer, this.#order(payer, { dueOn: addDays(this.first, -1) })),
      stranger: () => this.#pay(kind, [], payer, { amount: this.#price(d.upTo(MERCHANTS)) }),
      sum: () => this.#sum(kind, payer),
      sum_of_some: () => this.#sum(kind, payer),
      split: () => this.#split(payer),
      twin: () => this.#twin(payer),
      monthly: () => this.#monthly(payer),
      account_reused: () => this.#reused(payer),
      relative: () => this.#relative(payer),
    }
    const tell = told[kind] ?? (() => this.#one(kind, payer, this.#order(payer)))
    tell()
  }

  /** One payer in ten has other orders besides, some of them over: what may be meant as well. */
  #others(payer: Payer, index: number): void {
    const { d } = this
    if (d.upTo(10) !== 0) return
    const { merchant } = this.#at(index)
    for (let more = 1 + d.upTo(4); more > 0; more--) {
      this.#order(payer, { merchant, standing: d.pick(['open', 'open', 'open', 'paid', 'expired']) })
    }
  }

  /** The same every month, and one of them is paid: which, the payer knows. */
  #monthly(payer: Payer): void {
    const one = this.#order(payer)
    const { merchant, amount } = this.#at(one)
    this.#order(payer, { merchant, amount })
    this.#pay('monthly', [one], payer)
  }

  #one(kind: Kind, payer: Payer, index: number): void {
    const { d } = this
    this.#others(payer, index)
    const { amount, orderNumber } = this.#at(index)
    const remitterCode = accountCode(this.#at(index))
    const less = PositiveYen.parse(Math.max(1, amount - d.pick(FEES)))
    const how: Partial<Record<Kind, Partial<StoryLine>>> = {
      account: { remitterCode },
      account_of_relative: { remitterCode, remitterName: kana(relativeOf(d, payer).atBank) },
      account_less_fee: { remitterCode, amount: less },
      account_rounded: { remitterCode, amount: PositiveYen.parse(amount + d.pick([1, -1])) },
      account_wrong: { remitterCode, amount: PositiveYen.parse(Math.max(1, amount + (d.upTo(61) - 30) * 100 || amount)) },
      reference: { edi: d.upTo(2) === 0 ? orderNumber : orderNumber.replace(/(\d)/, '-$1') },
      reference_glued: { remitterName: kana((d.upTo(2) === 0 ? orderNumber : orderNumber.replace(/\D/g, '')) + payer.atBank) },
      late: d.upTo(2) === 0 ? { remitterCode } : {},
      reference_wrong: { edi: misreadNumber(d, orderNumber) },
      name_otherwise: { remitterName: kana(payer.otherwise) },
      name_cut: cut(d, kana(d.upTo(2) === 0 ? payer.otherwise : payer.atBank)),
      name_misspelt: { remitterName: kana(misspelt(d, payer.atBank)) },
      name_less_fee: { amount: less },
    }
    this.#pay(kind, [index], payer, how[kind], d.upTo(kind === 'twice' ? DAYS - 1 : DAYS))
    if (kind !== 'twice') return
    const again = this.deposits.at(-1)
    if (again) this.#pay(kind, [], payer, { amount, ...(d.upTo(2) === 0 ? { remitterCode } : {}) }, again.day + 1)
  }

  #sum(kind: Kind, payer: Payer): void {
    const { d } = this
    const merchant = d.upTo(MERCHANTS)
    const count = 2 + d.upTo(d.upTo(2) === 0 ? 2 : 4)
    const indexes = Array.from({ length: count + (kind === 'sum' ? 0 : 1 + d.upTo(3)) }, () => this.#order(payer, { merchant }))
    this.#pay(kind, indexes.slice(0, count), payer)
  }

  #split(payer: Payer): void {
    const { d } = this
    const index = this.#order(payer)
    const { amount } = this.#at(index)
    const first = PositiveYen.parse(Math.max(1, Math.floor(amount / (200 * (1 + d.upTo(3)))) * 100))
    const day = d.upTo(DAYS - 1)
    const own = d.upTo(2) === 0 ? { remitterCode: accountCode(this.#at(index)) } : {}
    this.#pay('split', [index], payer, { ...own, amount: first }, day)
    if (amount > first) this.#pay('split', [index], payer, { ...own, amount: PositiveYen.parse(amount - first) }, day + 1)
  }

  /** Two people of one name, who owe as much; one of them pays. */
  #twin(payer: Payer): void {
    const merchant = this.d.upTo(MERCHANTS)
    const amount = this.#price(merchant)
    const [one] = [this.#order(payer, { merchant, amount }), this.#order(payer, { amount })]
    this.#pay('twin', [one], payer)
  }

  /** Whoever had the number before pays, late, what the number's holder now owes as well. */
  #reused(payer: Payer): void {
    const former = this.#order(payer, { standing: 'former' })
    const { merchant, account, amount } = this.#at(former)
    const now = this.#order(inventPayer(this.d), { merchant, account, amount })
    this.#pay('account_reused', [former], payer, {
      remitterCode: accountCode(this.#at(now)),
      ...(this.d.upTo(3) === 0 ? { remitterName: kana(misspelt(this.d, payer.atBank)) } : {}),
    })
  }

  /** A relative pays twice: first to the account of an order, then without any number. */
  #relative(payer: Payer): void {
    const relative = relativeOf(this.d, payer)
    const [first, second] = [this.#order(payer), this.#order(payer)]
    this.#pay('account_of_relative', [first], relative, { remitterCode: accountCode(this.#at(first)) }, this.d.upTo(2))
    this.#pay('relative', [second], relative, {}, 2 + this.d.upTo(DAYS - 2))
  }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** The last ten merchants number their orders by pairs alike. */
const prefix = (merchant: number): string =>
  merchant < ALIKE_FROM
    ? `${letters.charAt(merchant % 26)}${letters.charAt(Math.floor(merchant / 26))}`
    : `N${letters.charAt((merchant - ALIKE_FROM) >> 1)}`

export const BRANCH = '101'
export const RANGE = 100_000
const accountCode = ({ merchant, account }: TrueOrder): string => `${BRANCH}${String(merchant * RANGE + account).padStart(7, '0')}`

/** One digit of an order number is another. */
function misreadNumber(d: Dice, orderNumber: string): string {
  const at = orderNumber.length - 1 - d.upTo(4)
  return `${orderNumber.slice(0, at)}${(Number(orderNumber.charAt(at)) + 1 + d.upTo(9)) % 10}${orderNumber.slice(at + 1)}`
}

/** One letter is another, is missing, or stands twice. */
function misspelt(d: Dice, name: string): string {
  const at = 1 + d.upTo(name.length - 1)
  const letter = d.pick([...'アイウエオカキクケコサシスセソタチツテトナニヌネノマミムメモラリルレロン'])
  return name.slice(0, at) + d.pick([letter, '', name.charAt(at) + name.charAt(at)]) + name.slice(at + 1)
}

/** Banks cut a name at 48 bytes, and at 26 beside EDI information. A name that is shorter comes whole. */
function cut(d: Dice, name: string): Partial<StoryLine> {
  const edi = d.upTo(3) === 0 ? '' : d.pick(['ｼﾖｳﾋﾝﾀﾞｲｷﾝ', 'ｾｲｷﾕｳｼﾖﾌﾞﾝ', '11ｶﾞﾂﾌﾞﾝ'])
  return { edi, remitterName: name.slice(0, edi === '' ? 48 : 26).trim() }
}

/** What a person needs to ask nobody about, told by the whole story and not by the matcher. */
function tellCertain({ orders, deposits }: ClearingStory): void {
  const byName = Map.groupBy(orders.keys(), (index) => orders[index]?.payer.kana ?? '')
  const byAmount = Map.groupBy(orders.keys(), (index) => orders[index]?.amount ?? 0)
  const numbers = new Set(orders.map(({ orderNumber }) => orderNumber))
  for (const deposit of deposits) {
    const { kind, line, pays } = deposit
    const [index] = pays
    const order = index === undefined ? undefined : orders[index]
    if (!order) continue
    const alike = (byAmount.get(line.amount) ?? [])
      .flatMap((at) => orders[at] ?? [])
      .filter((other) => other !== order && other.standing === 'open')
    const isOnly = alike.every((other) => !startsAlike(line.remitterName, other))
    switch (kind) {
      case 'account':
      case 'account_of_relative':
      case 'reference':
      case 'reference_glued':
      case 'twice':
        deposit.isCertain = true
        break
      case 'reference_wrong':
        deposit.isCertain = isOnly && !numbers.has(line.edi)
        break
      case 'name':
      case 'name_otherwise':
      case 'name_cut':
        deposit.isCertain = isOnly && sums(orders, byName.get(order.payer.kana) ?? [], line.amount) === 1
        break
      case 'sum':
      case 'sum_of_some':
        deposit.isCertain = isOnly && sums(orders, byName.get(order.payer.kana) ?? [], line.amount) === 1
        break
    }
  }
}

const bare = (name: string): string => kana(name).replace(/[^ｦ-ﾟA-Z0-9]/g, '')
const startsAlike = (remitter: string, { payer }: TrueOrder): boolean => {
  const [told, ...known] = [remitter, payer.kana, payer.atBank, payer.otherwise].map(bare)
  return told !== undefined && known.some((name) => name.startsWith(told) || told.startsWith(name))
}

/** In how many ways open orders of one payer come to so much. */
function sums(orders: readonly TrueOrder[], indexes: readonly number[], amount: number): number {
  const open = indexes.flatMap((index) => (orders[index]?.standing === 'open' ? [orders[index].amount] : [])).slice(0, 16)
  let ways = 0
  for (let set = 1; set < 1 << open.length; set++) {
    const total = open.reduce((sum, one, at) => sum + ((set >> at) & 1 ? one : 0), 0)
    if (total === amount) ways += 1
  }
  return ways
}
