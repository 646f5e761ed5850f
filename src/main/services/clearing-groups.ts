import { randomInt } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Proposal } from '../../preload/contract/clearing'
import {
  type ClearingGroup,
  GROUPED_MOST,
  type GroupAgreed,
  type GroupCleared,
  type GroupMember,
  SAMPLE_SIZE,
  type SampledDeposit,
} from '../../preload/contract/clearing-groups'
import type { BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { JobResult } from '../../preload/contract/jobs'
import { PositiveYen, sumYen, type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import { moneyLimits } from '../ledger/agent-settings'
import { appendAudit } from '../ledger/audit'
import { type OpenDeposit, openDeposit, waitingDeposits } from '../ledger/clearing'
import { listedDeposit } from '../ledger/deposit-list'
import type { Reader, Writer } from '../ledger/ledger'
import { undoneClearings } from '../ledger/open-orders'
import { type Cause, causeOf } from '../settlement/causes'
import { findProposals } from './candidates'
import { clearDeposit } from './clearing'
import type { JobControl, JobResources } from './jobs'
import { sampleOf } from './samples'

/*
 * 一括消込. Groups are found by reading only; a group is cleared deposit by deposit, each decided anew in its own unit of work and cleared only where
 * it still is what was shown. Lesson 15: bulk runs are explicit and can be stopped; lesson 23: exceptions by same cause, not one at a time.
 */

/** A deposit with the one answer it waits with. */
interface Caused {
  readonly deposit: OpenDeposit
  readonly proposal: Proposal
  readonly cause: Cause
  readonly member: GroupMember
}

/** The cause of a waiting deposit and what it would pay, or null where it is decided by itself. Also: a person has taken this very clearing back. */
async function causedBy(reader: Reader, deposit: OpenDeposit): Promise<Caused | null> {
  const { proposals, sumSearch } = await findProposals(reader, deposit, '')
  const cause = sumSearch === 'complete' ? causeOf(proposals) : null
  const [proposal] = proposals
  if (!cause || !proposal) return null
  const undone = await undoneClearings(reader, [deposit.receiptId])
  if (proposal.orders.some(({ orderId }) => undone.has(`${deposit.receiptId}|${orderId}`))) return null
  const { receiptId, version, remaining } = deposit
  let left: number = remaining
  const orders = proposal.orders.map(({ orderId, version: seen, open }) => {
    const amount = Math.min(open, left)
    left -= amount
    return { orderId, version: seen, amount: PositiveYen.parse(amount) }
  })
  return { deposit, proposal, cause, member: { receiptId, version, remaining: PositiveYen.parse(remaining), orders } }
}

/** Groups what waits, the oldest identity first, up to GROUPED_MOST. Refuses cancelled. */
export async function groupWaiting({ ledger: { reader } }: JobResources, control: JobControl): Promise<Result<JobResult>> {
  const found: Caused[] = []
  let examined = 0
  let after = 0
  while (examined < GROUPED_MOST) {
    const chunk = await waitingDeposits(reader, after, Math.min(100, GROUPED_MOST - examined))
    if (chunk.length === 0) break
    for (const deposit of chunk) {
      if (control.cancelled) return refuse({ refusal: 'cancelled' })
      const caused = await causedBy(reader, deposit)
      if (caused) found.push(caused)
      after = deposit.receiptId
    }
    examined += chunk.length
    control.progress('matching', examined, null)
  }
  const capped = (await waitingDeposits(reader, after, 1)).length > 0
  const groups = [...Map.groupBy(found, ({ cause }) => cause.key).values()].flatMap(groupOf)
  groups.sort((one, other) => other.count - one.count || (one.key < other.key ? -1 : 1))
  return done({ kind: 'group', groups: { groups, examined, alone: examined - found.length, capped } })
}

const SEEDS = 2 ** 31

function groupOf(caused: readonly Caused[]): ClearingGroup[] {
  const [first] = caused
  if (!first) return []
  const seed = randomInt(SEEDS)
  return [
    {
      key: first.cause.key,
      cause: [...first.cause.reasons],
      count: caused.length,
      total: sumYen(caused.map(({ deposit }) => deposit.remaining)),
      difference: first.proposal.difference,
      members: caused.map(({ member }) => member),
      seed,
      sample: sampleOf(caused, seed, SAMPLE_SIZE).map(sampled),
    },
  ]
}

const sampled = ({ deposit, proposal }: Caused): SampledDeposit => ({
  receiptId: deposit.receiptId,
  bookedOn: deposit.bookedOn,
  remitterName: deposit.remitterName,
  remaining: PositiveYen.parse(deposit.remaining),
  proposal,
})

/**
 * Clears a group as it was agreed to. What has changed since, and what is refused, stays as it is and is listed; where the job is stopped, the
 * rest of the group is left. Refuses not_found (one of them is no deposit).
 */
export async function clearGroup(resources: JobResources, agreed: GroupAgreed, control: JobControl): Promise<Result<JobResult>> {
  const { ledger, by, clock } = resources
  const listed = await told(ledger.reader, agreed.members)
  if (!listed) return refuse({ refusal: 'not_found', what: 'deposit' })
  await ledger.write(by, async (writer) => done(await auditGroup(writer, agreed)))
  const outcome: GroupCleared = { cleared: [], changed: [], left: [] }
  let settled = ZERO_YEN
  for (const [at, { member, row }] of listed.entries()) {
    if (control.cancelled) {
      outcome.left.push({ ...row, refusal: { refusal: 'cancelled' } })
      continue
    }
    const cleared = await ledger.write(by, (writer) => clearMember(writer, agreed, member, { settled, today: clock.today() }))
    if (cleared.ok) {
      outcome.cleared.push(row)
      settled = cleared.value
    } else if (cleared.refusal.refusal === 'changed_meanwhile') outcome.changed.push(row)
    else outcome.left.push({ ...row, refusal: cleared.refusal })
    control.progress('matching', at + 1, agreed.members.length)
  }
  const { cleared, changed, left } = outcome
  const detail = { key: agreed.key, cleared: cleared.length, changed: changed.length, left: left.length }
  await ledger.write(by, async (writer) =>
    done(await appendAudit(writer, { stream: 'clearing', action: 'group_cleared', subject: 'waiting_deposits', detail })),
  )
  return done({ kind: 'clear_group', cleared: outcome })
}

async function auditGroup(writer: Writer, { key, seed, rest, members }: GroupAgreed): Promise<void> {
  const total = sumYen(members.map(({ remaining }) => remaining))
  const sample = sampleOf(members, seed, SAMPLE_SIZE).map(({ receiptId }) => receiptId)
  const detail = { key, rest, count: members.length, total, seed, sample }
  await appendAudit(writer, { stream: 'clearing', action: 'group_agreed', subject: 'waiting_deposits', detail })
}

/**
 * Tells what the group has settled as differences by now: with `settled`, what it had before. Refuses second_person_required, changed_meanwhile where
 * the deposit, its cause or what it would pay is not as it was shown, and what clearDeposit refuses.
 */
async function clearMember(
  writer: Writer,
  { key, rest }: GroupAgreed,
  member: GroupMember,
  { settled, today }: { settled: Yen; today: BusinessDate },
): Promise<Result<Yen>> {
  const deposit = await openDeposit(writer, member.receiptId)
  if (!deposit || deposit.held) return refuse({ refusal: 'changed_meanwhile' })
  const now = await causedBy(writer, deposit)
  if (!now || now.cause.key !== key || !isDeepStrictEqual(now.member, member)) return refuse({ refusal: 'changed_meanwhile' })
  // Nobody is asked in bulk: what a second person must agree to is left, and so is what goes beyond the limit together with those before it.
  const together = yen(settled + (rest === 'settle' ? Math.abs(now.proposal.difference) : 0))
  if (together > settled && together > (await moneyLimits(writer)).correctionAlone) return refuse({ refusal: 'second_person_required' })
  const cleared = await clearDeposit(
    writer,
    today,
    { receiptId: member.receiptId, version: member.version, parts: member.orders, rest },
    null,
  )
  if (cleared.ok) return done(together)
  return cleared.refusal.refusal === 'not_signed_in' ? refuse({ refusal: 'second_person_required' }) : cleared
}

interface Told {
  member: GroupMember
  row: GroupCleared['cleared'][number]
}

/** Each with what a person knows it by; null where one of them is no deposit. */
async function told(reader: Reader, members: readonly GroupMember[]): Promise<Told[] | null> {
  const all: Told[] = []
  for (const member of members) {
    const row = await listedDeposit(reader, member.receiptId)
    if (!row) return null
    const { id: receiptId, bookedOn, remitterName } = row
    all.push({ member, row: { receiptId, bookedOn, remitterName, amount: member.remaining } })
  }
  return all
}
