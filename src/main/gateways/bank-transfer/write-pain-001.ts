import type { Originator, Transfer, TransferBatch, WrittenTransfers, ZediEnvelope } from '../../../preload/contract/transfers'
import { checkBatch } from './check-batch'

/*
 * 総合振込 as ZEDI takes it: a business application header (head.001.001.01), CRLF, and a pain.001.001.03, each with its own XML
 * declaration. Element by element after the profile of 全銀ネット: totals stand in PmtInf, GrpHdr counts the PmtInf; the branch stands in
 * BrnchId; names stay in the half-width kana of the fixed-length format; 識別表示 and both fillers stand in InstrForDbtrAgt.
 */

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
const CHUNK_TRANSFERS = 1_000
const BASE64_LINE = 76
/** Japan has no summer time. */
const JAPAN_AHEAD_MS = 9 * 60 * 60 * 1000
const FILLERS = `:${' '.repeat(7)}:${' '.repeat(17)}`

type Content = string | readonly string[]

/** One element; the content is XML already. Empty content leaves the element out. */
function element(name: string, ...content: readonly string[]): string {
  const inner = content.join('')
  return inner === '' ? '' : `<${name}>${inner}</${name}>`
}

/** Elements around one another, the outermost first: `wrap(['Id', 'OrgId'], …)`. */
function wrap(names: readonly string[], content: Content): string {
  const inner = typeof content === 'string' ? content : content.join('')
  return names.reduceRight((xml, name) => element(name, xml), inner)
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
const text = (raw: string) => raw.replace(/[&<>"']/g, (sign) => entities[sign] ?? '')

/**
 * Writes a batch as ZEDI takes it, in UTF-8. The header's `from` may hold a password, so the bytes are as secret as it is. What the
 * format cannot hold is told as a problem. Pure: the same batch and envelope give the same bytes.
 */
export function writePain001(batch: TransferBatch, envelope: ZediEnvelope): WrittenTransfers {
  const checked = checkBatch(batch)
  if (!/^[A-Za-z0-9-]{1,35}$/.test(envelope.messageId)) checked.add(0, 'envelope', 'not_allowed', envelope.messageId)
  // never the text itself: it may be a password
  if (![envelope.from, envelope.to].every((party) => /^[\x21-\x7e]{1,70}$/.test(party))) checked.add(0, 'envelope', 'not_allowed', '')
  if (checked.total > 0) return { ok: false, problems: checked.problems, total: checked.total }
  const chunks = [Buffer.from(`${applicationHeader(envelope)}\r\n${DECLARATION}${documentStart(batch, envelope)}`)]
  for (let at = 0; at < batch.transfers.length; at += CHUNK_TRANSFERS) {
    const some = batch.transfers.slice(at, at + CHUNK_TRANSFERS)
    chunks.push(Buffer.from(some.map((transfer, place) => creditTransfer(transfer, at + place + 1, envelope)).join('')))
  }
  chunks.push(Buffer.from('</PmtInf></CstmrCdtTrfInitn></Document>'))
  return { ok: true, bytes: new Uint8Array(Buffer.concat(chunks)) }
}

/** Whole seconds without an offset. */
const secondsOf = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 19)

function applicationHeader(envelope: ZediEnvelope): string {
  const xml = [
    wrap(['Fr', 'OrgId', 'Id', 'OrgId', 'Othr', 'Id'], text(envelope.from)),
    wrap(['To', 'FIId', 'FinInstnId', 'Othr', 'Id'], text(envelope.to)),
    element('BizMsgIdr', envelope.messageId),
    element('MsgDefIdr', 'pain.001.001.03'),
    element('CreDt', `${secondsOf(envelope.createdAt)}Z`),
  ].join('')
  return `${DECLARATION}<AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.01">${xml}</AppHdr>`
}

/** Everything before the first transfer; the elements opened here are closed behind the last. */
function documentStart({ originator, payOn, transfers }: TransferBatch, envelope: ZediEnvelope): string {
  const inJapan = secondsOf(envelope.createdAt + JAPAN_AHEAD_MS)
  const total = transfers.reduce((sum, { amount }) => sum + amount, 0)
  const head = [element('MsgId', envelope.messageId), element('CreDtTm', inJapan), element('NbOfTxs', '1'), '<InitgPty/>']
  return [
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"><CstmrCdtTrfInitn>',
    element('GrpHdr', ...head),
    '<PmtInf>',
    element('PmtInfId', '1'),
    element('PmtMtd', 'TRF'),
    element('NbOfTxs', String(transfers.length)),
    element('CtrlSum', String(total)),
    wrap(['PmtTpInf', 'CtgyPurp', 'Cd'], 'OTHR'),
    element('ReqdExctnDt', payOn),
    debtor(originator),
  ].join('')
}

function debtor({ code, name, account, bankName, branchName }: Originator): string {
  return [
    wrap(['Dbtr', 'Id', 'OrgId', 'Othr'], [element('Id', code), wrap(['SchmeNm', 'Cd'], 'BANK')]),
    element('DbtrAcct', ...accountOf(account)),
    element('DbtrAgt', ...agent(account, bankName, branchName)),
    wrap(['UltmtDbtr', 'Nm'], text(name)),
  ].join('')
}

const accountOf = ({ accountNumber, accountType }: Originator['account']) => [
  wrap(['Id', 'Othr', 'Id'], accountNumber),
  wrap(['Tp', 'Prtry'], accountType),
]

function agent({ bankCode, branchCode }: Originator['account'], bankName: string, branchName: string): string[] {
  const member = element('ClrSysMmbId', wrap(['ClrSysId', 'Cd'], 'JPZGN'), element('MmbId', bankCode))
  return [
    element('FinInstnId', member, element('Nm', text(bankName))),
    element('BrnchId', element('Id', branchCode), element('Nm', text(branchName))),
  ]
}

function creditTransfer(transfer: Transfer, place: number, { transferClass }: ZediEnvelope): string {
  const { account, bankName, branchName, holderKana, amount, newCode, edi } = transfer
  return element(
    'CdtTrfTxInf',
    wrap(['PmtId', 'EndToEndId'], String(place)),
    `<Amt><InstdAmt Ccy="JPY">${amount}</InstdAmt></Amt>`,
    element('CdtrAgt', ...agent(account, bankName, branchName)),
    wrap(['Cdtr', 'Nm'], text(holderKana)),
    element('CdtrAcct', ...accountOf(account)),
    wrap(['InstrForCdtrAgt', 'InstrInf'], transferClass.trim()),
    element('InstrForDbtrAgt', `${edi === '' ? ' ' : 'Y'}${FILLERS}`),
    wrap(['Purp', 'Prtry'], newCode),
    element('RmtInf', ...ediLines(edi).map((line) => element('Ustrd', line))),
  )
}

/** 金融EDI情報: a small XML document as a MIME part in base64, 76 characters a line, one Ustrd each. */
function ediLines(edi: string): string[] {
  if (edi === '') return []
  const encoded = Buffer.from(`<EDIInf1><Content>${text(edi)}</Content></EDIInf1>`).toString('base64')
  const lines = encoded.match(new RegExp(`.{1,${BASE64_LINE}}`, 'g')) ?? []
  return ['MIME-Version: 1.0', 'Content-Type: text/xml', 'Content-Transfer-Encoding: base64', ...lines]
}
