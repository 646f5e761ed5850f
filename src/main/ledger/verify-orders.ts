import { CardMethod } from '../../preload/contract/cards'
import { SlipMethod } from '../../preload/contract/collection'
import type { PaymentMethod } from '../../preload/contract/merchants'
import { AcceptanceTrack, DisbursementTrack, PaymentTrack, ProtectionTrack, Registration, type Tracks } from '../../preload/contract/orders'
import { claimed } from './verify-collections'
import { parseJson, type Sweep } from './verify-sweep'

/* Allocations against orders and journal, the history of each order against its state, and what is owed to merchants. */

const isActive = 'not exists (select 1 from allocation_undos u where u.allocation_id = a.id)'

export async function verifyOrders(sweep: Sweep): Promise<void> {
  await verifyAllocations(sweep)
  const owed = new Owed(sweep)
  await sweep.ranges('orders', (range) => {
    sweep.report(
      'allocations_within_order',
      `select 'order ' || id from (select o.id, o.amount, o.paid_amount,
          coalesce((select sum(a.amount) from allocations a where a.order_id = o.id and ${isActive}), 0) + ${claimed} as allocated
        from orders o where o.id > @after and o.id <= @upTo) where paid_amount <> allocated or allocated > amount`,
      range,
    )
    owed.read(range)
    replayRange(sweep, range)
  })
  owed.compare()
  sweep.report(
    'order_tracks_equal_events',
    `select 'the count kept of orders that are ' || status from (select status, count(*) as orders, sum(amount) as amount from orders group by status union all
        select status, -orders, -amount from order_counts) group by status having sum(orders) <> 0 or sum(amount) <> 0`,
  )
  verifyVirtualAccounts(sweep)
}

async function verifyAllocations(sweep: Sweep): Promise<void> {
  const suspense = sweep.number("select id from accounts where code = 'suspense'")
  await sweep.ranges('allocations', (range) => {
    sweep.report(
      'allocation_entries',
      `select 'allocation ' || a.id from allocations a join orders o on o.id = a.order_id where a.id > @after and a.id <= @upTo and not exists (
        select 1 from entries e join postings p on p.entry_id = e.id join accounts c on c.id = p.credit
        where e.id = a.entry_id and e.kind = 'allocation' and e.receipt_id = a.receipt_id and e.order_id = a.order_id and p.amount = a.amount and p.debit = @suspense
          and (c.code = 'held_for_payers:' || o.merchant_id and o.protection <> 'none'
            or c.code = 'merchant_payable:' || o.merchant_id and o.protection in ('none', 'received', 'lapsed'))
          and not exists (select 1 from postings q where q.entry_id = e.id and q.line <> p.line))`,
      { ...range, suspense },
    )
    sweep.report('allocation_entries', allocationsWithoutStep, range)
    sweep.report('allocation_entries', allocationsOfNoAct, range)
  })
  sweep.report(
    'allocation_entries',
    `select 'undo of allocation ' || u.allocation_id from allocation_undos u left join allocations a on a.id = u.allocation_id
      left join entries e on e.id = u.entry_id left join postings p on p.entry_id = a.entry_id
      where not exists (select 1 from postings q where q.entry_id = u.entry_id and q.debit = p.credit and q.credit = p.debit and q.amount = p.amount)
        or e.kind <> 'reversal' or e.reverses is not a.entry_id or e.order_id is not a.order_id`,
  )
  await sweep.ranges('entries', (range) => {
    sweep.report(
      'allocation_entries',
      `select 'entry ' || e.id || ' is of no allocation' from entries e where e.id > @after and e.id <= @upTo and (
        (e.kind = 'allocation' and not exists (select 1 from allocations a where a.entry_id = e.id))
        or (e.kind = 'reversal' and exists (select 1 from allocations a where a.entry_id = e.reverses) and not exists (select 1 from allocation_undos u where u.entry_id = e.id)))`,
      range,
    )
  })
}

/** An act is of one receipt, and what is redone is what was undone: the same act, order and amount, after it was taken back. */
const allocationsOfNoAct = `select 'allocation ' || a.id || ' is of no act' from allocations a where a.id > @after and a.id <= @upTo and (
  not exists (select 1 from allocations f where f.id = a.act_id and f.act_id = f.id and f.receipt_id = a.receipt_id)
  or a.redoes is not null and not exists (select 1 from allocations b join allocation_undos u on u.allocation_id = b.id
    where b.id = a.redoes and b.act_id = a.act_id and b.order_id = a.order_id and b.amount = a.amount and u.entry_id < a.entry_id))`

