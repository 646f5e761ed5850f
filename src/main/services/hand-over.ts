import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { BankTransferSettings } from '../../preload/contract/gateways'
import type { ApprovalId, TransferRunId } from '../../preload/contract/ids'
import type { HandOverChannel, RunState } from '../../preload/contract/payouts'
import type { Delivery, FileToHandOver, Gateways, HandOver, Look } from '../gateways/gateway'
import { insertApproval, openApproval } from '../ledger/approvals'
import { appendAudit } from '../ledger/audit'
import { takeHandOverTurn } from '../ledger/hand-over-turn'
import type { By, Ledger, Writer } from '../ledger/ledger'
import { changeRun, makersOfRun, movePayouts, runById, runFile, runsIn } from '../ledger/payouts'
import { handOversOf, insertHandOver, lastAttempt, moveTransfers, type PayoutToTransfer, payoutsToTransfer } from '../ledger/transfers'
import { operatorUser } from '../ledger/users'
import type { Holidays } from '../settlement/calendar'
import { secretNameOf } from './connectors'
import type { Context } from './context'
import { isMoved, NAMED_MOST, payeeObjection } from './payout-file'
import type { Secrets } from './secrets'
import { checkPayDay, transferSettings } from './transfer-settings'

/*
 * An approved file goes to the bank, once (s14). That it is on its way is committed before anything leaves; what is not known afterwards is
 * looked at, and what cannot be known goes into quarantine and is never sent again by itself.
 */
export interface HandOverDeps {
  readonly ledger: Ledger
  readonly gateways: Pick<Gateways, 'handOvers' | 'holidays'>
  readonly secrets: Secrets | null
}

type Seen = { id: TransferRunId; version: number }

/** One try to hand a run over, by the row that says it was begun. */
interface Attempt {
  readonly id: number
  readonly channel: HandOverChannel
  readonly target: string
}

/** A place for files, as it is settled. */
interface Place {
  readonly channel: HandOverChannel
  /** Where, in words for people. */
  readonly target: string
  /** Null for a download: a person carries the file. */
  readonly handOver: HandOver | null
  readonly settings: BankTransferSettings
}

type HandedOver = Result<{ version: number; state: RunState }>

/**
 * Hands a run over, payouts or refunds; one whose hand-over was cut off is looked at first. Refuses hand_over_running (another desk or
 * program is at it), gateway_off, transfers_not_settled, key_unreadable, run_not_there (also a second time), run_not_posted,
 * changed_meanwhile, pay_day_passed, payees_held and payees_moved (since it was approved), hand_over_refused (the other side said no: it may be tried again).
 */
export async function handOverRun(deps: HandOverDeps, by: By, seen: Seen): Promise<HandedOver> {
  const giveBack = takeHandOverTurn(deps.ledger)
  if (!giveBack) return refuse({ refusal: 'hand_over_running' })
  try {
    const cutOff = await runById(deps.ledger.reader, seen.id)
    if (cutOff?.state !== 'handing_over') return await send(deps, by, seen)
    const found = await findOut(deps, by, cutOff.id)
    if (!found.ok || found.value.state !== 'approved') return found
    return await send(deps, by, { id: seen.id, version: found.value.version })
  } finally {
    giveBack()
  }
}

async function send(deps: HandOverDeps, by: By, seen: Seen): Promise<HandedOver> {
  const place = await placeOf(deps)
  if (!place.ok) return place
  const begun = await deps.ledger.write(by, (writer) => begin(writer, seen, place.value, deps.gateways.holidays))
  if (!begun.ok) return begun
  const file = await fileOf(deps, seen.id)
  const delivery: Delivery = place.value.handOver ? await delivered(place.value.handOver, file) : { outcome: 'delivered' }
  const settled = await settle(deps, by, seen.id, begun.value, delivery)
  if (settled.ok && delivery.outcome === 'refused' && settled.value.state === 'approved')
    return refuse({ refusal: 'hand_over_refused', why: delivery.why, detail: delivery.detail })
  return settled
}

/** What a gateway throws says nothing about what has arrived. */
async function delivered(handOver: HandOver, file: FileToHandOver): Promise<Delivery> {
  try {
    return await handOver.deliver(file)
  } catch (fault) {
    return { outcome: 'unknown', detail: fault instanceof Error ? fault.message : String(fault) }
  }
}

/**
 * Looks, at the start of the program, what became of files whose hand-over was cut off. Answers how many there were; none where another
 * program hands over just now: it knows itself.
 */
export async function recoverHandOvers(deps: HandOverDeps): Promise<Result<number>> {
  const isAny = (await runsIn(deps.ledger.reader, ['handing_over'])).length > 0
  const giveBack = isAny ? takeHandOverTurn(deps.ledger) : null
  if (!giveBack) return done(0)
  try {
    const cutOff = await runsIn(deps.ledger.reader, ['handing_over'])
    for (const run of cutOff) {
      const found = await findOut(deps, SYSTEM, run.id)
      if (!found.ok) return found
    }
    return done(cutOff.length)
  } finally {
    giveBack()
  }
}

