import type { DepositState } from '../../preload/contract/clearing'
import type { BusinessDate } from '../../preload/contract/date'
import type { PaymentMethod } from '../../preload/contract/merchants'
import type { OrderStatus, ProtectionTrack } from '../../preload/contract/orders'
import { dateCell, safeText } from './cells'
import { type Language, listWords } from './words'
import type { Cell, Column, ColumnKind } from './workbook'

/** An order as the ledger reads it out, one value per column of the list. */
export type OrderLine = readonly [
  merchant: string,
  orderNumber: string,
  receivedOn: BusinessDate,
  goods: string,
  method: PaymentMethod | null,
  status: OrderStatus,
  amount: number,
  paidAmount: number,
  payerName: string,
  payerKana: string,
  protection: ProtectionTrack,
  virtualAccount: string | null,
  dueOn: BusinessDate | null,
  paidOn: BusinessDate | null,
  payoutOn: BusinessDate | null,
  note: string,
]

/** A deposit as the ledger reads it out. */
export type DepositLine = readonly [
  merchant: string | null,
  bookedOn: BusinessDate,
  valueOn: BusinessDate,
  amount: number,
  remaining: number,
  state: DepositState,
  orderNumber: string | null,
  remitterName: string,
  remittingBank: string,
  remittingBranch: string,
  virtualAccount: string | null,
  description: string,
  edi: string,
  account: string,
  note: string,
]

/** A list ready to be written: its columns, how a line becomes cells, and which column is summed. */
export interface List<L> {
  readonly name: string
  readonly columns: readonly Column[]
  readonly totalColumn: number
  readonly words: { readonly total: string; rows(count: number): string }
  cells(line: L): Cell[]
}

const columnsOf = (headers: readonly string[], shape: readonly (readonly [ColumnKind, number])[]): Column[] =>
  shape.map(([kind, width], at) => ({ header: headers[at] ?? '', kind, width }))

const text = (value: string | null): Cell => (value === null || value === '' ? null : safeText(value))
const day = (value: BusinessDate | null): Cell => (value === null ? null : dateCell(value))

const orderShape = [
  ['text', 18],
  ['code', 18],
  ['date', 12],
  ['text', 28],
  ['text', 14],
  ['text', 16],
  ['yen', 14],
  ['yen', 14],
  ['text', 18],
  ['text', 22],
  ['text', 14],
  ['code', 14],
  ['date', 12],
  ['date', 12],
  ['date', 12],
  ['text', 30],
] as const
const ORDER_AMOUNT = 6

/** 注文一覧: the consolidated list of a merchant's orders. */
export function orderList(language: Language): List<OrderLine> {
  const words = listWords[language]
  return {
    name: words.orders,
    columns: columnsOf(words.orderColumns, orderShape),
    totalColumn: ORDER_AMOUNT,
    words,
    cells: ([
      merchant,
      number,
      received,
      goods,
      method,
      status,
      amount,
      paid,
      payer,
      kana,
      protection,
      account,
      due,
      paidOn,
      payoutOn,
      note,
    ]) => [
      text(merchant),
      text(number),
      day(received),
      text(goods),
      method && words.method[method],
      words.status[status],
      amount,
      paid,
      text(payer),
      text(kana),
      words.protection[protection],
      text(account),
      day(due),
      day(paidOn),
      day(payoutOn),
      text(note),
    ],
  }
}

const depositShape = [
  ['text', 18],
  ['date', 12],
  ['date', 12],
  ['yen', 14],
  ['yen', 14],
  ['text', 12],
  ['code', 18],
  ['text', 28],
  ['text', 16],
  ['text', 16],
  ['code', 14],
  ['text', 24],
  ['text', 20],
  ['code', 20],
  ['text', 30],
] as const
const DEPOSIT_AMOUNT = 3

/** 入金一覧: the deposits of a merchant, each with where it stands. */
export function depositList(language: Language): List<DepositLine> {
  const words = listWords[language]
  return {
    name: words.deposits,
    columns: columnsOf(words.depositColumns, depositShape),
    totalColumn: DEPOSIT_AMOUNT,
    words,
    cells: ([
      merchant,
      booked,
      value,
      amount,
      remaining,
      state,
      order,
      remitter,
      bank,
      branch,
      virtual,
      description,
      edi,
      account,
      note,
    ]) => [
      text(merchant),
      day(booked),
      day(value),
      amount,
      remaining,
      words.state[state],
      text(order),
      text(remitter),
      text(bank),
      text(branch),
      text(virtual),
      text(description),
      text(edi),
      text(account),
      text(note),
    ],
  }
}
