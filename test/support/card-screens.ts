import Database from 'better-sqlite3'
import type { OrderStep } from '../../src/main/settlement/steps'
import type { CardMethod, CardPaymentState, CardTrouble } from '../../src/preload/contract/cards'
import type { PaymentTrack } from '../../src/preload/contract/orders'
import type { Desk } from './browser'
import { at, firstRow, type Screen } from './screen'

/* The screens of credit, what stands there at a demonstration, and the way to each. */

const DAY_MS = 86_400_000
const ASKED: readonly OrderStep[] = ['decision_asked', 'decision_granted']
const DETAIL = '利用限度額を超えています。カード名義人へお問い合わせください (取引 4021-8837)。'

interface Scene {
  /** A credit card unless told. */
  readonly method?: CardMethod
  readonly steps: readonly OrderStep[]
  readonly payment: PaymentTrack
  readonly days: number
  readonly card: readonly [brand: string, last4: string]
  readonly act?: readonly [kind: 'capture' | 'void', outcome: 'asked' | 'refused' | 'unknown', code: string, detail: string]
  readonly trouble?: CardTrouble
  /** The payer had tried another card before. */
  readonly declinedFirst?: boolean
}

/** Authorised and about to end · its capture refused · its capture not answered · cancelled, and the company will not let go · a debit card, its balance checked and about to be taken. */
const SCENES: readonly Scene[] = [
  { steps: ASKED, payment: 'authorized', days: 1, card: ['visa', '4242'], declinedFirst: true },
  {
    ...{ steps: [...ASKED, 'capture_requested', 'capture_failed'], payment: 'capture_failed', days: 5, card: ['jcb', '0505'] },
    act: ['capture', 'refused', 'insufficient_funds', DETAIL],
  },
  {
    ...{ steps: [...ASKED, 'capture_requested', 'capture_unknown'], payment: 'capture_unknown', days: 6, card: ['mastercard', '4444'] },
    act: ['capture', 'unknown', '', ''],
  },
  {
    ...{ steps: [...ASKED, 'cancelled'], payment: 'cancelled', days: 3, card: ['diners', '0008'], trouble: 'act_refused' },
    act: ['void', 'refused', 'E91099999', 'まもなく締めのため、受け付けられません'],
  },
  {
    ...{ method: 'debit', steps: [...ASKED, 'capture_requested'], payment: 'capture_requested', days: 20, card: ['visa', '0077'] },
    act: ['capture', 'asked', '', ''],
  },
]

/** Payers have paid by card, as a card company and their pages would have left it in the ledger’s file. */
export function setCards(ledgerPath: string): void {
  const file = new Database(ledgerPath)
  file.pragma('foreign_keys = on')
  try {
    file.transaction(() => {
      const orders = file
        .prepare<[number], { id: number; amount: number }>(
          `select id, amount from orders where payment = 'unpaid' and method = 'bank_transfer' and protection = 'none' and acceptance = 'none'
            and amount < 300000 order by received_on, id limit ?`,
        )
        .all(SCENES.length)
      for (const [index, scene] of SCENES.entries()) {
        const order = orders[index]
        if (!order) throw new Error('the demonstration has orders that are not paid')
        setPayment(file, order, scene)
      }
    })()
  } finally {
    file.close()
  }
}

type Ordered = { readonly id: number; readonly amount: number }

function setPayment(file: Database.Database, order: Ordered, scene: Scene): void {
  const now = Date.now()
  const { method = 'card', steps, payment, days, card, act, trouble = null, declinedFirst = false } = scene
  file.prepare('update orders set method = ?, payment = ? where id = ?').run(method, payment, order.id)
  for (const kind of steps) {
    file
      .prepare("insert into order_events (id, order_id, kind, actor, at) values (?, ?, ?, 'system', ?)")
      .run(next(file, 'order_events'), order.id, kind, now)
  }
  if (declinedFirst) insertPayment(file, order, { method, state: 'declined', card: ['visa', '0002'], trouble: null, ends: null })
  const id = insertPayment(file, order, { method, state: 'authorized', card, trouble, ends: now + days * DAY_MS })
  if (!act) return
  const [kind, outcome, code, detail] = act
  file
    .prepare(
      `insert into card_acts (id, payment_id, kind, key, amount, outcome, code, detail, asked_by, asked_at, sent_at, answered_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, 'user:sato', ?, ?, ?)`,
    )
    .run(next(file, 'card_acts'), id, kind, `${kind}-${id}`, order.amount, outcome, code, detail, now, now, now)
}

/** The next identity of a table. */
const next = (file: Database.Database, table: 'order_events' | 'card_payments' | 'card_acts'): number =>
  1 + (file.prepare<[], number | null>(`select max(id) from ${table}`).pluck().get() ?? 0)

interface Tried {
  readonly method: CardMethod
  readonly state: CardPaymentState
  readonly card: readonly [brand: string, last4: string]
  readonly trouble: CardTrouble | null
  readonly ends: number | null
}

function insertPayment(file: Database.Database, order: Ordered, { method, state, card, trouble, ends }: Tried): number {
  const id = next(file, 'card_payments')
  const at = Date.now()
  file
    .prepare(
      `insert into card_payments (id, order_id, method, party, provider, reference, amount, company_id, state, brand, last4, three_d_secure, approval_code,
         capture_before, trouble, opened_at, asked_at, due_at) values (?, ?, ?, ?, 'gmo', ?, ?, ?, ?, ?, ?, 'Y', '123456', ?, ?, ?, ?, ?)`,
    )
    .run(id, order.id, method, method, `D${1_000 + id}`, order.amount, `a1b2c3d4e5f6-${id}`, state, ...card, ends, trouble, at, at, ends)
  return id
}

const rowOf = (desk: Desk, text: string) => desk.rows(desk.t('cards.title')).filter({ hasText: text }).first()
const opened = async (desk: Desk, address: string, text: string): Promise<void> => {
  await desk.visit(address)
  await rowOf(desk, text).dblclick()
  await desk.page.getByRole('complementary').getByText(desk.t('cards.companyId'), { exact: true }).waitFor()
}

export const credit: Screen = {
  name: 'credit',
  open: at(
    '/credit',
    firstRow(({ t }) => t('cards.title')),
  ),
}
export const creditPayment: Screen = { name: 'credit-payment', open: (desk) => opened(desk, '/credit', 'Visa 4242') }
export const creditUnknown: Screen = { name: 'credit-unknown', open: (desk) => opened(desk, '/credit?list=unknown', 'Mastercard 4444') }
export const creditTrouble: Screen = { name: 'credit-trouble', open: (desk) => opened(desk, '/credit?list=troubled', 'Diners Club 0008') }
export const creditRefused: Screen = { name: 'credit-refused', open: (desk) => opened(desk, '/credit?list=all', 'JCB 0505') }
export const capturing: Screen = {
  name: 'credit-capturing',
  open: async (desk) => {
    await creditPayment.open(desk)
    await desk.button(desk.t('cards.capture')).click()
    await desk.page.getByRole('dialog').getByText(desk.t('cards.captureWhen')).waitFor()
  },
}
export const lettingGo: Screen = {
  name: 'credit-letting-go',
  open: async (desk) => {
    await creditPayment.open(desk)
    await desk.button(desk.t('cards.void', { yes: desk.t('cards.yes.card') })).click()
    await desk.field(desk.t('cards.reason')).waitFor()
  },
}
