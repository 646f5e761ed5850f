import type { Clock } from '../../preload/contract/clock'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { JobResult } from '../../preload/contract/jobs'
import type { PrintedLetters } from '../../preload/contract/notices'
import { type Letter, writeLetters } from '../export/notices/letters'
import { appendAudit } from '../ledger/audit'
import type { Ledger } from '../ledger/ledger'
import { appendTry, beginSending, endUnsent, type NoticeToSend, noticeById, waitingLetters } from '../ledger/notices'
import type { Context, Handlers } from './context'
import { auditNotice, settle } from './delivery'
import { type Events, publishChanged } from './events'
import type { Files } from './files'
import type { ExecuteJob, JobSpec } from './jobs'
import { bankNameIn, type WordDeps, type Worded, wordsToPrintAgain, wordsToSend } from './notice-words'

/*
 * Letters for merchants who asked for paper (0085, 0087): what waits is printed as one PDF, and counts as delivered once the PDF is
 * whole. The setting of type is long work and is done where other long work is.
 */
export interface LetterDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly files: Pick<Files, 'room' | 'issueTicket' | 'written'>
  readonly execute: ExecuteJob
  readonly words: WordDeps
}

const AT_ONCE = 200

export function letterHandlers(deps: LetterDeps): Pick<Handlers, 'notices.printLetters' | 'notices.printAgain'> {
  return {
    'notices.printLetters': async (context) => {
      const printed = await printWaiting(deps, context)
      if (printed.ok) publishChanged(deps.events, 'notices', 'gateways', 'audit')
      return printed
    },
    'notices.printAgain': async (context, { id }) => {
      const notice = await noticeById(deps.ledger.reader, id)
      if (!notice) return refuse({ refusal: 'not_found', what: 'notice' })
      if (notice.channel !== 'letter' || notice.state !== 'delivered') return refuse({ refusal: 'notice_settled', state: notice.state })
      const printed = await printOnceMore(deps, context, notice)
      if (printed.ok) publishChanged(deps.events, 'notices', 'audit')
      return printed
    },
  }
}

interface Prepared {
  notice: NoticeToSend
  worded: Worded
}

/** Prints what waits. Refuses changed_meanwhile (somebody else is printing), disk_full, cannot_write_file. */
async function printWaiting(deps: LetterDeps, context: Context): Promise<Result<PrintedLetters>> {
  const { ledger } = deps
  const prepared: Prepared[] = []
  for (const notice of await waitingLetters(ledger.reader, AT_ONCE)) {
    prepared.push({ notice, worded: await wordsToSend(deps.words, ledger.reader, notice, false) })
  }
  const letters = await lettersOf(deps, prepared)
  const path = letters.length === 0 ? null : deps.files.room()
  const written = path === null ? done(null) : await setInType(deps, context, letters, path)
  if (!written.ok) return written
  const marked = await ledger.write(context.by, async (writer): Promise<Result<null>> => {
    for (const { notice, worded } of prepared) {
      if (worded.kind === 'worded') {
        if (!(await beginSending(writer, notice.id, writer.at))) return refuse({ refusal: 'changed_meanwhile' })
        await settle(writer, notice, { outcome: 'printed', detail: '', nextAt: null })
      } else if (worded.kind === 'withdrawn' && (await endUnsent(writer, notice.id, 'withdrawn', worded.why))) {
        await auditNotice(writer, notice, 'withdrawn', { why: worded.why })
      }
    }
    if (letters.length > 0) {
      await appendAudit(writer, { stream: 'notices', action: 'letters_printed', subject: 'letters', detail: { letters: letters.length } })
    }
    return done(null)
  })
  return handOut(deps, context, path, letters.length, marked)
}

async function printOnceMore(deps: LetterDeps, context: Context, notice: NoticeToSend): Promise<Result<PrintedLetters>> {
  const letters = await lettersOf(deps, [{ notice, worded: await wordsToPrintAgain(deps.words, deps.ledger.reader, notice) }])
  const path = deps.files.room()
  const written = await setInType(deps, context, letters, path)
  if (!written.ok) return written
  const marked = await deps.ledger.write(context.by, async (writer) => {
    await appendTry(writer, notice.id, { outcome: 'printed', detail: 'printed again' })
    await auditNotice(writer, notice, 'printed_again')
    return done(null)
  })
  return handOut(deps, context, path, letters.length, marked)
}

/** Gives the person a ticket for the PDF, or removes it where it could not be marked as printed. */
async function handOut(
  { files, clock }: LetterDeps,
  context: Context,
  path: string | null,
  letters: number,
  marked: Result<null>,
): Promise<Result<PrintedLetters>> {
  const fileName = `letters-${clock.today()}.pdf`
  if (path === null) return marked.ok ? done({ letters, ticket: null, fileName }) : marked
  if (marked.ok) return done({ letters, ticket: files.issueTicket(path, fileName, context.actor), fileName })
  await files.written(path, false)
  return marked
}

async function lettersOf({ ledger, clock }: LetterDeps, prepared: readonly Prepared[]): Promise<Letter[]> {
  const letters: Letter[] = []
  for (const { notice, worded } of prepared) {
    if (worded.kind !== 'worded') continue
    const { id, address, language } = notice
    const bank = await bankNameIn(ledger.reader, language)
    letters.push({ wording: worded.wording, address, bank, writtenOn: clock.today(), language, reference: id.toString(36) })
  }
  return letters
}

async function setInType(deps: LetterDeps, { by }: Context, letters: readonly Letter[], path: string): Promise<Result<unknown>> {
  const control = { progress: () => undefined, cancelled: false, signal: new AbortController().signal }
  const written = await deps.execute({ kind: 'letters', letters, path }, by, control)
  if (!written.ok) await deps.files.written(path, false)
  return written
}

/** The job itself. Refuses disk_full, cannot_write_file. */
export async function writeLetterFile({ letters, path }: Extract<JobSpec, { kind: 'letters' }>): Promise<Result<JobResult>> {
  try {
    const { pages } = await writeLetters(path, letters)
    return done({ kind: 'letters', pages })
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
    if (code === 'ENOSPC' || code === 'EDQUOT') return refuse({ refusal: 'disk_full' })
    if (/^E[A-Z]+$/.test(code)) return refuse({ refusal: 'cannot_write_file', detail: code })
    throw fault
  }
}