const SYSTEM: By = { actor: 'system', seat: 'core' }

/** By what stands there: it was delivered, it was not, or nobody knows. Only for whoever has the turn: nobody is at it any more. */
async function findOut(deps: HandOverDeps, by: By, runId: TransferRunId): Promise<HandedOver> {
  const place = await placeOf(deps)
  const begun = await lastAttempt(deps.ledger.reader, runId)
  if (!begun) throw new Error(`run ${runId} is on its way and was never begun`)
  // Settled otherwise since: what stands there now says nothing of what was done then.
  if (!place.ok || begun.target !== place.value.target || !place.value.handOver) return settle(deps, by, runId, begun, UNKNOWN)
  const look = await looked(place.value.handOver, await fileOf(deps, runId))
  return settle(deps, by, runId, begun, foundOut(look, place.value.settings))
}

const UNKNOWN: Delivery = { outcome: 'unknown', detail: 'cut off' }

async function looked(handOver: HandOver, file: FileToHandOver): Promise<Look> {
  try {
    return await handOver.look(file)
  } catch (fault) {
    return { found: 'unknown', detail: fault instanceof Error ? fault.message : String(fault) }
  }
}

/** Absent means not delivered only where nobody takes files away. */
function foundOut({ found, detail }: Look, { filesAreTakenAway }: BankTransferSettings): Delivery {
  if (found === 'same') return { outcome: 'delivered' }
  const isCertain = found === 'absent' && !filesAreTakenAway
  return isCertain
    ? { outcome: 'refused', why: 'rejected', detail: 'not there' }
    : { outcome: 'unknown', detail: `${found} ${detail}`.trim() }
}

async function fileOf({ ledger }: HandOverDeps, runId: TransferRunId): Promise<FileToHandOver> {
  const file = await runFile(ledger.reader, runId)
  if (!file) throw new Error(`run ${runId} has no file`)
  return { name: file.name, bytes: file.bytes, sha256: file.digest }
}

/** The connector as it is settled. Refuses gateway_off, transfers_not_settled, key_unreadable. */
async function placeOf({ ledger, gateways, secrets }: HandOverDeps): Promise<Result<Place>> {
  const { enabled, settings } = await transferSettings(ledger.reader)
  if (!enabled) return refuse({ refusal: 'gateway_off', gateway: 'bank_transfer' })
  const { channel } = settings
  if (channel === 'download') return done({ channel, target: 'download', handOver: null, settings })
  if (channel === 'folder') {
    if (settings.folder === '') return refuse({ refusal: 'transfers_not_settled', missing: 'folder' })
    return done({ channel, target: settings.folder, handOver: gateways.handOvers.folder(settings.folder), settings })
  }
  if (settings.host === '' || settings.user === '') return refuse({ refusal: 'transfers_not_settled', missing: 'sftp' })
  if (settings.hostKeys === '') return refuse({ refusal: 'transfers_not_settled', missing: 'host_keys' })
  if (!secrets) return refuse({ refusal: 'key_unreadable' })
  const secret = await secrets.kept(ledger.reader, secretNameOf('bank_transfer'))
  if (!secret.ok) return secret
  if (secret.value === null) return refuse({ refusal: 'transfers_not_settled', missing: 'sign_in' })
  const target = `sftp://${settings.user}@${settings.host}:${settings.port}/${settings.remoteFolder}`
  return done({ channel, target, handOver: sftpAt(gateways, settings, secret.value), settings })
}

/** The bank's SFTP server as it is settled. */
export function sftpAt({ handOvers }: Pick<Gateways, 'handOvers'>, settings: BankTransferSettings, secret: string): HandOver {
  const { host, port, user, remoteFolder, hostKeys, timeoutSeconds, signIn } = settings
  return handOvers.sftp(
    { host, port, user, folder: remoteFolder, hostKeys: hostKeys.split(/\s+/), timeoutMs: timeoutSeconds * 1000 },
    signIn === 'password' ? { password: secret } : { privateKey: secret },
  )
}

/** Commits that the file is on its way, before anything leaves. Answers this attempt. */
async function begin(writer: Writer, seen: Seen, { channel, target }: Place, holidays: Holidays): Promise<Result<Attempt>> {
  const run = await runById(writer, seen.id)
  if (!run) return refuse({ refusal: 'not_found', what: 'payout_run' })
  if (run.state !== 'approved') return refuse({ refusal: 'run_not_there', run: run.name, state: run.state })
  if (!run.posted) return refuse({ refusal: 'run_not_posted', run: run.name })
  if (run.version !== seen.version) return refuse({ refusal: 'changed_meanwhile' })
  const inTime = await checkPayDay(writer, run.payOn, writer.at, holidays)
  if (!inTime.ok) return inTime
  const objection = objectionTo(await payoutsToTransfer(writer, run.id))
  if (objection) return refuse(objection)
  await changeRun(writer, run, { state: 'handing_over' })
  const id = await insertHandOver(writer, { runId: run.id, channel, target, outcome: 'begun', detail: run.digest ?? '' })
  await appendAudit(writer, {
    stream: 'payouts',
    action: 'handing_over',
    subject: `transfer_run:${run.id}`,
    detail: { name: run.name, channel, target, digest: run.digest },
  })
  return done({ id, channel, target })
}

