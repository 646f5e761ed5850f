import type { Clock } from '../../preload/contract/clock'
import { addDays, type BusinessDate, laterOf } from '../../preload/contract/date'
import type { Language } from '../../preload/contract/merchants'
import { PositiveYen } from '../../preload/contract/money'
import type { NoticeName } from '../../preload/contract/notices'
import type { Instruction } from '../../preload/contract/shop'
import {
  bankName,
  isApplicantNotice,
  isPayoutNotice,
  mailText,
  wordApplicantNotice,
  wordOrderNotice,
  wordPayoutNotice,
} from '../export/notices/notice'
import type { Means, OrderMaterial, Wording } from '../export/notices/wording'
import { gatewayOf } from '../ledger/gateways'
import type { Reader } from '../ledger/ledger'
import { merchantById } from '../ledger/merchants'
import type { NoticeToSend } from '../ledger/notices'
import { type OrderFacts, orderFacts } from '../ledger/order-facts'
import { type DeadlineRow, deadlinesOf } from '../ledger/protection'
import { slipsOf } from '../ledger/slips'
import { isStillMeant } from '../settlement/notices'
import { isProtected } from '../settlement/steps'
import { type InstructionDeps, instructionOf, slipTo, transferTo } from './instructions'
import { LATE_DAYS, linkPaths } from './link-addresses'
import type { LinkPurpose, Links } from './links'
import { ApplicantNoticeFacts, OrderNoticeFacts, PayoutNoticeFacts } from './notice-facts'
import type { Secrets } from './secrets'

/*
 * Puts a notice into words when it is sent, and again when somebody looks at it: the facts as they were kept, the account to pay to
 * and the links as they are now. A link is made only for whoever it is sent to; at the desk its token is struck out.
 */
export interface WordDeps extends InstructionDeps {
  readonly clock: Clock
  /** Null where the ledger's key is not at hand: there are no links then, and what is sealed stays sealed. */
  readonly links: Pick<Links, 'sign'> | null
  readonly secrets: Pick<Secrets, 'open'> | null
  /** How people outside reach the storefront, without a slash at the end; null while nobody can. */
  readonly publicAddress: () => Promise<string | null>
}

/** A notice in words, or why it is not to be sent now, or not at all. */
export type Worded =
  | { readonly kind: 'worded'; readonly wording: Wording }
  | { readonly kind: 'withdrawn' | 'postponed'; readonly why: string }

interface NoticeLink {
  readonly purpose: LinkPurpose
  /** Without it the notice asks for what nobody can do, unless it can be answered by mail. */
  readonly isNeeded: boolean
}

const choosing: NoticeLink = { purpose: 'choose', isNeeded: true }
const receipt: NoticeLink = { purpose: 'receipt', isNeeded: true }
const returning: NoticeLink = { purpose: 'return', isNeeded: true }

const noticeLinks: Partial<Record<NoticeName, NoticeLink>> = {
  choose_method: choosing,
  accepted: choosing,
  instruction: { ...choosing, isNeeded: false },
  partly_paid: { ...choosing, isNeeded: false },
  declined: choosing,
  authorization_expired: choosing,
  debit_postponed: { ...choosing, isNeeded: false },
  debit_refused: choosing,
  acceptance_asked: { purpose: 'accept', isNeeded: true },
  receipt_question: receipt,
  receipt_reminder: receipt,
  return_wanted: returning,
  not_arrived: returning,
  refund_account: { purpose: 'refund_account', isNeeded: true },
}

/** What can be answered by mail alone. */
const ANSWERED_BY_MAIL: ReadonlySet<NoticeName> = new Set<NoticeName>([
  'acceptance_asked',
  'receipt_question',
  'receipt_reminder',
  'return_wanted',
])

const deadlineKinds: Partial<Record<LinkPurpose, DeadlineRow['kind']>> = {
  accept: 'acceptance',
  receipt: 'window',
  return: 'merchant_answer',
}
/** For the account of a refund there is no deadline. */
const REFUND_DAYS = 60

/** Whether a notice holds a link that opens what is only its reader's: an order, an account, the portal. */
export const holdsLink = (name: NoticeName): boolean => noticeLinks[name] !== undefined || name === 'portal_invitation'

/** The words of a notice for whoever it is sent to. */
export function wordsToSend(deps: WordDeps, ledger: Reader, notice: NoticeToSend, isAnswerRead: boolean): Promise<Worded> {
  if (isPayoutNotice(notice.name)) return payoutWords(deps, ledger, notice, isAnswerRead)
  return isApplicantNotice(notice.name)
    ? applicantWords(deps, ledger, notice, 'sent')
    : orderWords(deps, ledger, notice, isAnswerRead, 'sent')
}