/** Each allocation stands once in its order's history with its amount, and so does its undoing. */
const allocationsWithoutStep = `select 'allocation ' || a.id || ' is not in the history of its order' from allocations a where a.id > @after and a.id <= @upTo and (
  (select count(*) from order_events e where e.order_id = a.order_id and e.allocation_id = a.id and e.receipt_id = a.receipt_id and e.amount = a.amount
    and e.kind in ('allocated_in_full', 'allocated_in_part')) <> 1
  or (select count(*) from order_events e where e.order_id = a.order_id and e.allocation_id = a.id and e.amount = a.amount
    and e.kind in ('allocation_undone_in_full', 'allocation_undone_in_part')) <> (select count(*) from allocation_undos u where u.allocation_id = a.id))`

type OrderColumns = [
  id: number,
  acceptance: string,
  payment: string,
  protection: string,
  disbursement: string,
  status: string,
  method: string | null,
  amount: number,
  kind: string | null,
  eventAmount: number | null,
  detail: string | null,
]

interface History {
  order: OrderColumns
  kinds: string[]
  registered: { amount: number | null; detail: string } | null
  /** The day the money that completed the payment was worth at the bank. */
  completedOn: string | null
}

/** Reads orders with their events and compares what each history implies with what the order says. */
function replayRange(sweep: Sweep, range: { after: number; upTo: number }): void {
  const rows = sweep.source
    .prepare<{ after: number; upTo: number }, OrderColumns>(
      `select o.id, o.acceptance, o.payment, o.protection, o.disbursement, o.status, o.method, o.amount, o.paid_on, e.kind, e.amount, e.detail,
          case when e.kind in ('allocated_in_full', 'accepted_less') then (select max(r.value_on) from allocations a join receipts r on r.id = a.receipt_id
            where a.order_id = o.id and not exists (select 1 from allocation_undos u where u.allocation_id = a.id))
            when e.kind in ('confirmed', 'captured') then (select c.paid_on from claims c where c.order_id = o.id and c.withdrawn_by is null) end
        from orders o left join order_events e on e.order_id = o.id where o.id > @after and o.id <= @upTo order by o.id, e.id`,
    )
    .raw()
  let current: History | null = null
  for (const row of rows.iterate(range)) {
    if (current?.order[0] !== row[0]) {
      if (current) compareHistory(sweep, current)
      current = { order: row, kinds: [], registered: null, completedOn: null }
    }
    const [kind, amount, detail, worthOn] = row.slice(9)
    if (kind === 'registered') current.registered = { amount: Number(amount), detail: String(detail) }
    if (typeof kind === 'string') current.kinds.push(kind)
    if (typeof worthOn === 'string') current.completedOn = worthOn
  }
  if (current) compareHistory(sweep, current)
}

function compareHistory(sweep: Sweep, history: History): void {
  const [id, acceptance, payment, protection, disbursement, status] = history.order
  const tracks = tracksOf(acceptance, payment, protection, disbursement)
  const broken = tracks ? contradiction(sweep, history, tracks) : 'stands where no order can stand'
  if (broken) sweep.findings.broken('order_tracks_equal_events', `order ${id} ${broken}`)
  if (tracks && sweep.rules.shownStatus(tracks) !== status) sweep.findings.broken('status_derivation', `order ${id} shows ${status}`)
}

/** Where an order says something else than its history, or null. */
function contradiction(sweep: Sweep, { order, kinds, registered, completedOn }: History, tracks: Tracks): string | null {
  const [, , payment, , , , method, amount, paidOn] = order
  if (!registered || registered.amount !== amount) return 'was registered with another amount'
  const registration = registrationOf(registered.detail)
  if (!registration) return 'was registered in no readable way'
  const replayed = sweep.rules.replayed(registration, kinds)
  if (typeof replayed === 'string') return replayed
  if (!areEqual(tracks, replayed)) return 'does not stand where its history leads'
  // Paid means on the day the last of the money was worth at the bank, or was taken at the till.
  const isPaid = payment === 'paid' || payment === 'captured'
  return isDated(method) && paidOn !== (isPaid ? completedOn : null) ? 'was paid on another day' : null
}

/** Methods besides those of slips whose money is worth something on a day that is told. */
const ITS_OWN: ReadonlySet<string> = new Set<PaymentMethod>(['bank_transfer', 'direct_debit', ...CardMethod.options])
const isDated = (method: string | null) => method !== null && (ITS_OWN.has(method) || SlipMethod.safeParse(method).success)

const areEqual = (a: Tracks, b: Tracks) =>
  a.acceptance === b.acceptance && a.payment === b.payment && a.protection === b.protection && a.disbursement === b.disbursement

/** How the order came, as its first event tells it. */
function registrationOf(detail: string): Registration | null {
  const parsed = Registration.safeParse(parseJson(detail))
  return parsed.success ? parsed.data : null
}

const parsed = new Map<string, Tracks | null>()

