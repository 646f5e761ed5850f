import { done, type Result, refuse } from '../../preload/contract/errors'
import type { BankTransferSettings } from '../../preload/contract/gateways'
import type { ApprovalId, TransferRunId } from '../../preload/contract/ids'
import type { HandOverChannel, RunState } from '../../preload/contract/payouts'
import type { Delivery, FileToHandOver, Gateways, HandOver, Look } from '../gateways/gateway'
import { insertApproval, openApproval } from '../ledger/approvals'
import { appendAudit } from '../ledger/audit'
import type { By, Ledger, Writer } from '../ledger/ledger'
import { changeRun, movePayouts, runById, runFile, runsIn, type StoredRun } from '../ledger/payouts'
import { handOversOf, insertHandOver, moveTransfers } from '../ledger/transfers'
import { operatorUser } from '../ledger/users'
import { secretNameOf } from './connectors'
import type { Context } from './context'
import type { Secrets } from './secrets'
import { transferSettings } from './transfer-settings'

/*
 * An approved file goes to the bank, once (s14). That it is on its way is committed before anything leaves; what is not known afterwards is
 * looked at, and what cannot be known goes into quarantine and is never sent again by itself.
 */
export interface HandOverDeps {
  readonly ledger: Ledger
  readonly gateways: Pick<Gateways, 'handOvers'>
  readonly secrets: Secrets | null
}

type Seen = { id: TransferRunId; version: number }

/** A place for files, as it is settled. */
interface Place {
  readonly channel: HandOverChannel
  /** Where, in words for people. */
  readonly target: string
  /** Null for a download: a person carries the file. */
  readonly handOver: HandOver | null
  readonly settings: BankTransferSettings
}

/**
 * Hands a run over, payouts or refunds. Refuses gateway_off, transfers_not_settled, key_unreadable, run_not_there (also a second time),
 * run_not_posted, changed_meanwhile, hand_over_refused (the other side said no: it may be tried again).
 */
export async function handOverRun(deps: HandOverDeps, by: By, seen: Seen): Promise<Result<{ version: number; state: RunState }>> {
  const cutOff = await runById(deps.ledger.reader, seen.id)
  if (cutOff?.state === 'handing_over') {
    const found = await findOut(deps, by, cutOff)
    if (!found.ok || found.value.state !== 'approved') return found
    return handOverRun(deps, by, { id: seen.id, version: found.value.version })
  }
  const place = await placeOf(deps)
  if (!place.ok) return place
  const begun = await deps.ledger.write(by, (writer) => begin(writer, seen, place.value))
  if (!begun.ok) return begun
  const file = await fileOf(deps, seen.id)
  const delivery: Delivery = place.value.handOver ? await delivered(place.value.handOver, file) : { outcome: 'delivered' }
  const settled = await settle(deps, by, seen.id, place.value, delivery)
  if (settled.ok && delivery.outcome === 'refused')
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

/** Looks, at the start of the program, what became of files whose hand-over was cut off. Answers how many there were. */
export async function recoverHandOvers(deps: HandOverDeps): Promise<Result<number>> {
  const cutOff = await runsIn(deps.ledger.reader, ['handing_over'])
  for (const run of cutOff) {
    const found = await findOut(deps, SYSTEM, run)
    if (!found.ok) return found
  }
  return done(cutOff.length)
}

const SYSTEM: By = { actor: 'system', seat: 'core' }

/** By what stands there: it was delivered, it was not, or nobody knows. */
async function findOut(deps: HandOverDeps, by: By, run: StoredRun): Promise<Result<{ version: number; state: RunState }>> {
  const place = await placeOf(deps)
  const begun = (await handOversOf(deps.ledger.reader, run.id)).at(-1)
  // Settled otherwise since: what stands there now says nothing of what was done then.
  if (!place.ok || begun?.target !== place.value.target || !place.value.handOver) {
    return settle(deps, by, run.id, { channel: begun?.channel ?? 'download', target: begun?.target ?? '' }, UNKNOWN)
  }
  const look = await looked(place.value.handOver, await fileOf(deps, run.id))
  return settle(deps, by, run.id, place.value, foundOut(look, place.value.settings))
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

async function begin(writer: Writer, seen: Seen, { channel, target }: Place): Promise<Result<null>> {
  const run = await runById(writer, seen.id)
  if (!run) return refuse({ refusal: 'not_found', what: 'payout_run' })
  if (run.state !== 'approved') return refuse({ refusal: 'run_not_there', run: run.name, state: run.state })
  if (!run.posted) return refuse({ refusal: 'run_not_posted', run: run.name })
  if (run.version !== seen.version) return refuse({ refusal: 'changed_meanwhile' })
  await changeRun(writer, run, { state: 'handing_over' })
  await insertHandOver(writer, { runId: run.id, channel, target, outcome: 'begun', detail: run.digest ?? '' })
  await appendAudit(writer, {
    stream: 'payouts',
    action: 'handing_over',
    subject: `transfer_run:${run.id}`,
    detail: { name: run.name, channel, target, digest: run.digest },
  })
  return done(null)
}

const endings = {
  delivered: { state: 'handed_over', outcome: 'delivered', transfers: 'handed_over' },
  refused: { state: 'approved', outcome: 'not_delivered', transfers: 'waiting' },
  unknown: { state: 'quarantined', outcome: 'unknown', transfers: 'quarantined' },
} as const

/** Writes down how a hand-over ended. */
async function settle(
  { ledger }: HandOverDeps,
  by: By,
  runId: TransferRunId,
  { channel, target }: Pick<Place, 'channel' | 'target'>,
  delivery: Delivery,
): Promise<Result<{ version: number; state: RunState }>> {
  const detail = delivery.outcome === 'delivered' ? '' : 'why' in delivery ? `${delivery.why} ${delivery.detail}` : delivery.detail
  const ending = endings[delivery.outcome]
  return ledger.write(by, async (writer) => {
    const run = await runById(writer, runId)
    // Another program has found it out meanwhile.
    if (run?.state !== 'handing_over') return refuse({ refusal: 'changed_meanwhile' })
    await changeRun(writer, run, { state: ending.state })
    await insertHandOver(writer, { runId, channel, target, outcome: ending.outcome, detail })
    await moveTransfers(writer, runId, 'waiting', ending.transfers)
    if (ending.state === 'handed_over') await movePayouts(writer, runId, 'approved', 'handed_over')
    if (ending.state === 'quarantined') await movePayouts(writer, runId, 'approved', 'quarantined', 'sent')
    await appendAudit(writer, {
      stream: 'payouts',
      action: ending.state === 'approved' ? 'not_handed_over' : ending.state,
      subject: `transfer_run:${runId}`,
      detail: { name: run.name, channel, target, detail },
    })
    return done({ version: run.version + 1, state: ending.state })
  })
}

/**
 * What a person found out about a file in quarantine waits for a supervisor. Refuses not_found, run_not_there, changed_meanwhile,
 * change_already_staged (somebody's finding waits already).
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
  const touchedBy = (await handOversOf(writer, id)).map(({ actor }) => actor)
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