/** The words of a notice for the desk: as they were or will be sent, but for what only the recipient may know. */
export async function wordsToShow(deps: WordDeps, ledger: Reader, notice: NoticeToSend): Promise<{ subject: string; text: string }> {
  const { settings } = await gatewayOf(ledger, 'mail_out')
  const isAnswerRead = settings.gateway === 'mail_out' && settings.replyTo !== ''
  const worded = isPayoutNotice(notice.name)
    ? await payoutWords(deps, ledger, notice, isAnswerRead)
    : isApplicantNotice(notice.name)
      ? await applicantWords(deps, ledger, notice, 'shown')
      : await orderWords(deps, ledger, notice, isAnswerRead, 'shown')
  if (worded.kind !== 'worded') throw new Error(`notice ${notice.id} cannot be shown: ${worded.why}`)
  return { subject: worded.wording.subject, text: mailText(worded.wording, notice.language) }
}

/** A letter that was delivered once, as it is printed for its recipient once more. */
export function wordsToPrintAgain(deps: WordDeps, ledger: Reader, notice: NoticeToSend): Promise<Worded> {
  return isPayoutNotice(notice.name) ? payoutWords(deps, ledger, notice, false) : orderWords(deps, ledger, notice, false, 'printed again')
}

type Eye = 'sent' | 'printed again' | 'shown'
const STRUCK_OUT = '…'

async function orderWords(deps: WordDeps, ledger: Reader, notice: NoticeToSend, isAnswerRead: boolean, eye: Eye): Promise<Worded> {
  const kept = OrderNoticeFacts.parse(JSON.parse(notice.facts))
  const order = notice.orderId === null ? undefined : (await orderFacts(ledger, [notice.orderId])).get(notice.orderId)
  if (!order) throw new Error(`notice ${notice.id} tells of no order`)
  if (eye === 'sent' && !isStillMeant(notice.name, order.tracks)) return { kind: 'withdrawn', why: 'the order has moved on' }
  const instruction = await instructionFor(deps, ledger, notice, order, kept, eye)
  if (eye === 'sent' && notice.name === 'instruction' && !instruction) return { kind: 'withdrawn', why: 'nothing is to be paid any more' }
  const days = await deadlinesOf(ledger, order.id)
  const linked = await linkFor(deps, notice, order, days, eye)
  const canAnswer = isAnswerRead && notice.channel === 'mail' && ANSWERED_BY_MAIL.has(notice.name)
  if (eye === 'sent' && notice.channel === 'mail' && linked.isMissing && !canAnswer) {
    return { kind: 'postponed', why: 'the storefront has no address for links' }
  }
  const means = await meansOf(deps, ledger, notice, isAnswerRead, linked.link)
  const wording = wordOrderNotice(notice, { ...materialOf(kept, instruction, linked.day), ...means })
  if (!wording) throw new Error(`nobody is told ${notice.name} as ${notice.to}`)
  return { kind: 'worded', wording }
}

/** What was paid stays what it was: the same words for everybody who may read them. */
async function payoutWords(deps: WordDeps, ledger: Reader, notice: NoticeToSend, isAnswerRead: boolean): Promise<Worded> {
  const kept = PayoutNoticeFacts.parse(JSON.parse(notice.facts))
  const means = await meansOf(deps, ledger, notice, isAnswerRead, null)
  const wording = wordPayoutNotice(notice, { ...kept, ...means, portal: means.isLetter ? null : means.portal })
  if (!wording) throw new Error(`nobody is told ${notice.name} as ${notice.to}`)
  return { kind: 'worded', wording }
}

function materialOf(kept: OrderNoticeFacts, instruction: Instruction | null, day: BusinessDate | null): OrderMaterial {
  const { tracks, until, detail, ...facts } = kept
  return {
    ...facts,
    isProtected: isProtected(tracks.protection),
    isCapturedAtOnce: tracks.payment !== 'authorized',
    until: day ?? until,
    reason: typeof detail.reason === 'string' ? detail.reason : '',
    instruction,
  }
}

async function meansOf(deps: WordDeps, ledger: Reader, notice: NoticeToSend, isAnswerRead: boolean, link: string | null): Promise<Means> {
  const address = await deps.publicAddress()
  return {
    bank: await bankNameIn(ledger, notice.language),
    isLetter: notice.channel === 'letter',
    link,
    portal: address === null ? null : `${address}/portal`,
    isAnswerRead,
  }
}