/** What has been said of its merchants since it was approved stops an approved file too: it cannot be written anew. */
function objectionTo(payouts: readonly PayoutToTransfer[]): Refusal | null {
  const moved = payouts.filter(isMoved).map(({ merchantName }) => merchantName)
  const objection = payeeObjection(payouts)
  return objection?.refusal === 'payee_account_changed' ? { refusal: 'payees_moved', merchants: moved.slice(0, NAMED_MOST) } : objection
}

const endings = {
  delivered: { state: 'handed_over', action: 'handed_over', outcome: 'delivered', transfers: 'handed_over' },
  refused: { state: 'approved', action: 'not_handed_over', outcome: 'not_delivered', transfers: 'waiting' },
  unknown: { state: 'quarantined', action: 'quarantined', outcome: 'unknown', transfers: 'quarantined' },
} as const

/** Writes down how an attempt ended. That the bank has a file is never unsaid: whatever stands by now, it is written down. */
async function settle(
  { ledger }: HandOverDeps,
  by: By,
  runId: TransferRunId,
  { id, channel, target }: Attempt,
  delivery: Delivery,
): Promise<HandedOver> {
  const detail = delivery.outcome === 'delivered' ? '' : 'why' in delivery ? `${delivery.why} ${delivery.detail}` : delivery.detail
  return ledger.write(by, async (writer) => {
    const run = await runById(writer, runId)
    const last = await lastAttempt(writer, runId)
    if (!run || !last) throw new Error(`a hand-over of a run ${runId} that was never begun`)
    const isDelivered = delivery.outcome === 'delivered' || last.isDelivered
    const ending = endings[isDelivered ? 'delivered' : delivery.outcome]
    const isOurs = run.state === 'handing_over' && last.id === id
    if (!isOurs && delivery.outcome !== 'delivered') return refuse({ refusal: 'changed_meanwhile' })
    // Said to be free for another try, and it is not.
    const isFreed = run.state === 'approved' && delivery.outcome === 'delivered'
    if (isFreed) await changeRun(writer, run, { state: 'handing_over' })
    const seen = { ...run, version: run.version + (isFreed ? 1 : 0) }
    if (!(isDelivered && last.isDelivered)) await insertHandOver(writer, { runId, channel, target, outcome: ending.outcome, detail })
    await appendAudit(writer, {
      stream: 'payouts',
      action: isOurs || isFreed ? ending.action : 'delivered_meanwhile',
      subject: `transfer_run:${runId}`,
      detail: { name: run.name, channel, target, detail },
    })
    if (!isOurs && !isFreed) {
      await changeRun(writer, run, {})
      return done({ version: run.version + 1, state: run.state })
    }
    await changeRun(writer, seen, { state: ending.state })
    await moveTransfers(writer, runId, 'waiting', ending.transfers)
    if (ending.state === 'handed_over') await movePayouts(writer, runId, 'approved', 'handed_over')
    if (ending.state === 'quarantined') await movePayouts(writer, runId, 'approved', 'quarantined', 'sent')
    return done({ version: seen.version + 1, state: ending.state })
  })
}

/**
 * What a person found out about a file in quarantine waits for a supervisor, who neither made the run nor handed it over. Refuses
 * not_found, run_not_there, changed_meanwhile, change_already_staged (somebody's finding waits already).
 */
export async function askToEndQuarantine(
  writer: Writer,
  context: Context,
  { id, version, delivered: isDelivered, note }: Seen & { delivered: boolean; note: string },
): Promise<Result<{ approvalId: ApprovalId }>> {
  const run = await runById(writer, id)
  if (!run) return refuse({ refusal: 'not_found', what: 'payout_run' })
  if (run.state !== 'quarantined' || run.digest === null || run.fileName === null) {
    return refuse({ refusal: 'run_not_there', run: run.name, state: run.state })
  }
  if (run.version !== version) return refuse({ refusal: 'changed_meanwhile' })
  if (await openApproval(writer, 'quarantine', id)) return refuse({ refusal: 'change_already_staged' })
  const maker = context.user?.id ?? (await operatorUser(writer, context.actor))
  const { name, payOn, fileName, digest, transfers, total } = run
  const touchedBy = [...(await makersOfRun(writer, id)), ...(await handOversOf(writer, id)).map(({ actor }) => actor)]
  const approvalId = await insertApproval(writer, maker, {
    kind: 'quarantine',
    ...{ runId: id, name, payOn, fileName, fileDigest: digest, transfers, total, delivered: isDelivered, note },
    touchedBy: [...new Set(touchedBy)],
  })
  await changeRun(writer, run, {})
  await appendAudit(writer, {
    stream: 'payouts',
    action: 'quarantine_explained',
    subject: `transfer_run:${id}`,
    detail: { name, delivered: isDelivered, note, approvalId },
  })
  return done({ approvalId })
}