/** Few combinations occur; each is checked against the contract once. */
function tracksOf(acceptance: string, payment: string, protection: string, disbursement: string): Tracks | null {
  const key = `${acceptance}|${payment}|${protection}|${disbursement}`
  const known = parsed.get(key)
  if (known !== undefined) return known
  const [a, p, r, d] = [
    AcceptanceTrack.safeParse(acceptance),
    PaymentTrack.safeParse(payment),
    ProtectionTrack.safeParse(protection),
    DisbursementTrack.safeParse(disbursement),
  ]
  const tracks =
    a.success && p.success && r.success && d.success
      ? { acceptance: a.data, payment: p.data, protection: r.data, disbursement: d.data }
      : null
  parsed.set(key, tracks)
  return tracks
}

/** The order's own money is still here: no payout has posted it, and no refund has taken it. */
const here = "('none', 'releasable', 'refund_requested')"
/** Items payable beside orders that no payout has posted. A merchant's part of a contested order counts with its order as long as that is here. */
const payableItems = `select 'merchant_payable:' || i.merchant_id, sum(i.amount * (1 - posted) - case when kind = 'contest_part' and still_here then i.amount else 0 end)
  from (select i.*, (select o.disbursement in ${here} from orders o where o.id = i.order_id) as still_here,
      exists (select 1 from payout_lines l join payouts p on p.id = l.payout_id where l.item_id = i.id and l.live = 1 and l.line <= p.posted_lines) as posted
    from payable_items i where not exists (select 1 from payable_item_ends e where e.item_id = i.id)) i group by 1`

/** What merchants are owed, or payers' protection holds, by the paid amounts of orders that have not left the bank. */
class Owed {
  readonly #byAccount = new Map<string, number>()
  readonly #sums
  constructor(private readonly sweep: Sweep) {
    this.#sums = sweep.source
      .prepare<{ after: number; upTo: number }, [string, number]>(
        `select case when protection in ('none', 'received', 'lapsed') then 'merchant_payable:' else 'held_for_payers:' end || merchant_id, sum(paid_amount)
          from orders where id > @after and id <= @upTo and disbursement in ${here} group by 1
        union all select side || o.merchant_id, sum(case side when 'merchant_payable:' then p.amount else -p.amount end)
          from released_parts p join orders o on o.id = p.order_id cross join (select 'merchant_payable:' as side union all select 'held_for_payers:')
          where o.id > @after and o.id <= @upTo and o.disbursement in ${here} group by 1`,
      )
      .raw()
    for (const [code, amount] of sweep.source.prepare<[], [string, number]>(payableItems).raw().iterate()) this.#byAccount.set(code, amount)
  }

  read(range: { after: number; upTo: number }): void {
    for (const [code, amount] of this.#sums.iterate(range)) this.#byAccount.set(code, (this.#byAccount.get(code) ?? 0) + amount)
  }

  compare(): void {
    const balances = this.sweep.source.prepare<[], [string, number]>(
      `select a.code, coalesce(sum(b.credit - b.debit), 0) from accounts a left join balances b on b.account_id = a.id
        where a.code like 'merchant_payable:%' or a.code like 'held_for_payers:%' group by a.id`,
    )
    for (const [code, balance] of balances.raw().iterate()) {
      if (balance !== (this.#byAccount.get(code) ?? 0)) this.#broken(code)
      this.#byAccount.delete(code)
    }
    for (const [code, amount] of this.#byAccount) if (amount !== 0) this.#broken(code)
  }

  #broken(code: string): void {
    this.sweep.findings.broken('payables_equal_open', `${code} is not what its orders say`)
  }
}

function verifyVirtualAccounts(sweep: Sweep): void {
  sweep.report(
    'virtual_accounts_unique',
    "select 'virtual account ' || reference from instructions where ended_at is null group by reference, account_id having count(*) > 1",
  )
  sweep.report(
    'virtual_accounts_unique',
    `select 'virtual account ' || i.reference || ' is outside its merchant''s numbers' from instructions i join orders o on o.id = i.order_id join merchants m on m.id = o.merchant_id
      where i.ended_at is null and i.method = 'bank_transfer' and m.virtual_branch is not null and (i.account_id is not m.virtual_account_id
        or substr(i.reference, 1, 3) <> m.virtual_branch or cast(substr(i.reference, 4) as integer) not between m.virtual_first and m.virtual_last)`,
  )
  sweep.report(
    'virtual_accounts_unique',
    `select 'numbers of ' || m.name || ' and ' || n.name from merchants m join merchants n on n.id > m.id and n.virtual_account_id = m.virtual_account_id
      and n.virtual_branch = m.virtual_branch and n.virtual_first <= m.virtual_last and m.virtual_first <= n.virtual_last
      where m.state <> 'rejected' and n.state <> 'rejected'`,
  )
}