/** The name mails and letters are signed with. */
export async function bankNameIn(ledger: Reader, language: Language): Promise<string> {
  const { settings } = await gatewayOf(ledger, 'mail_out')
  return bankName(settings.gateway === 'mail_out' ? settings.fromName : '', language)
}

/** How it is to be paid: as it stands, or, for the desk and after the fact, as it stood. */
async function instructionFor(
  deps: WordDeps,
  ledger: Reader,
  { name }: NoticeToSend,
  order: OrderFacts,
  kept: OrderNoticeFacts,
  eye: Eye,
): Promise<Instruction | null> {
  if (name !== 'instruction' && name !== 'partly_paid') return null
  const live = await instructionOf(deps, ledger, order)
  if (live) return eye === 'sent' && live.dueOn < deps.clock.today() ? null : live
  if (kept.method === 'convenience_store') return eye === 'sent' ? null : slipThatWas(deps, ledger, order, kept)
  const accountId = (await merchantById(ledger, order.merchantId))?.virtualRange?.accountId
  const rest = PositiveYen.safeParse(kept.amount - kept.paidAmount)
  if (eye === 'sent' || accountId === undefined || kept.virtualAccount === null || kept.dueOn === null || !rest.success) return null
  return transferTo(deps, ledger, { accountId, reference: kept.virtualAccount, amount: rest.data, dueOn: kept.dueOn })
}

/** The slip that was to be paid until the day of which the notice told. */
async function slipThatWas(deps: WordDeps, ledger: Reader, { id }: OrderFacts, { dueOn }: OrderNoticeFacts): Promise<Instruction | null> {
  const slip = (await slipsOf(ledger, id)).findLast((one) => one.dueOn === dueOn)
  return slip ? slipTo(deps, ledger, slip) : null
}

/** The link of a notice, the last day for what it asks, and whether it lacks a link it needs. */
async function linkFor(
  deps: WordDeps,
  { name, to }: NoticeToSend,
  order: OrderFacts,
  days: readonly DeadlineRow[],
  eye: Eye,
): Promise<{ link: string | null; day: BusinessDate | null; isMissing: boolean }> {
  // Of an incomplete payment, or of a card that will not do, the payer alone can do something.
  const wanted = to === 'merchant' && noticeLinks[name]?.purpose === 'choose' ? undefined : noticeLinks[name]
  if (!wanted) return { link: null, day: null, isMissing: false }
  const { purpose, isNeeded } = wanted
  const path = `${linkPaths[purpose]}/`
  const day = days.find(({ kind }) => kind === deadlineKinds[purpose])?.on ?? null
  const address = await deps.publicAddress()
  if (address !== null && eye === 'shown') return { link: `${address}${path}${STRUCK_OUT}`, day, isMissing: false }
  if (address === null || !deps.links) return { link: null, day, isMissing: isNeeded }
  const today = deps.clock.today()
  const served = purpose === 'choose' ? order.dueOn : day
  const until = purpose === 'refund_account' ? addDays(today, REFUND_DAYS) : addDays(laterOf(served ?? today, today), LATE_DAYS)
  return { link: `${address}${path}${deps.links.sign({ purpose, orderId: order.id, until })}`, day, isMissing: false }
}

async function applicantWords(deps: WordDeps, ledger: Reader, notice: NoticeToSend, eye: Eye): Promise<Worded> {
  const { sealed, ...facts } = ApplicantNoticeFacts.parse(JSON.parse(notice.facts))
  const address = await deps.publicAddress()
  const isInvitation = notice.name === 'portal_invitation'
  if (eye === 'sent' && isInvitation && address === null) return { kind: 'postponed', why: 'the storefront has no address for links' }
  const path = isInvitation && eye === 'sent' ? invitationPath(deps, sealed) : `/portal/invitation/${STRUCK_OUT}`
  if (path === null) return { kind: 'postponed', why: 'the invitation cannot be opened with this master key' }
  const means = await meansOf(deps, ledger, notice, false, isInvitation && address !== null ? `${address}${path}` : null)
  const wording = isApplicantNotice(notice.name) ? wordApplicantNotice({ ...notice, name: notice.name }, { ...facts, ...means }) : null
  if (!wording) throw new Error(`nobody is told ${notice.name} as ${notice.to}`)
  return { kind: 'worded', wording }
}

/** The one-time link, which lies in the ledger sealed: a path, or the token at its end. */
function invitationPath({ secrets }: WordDeps, sealed: string | null): string | null {
  const opened = sealed === null ? null : secrets?.open(sealed)
  if (!opened?.ok) return null
  return opened.value.startsWith('/') ? opened.value : `/portal/invitation/${opened.value}`
}
