import { isUtf8 } from 'node:buffer'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { yen } from '../../../preload/contract/money'
import type { ReadOriginator, ReadTransfer, TransferFault, TransferPart, ZediEnvelope } from '../../../preload/contract/transfers'
import { halfWidth } from './kana-width'

/*
 * Reads a pain.001 of ZEDI again, whoever wrote it: the two documents are parted at their declarations, each transfer is cut out and
 * parsed by itself so that a long file stays small. `record` is the 1-based transfer; 0 is the file as a whole. Columns are not told.
 */

type Tree = Readonly<Record<string, unknown>>

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: true,
  htmlEntities: false,
})

const isTree = (node: unknown): node is Tree => typeof node === 'object' && node !== null && !Array.isArray(node)

/** All elements of this path; of the steps before the last the first of each. */
function all(node: unknown, ...path: readonly string[]): unknown[] {
  let found: unknown[] = [node]
  for (const name of path) {
    const [first] = found
    const below = isTree(first) && Object.hasOwn(first, name) ? first[name] : []
    found = Array.isArray(below) ? below : [below]
  }
  return found
}

/** The text of the first element of this path; empty where there is none. */
function textAt(node: unknown, ...path: readonly string[]): string {
  const [found] = all(node, ...path)
  const text = isTree(found) ? found['#text'] : found
  return typeof text === 'string' ? text : ''
}

const fault = (record: number, code: TransferFault['code'], found?: string, expected?: string): TransferPart => ({
  part: 'error',
  error: { record, column: null, code, ...(found === undefined ? {} : { found }), ...(expected === undefined ? {} : { expected }) },
})

/** The text of a file and where its body begins, or why it is none. */
function opened(bytes: Uint8Array): { xml: string } | TransferFault['code'] {
  if (!isUtf8(bytes)) return 'encoding_not_supported'
  const xml = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) return 'doctype_refused'
  return /<(?:\w+:)?CstmrCdtTrfInitn[\s>]/.test(xml) ? { xml } : 'format_unknown'
}

/** Each element of this name as its own text, and what is left around them. */
function cutOut(xml: string, name: string): { elements: string[]; rest: string } {
  const begin = new RegExp(`<(?:\\w+:)?${name}[\\s>]`, 'g')
  const end = new RegExp(`</(?:\\w+:)?${name}\\s*>`, 'g')
  const elements: string[] = []
  let rest = ''
  let at = 0
  for (let found = begin.exec(xml); found !== null; found = begin.exec(xml)) {
    end.lastIndex = found.index
    if (end.exec(xml) === null) break
    rest += xml.slice(at, found.index)
    elements.push(xml.slice(found.index, end.lastIndex))
    at = end.lastIndex
    begin.lastIndex = at
  }
  return { elements, rest: rest + xml.slice(at) }
}

/** One element as a tree, or null where it is not well-formed. */
function parsed(xml: string): unknown {
  if (XMLValidator.validate(xml) !== true) return null
  const document: unknown = parser.parse(xml)
  return isTree(document) ? (Object.entries(document).find(([name]) => !name.startsWith('?') && name !== '#text')?.[1] ?? null) : null
}

/** Reads every batch and transfer of a pain.001.001.03, with or without its business application header. */
export function* readPain001(bytes: Uint8Array): Generator<TransferPart> {
  const file = opened(bytes)
  if (typeof file === 'string') {
    yield fault(0, file)
    return
  }
  const body = file.xml.slice(file.xml.lastIndexOf('<?xml'))
  const { elements: batches, rest } = cutOut(body, 'PmtInf')
  const frame = parsed(rest)
  if (frame === null) {
    yield fault(0, 'not_well_formed')
    return
  }
  let transfers = 0
  for (const batch of batches) transfers += yield* readBatch(batch, transfers)
  const told = textAt(frame, 'CstmrCdtTrfInitn', 'GrpHdr', 'NbOfTxs')
  // the profile counts the PmtInf here, other programs the transfers
  if (![batches.length, transfers].map(String).includes(told)) yield fault(0, 'trailer_count', told, String(batches.length))
}

/** One PmtInf; `before` transfers stand in front of it. Tells how many it has. */
function* readBatch(xml: string, before: number): Generator<TransferPart, number> {
  const { elements, rest } = cutOut(xml, 'CdtTrfTxInf')
  const batch = parsed(rest)
  if (batch === null) {
    yield fault(0, 'not_well_formed')
    return elements.length
  }
  yield { part: 'head', head: headOf(batch, before) }
  let total = 0
  for (const [at, element] of elements.entries()) {
    const record = before + at + 1
    const tree = parsed(element)
    if (tree === null) {
      yield fault(record, 'not_well_formed')
      continue
    }
    yield* missing(tree, record)
    const transfer = transferOf(tree, record)
    total += transfer.amount
    yield { part: 'transfer', transfer }
  }
  const [count, sum] = [textAt(batch, 'NbOfTxs'), textAt(batch, 'CtrlSum')]
  if (count !== String(elements.length)) yield fault(0, 'trailer_count', count, String(elements.length))
  if (sum !== String(total)) yield fault(0, 'trailer_sum', sum, String(total))
  yield { part: 'foot', foot: { record: before + elements.length, count: elements.length, total } }
  return elements.length
}

const agentPath = ['FinInstnId', 'ClrSysMmbId', 'MmbId'] as const

/** The branch beside the institution, as the schema says, or within it, as some programs write. */
function agentOf(tree: unknown, name: 'DbtrAgt' | 'CdtrAgt') {
  const branch = (part: 'Id' | 'Nm') => textAt(tree, name, 'BrnchId', part) || textAt(tree, name, 'FinInstnId', 'BrnchId', part)
  return {
    bankCode: textAt(tree, name, ...agentPath),
    bankName: halfWidth(textAt(tree, name, 'FinInstnId', 'Nm')),
    branchCode: branch('Id'),
    branchName: halfWidth(branch('Nm')),
  }
}

function headOf(batch: unknown, before: number): ReadOriginator {
  return {
    record: before + 1,
    code: textAt(batch, 'Dbtr', 'Id', 'OrgId', 'Othr', 'Id'),
    name: halfWidth(textAt(batch, 'UltmtDbtr', 'Nm') || textAt(batch, 'Dbtr', 'Nm')),
    payOn: textAt(batch, 'ReqdExctnDt'),
    ...agentOf(batch, 'DbtrAgt'),
    accountType: textAt(batch, 'DbtrAcct', 'Tp', 'Prtry'),
    accountNumber: textAt(batch, 'DbtrAcct', 'Id', 'Othr', 'Id'),
  }
}

/** What no transfer can be without. */
function* missing(tree: unknown, record: number): Generator<TransferPart> {
  const amount = textAt(tree, 'Amt', 'InstdAmt')
  const currency = textAt(tree, 'Amt', 'InstdAmt', '@Ccy')
  if (amount === '') yield fault(record, 'missing_element', 'InstdAmt')
  else if (!/^\d{1,12}$/.test(amount)) yield fault(record, 'not_a_number', amount)
  else if (/^0+$/.test(amount)) yield fault(record, 'amount_zero', amount)
  if (currency !== 'JPY') yield fault(record, 'not_yen', currency, 'JPY')
  if (textAt(tree, 'Cdtr', 'Nm') === '') yield fault(record, 'missing_name')
  if (textAt(tree, 'CdtrAgt', ...agentPath) === '') yield fault(record, 'missing_element', 'MmbId')
  if (textAt(tree, 'CdtrAcct', 'Id', 'Othr', 'Id') === '') yield fault(record, 'missing_element', 'CdtrAcct')
}

function transferOf(tree: unknown, record: number): ReadTransfer {
  const amount = textAt(tree, 'Amt', 'InstdAmt')
  const customerCode = (name: string) =>
    textAt(
      all(tree, 'Cdtr', 'Id', 'OrgId', 'Othr').find((other) => textAt(other, 'SchmeNm', 'Prtry') === name),
      'Id',
    )
  return {
    record,
    ...agentOf(tree, 'CdtrAgt'),
    clearingHouse: textAt(tree, 'CdtrAgt', 'FinInstnId', 'Othr', 'Id'),
    accountType: textAt(tree, 'CdtrAcct', 'Tp', 'Prtry'),
    accountNumber: textAt(tree, 'CdtrAcct', 'Id', 'Othr', 'Id'),
    holderKana: halfWidth(textAt(tree, 'Cdtr', 'Nm')),
    amount: yen(/^\d{1,12}$/.test(amount) ? Number(amount) : 0),
    newCode: textAt(tree, 'Purp', 'Prtry'),
    customerCode1: customerCode('Customer Code1'),
    customerCode2: customerCode('Customer Code2'),
    edi: ediOf(all(tree, 'RmtInf', 'Ustrd').map((line) => textAt(line))),
    transferClass: textAt(tree, 'InstrForCdtrAgt', 'InstrInf'),
    identification: textAt(tree, 'InstrForDbtrAgt').slice(0, 1).trim(),
    result: null,
  }
}

/** The text within a MIME part in base64; empty where the lines are something else. */
function ediOf(lines: readonly string[]): string {
  const encoding = lines.indexOf('Content-Transfer-Encoding: base64')
  if (encoding === -1) return ''
  return textAt(parsed(Buffer.from(lines.slice(encoding + 1).join(''), 'base64').toString('utf8')), 'Content')
}

/** Whether a file carries this business application header and message, and no other. */
export function isOfEnvelope(bytes: Uint8Array, envelope: ZediEnvelope): boolean {
  const file = opened(bytes)
  if (typeof file === 'string') return false
  const bodyAt = file.xml.lastIndexOf('<?xml')
  const header = parsed(file.xml.slice(0, bodyAt))
  const body = parsed(cutOut(file.xml.slice(bodyAt), 'PmtInf').rest)
  const isAt = (text: string, zone: string) => Math.floor(envelope.createdAt / 1000) * 1000 === Date.parse(`${text}${zone}`)
  return (
    textAt(header, 'Fr', 'OrgId', 'Id', 'OrgId', 'Othr', 'Id') === envelope.from &&
    textAt(header, 'To', 'FIId', 'FinInstnId', 'Othr', 'Id') === envelope.to &&
    textAt(header, 'BizMsgIdr') === envelope.messageId &&
    textAt(header, 'MsgDefIdr') === 'pain.001.001.03' &&
    textAt(body, 'CstmrCdtTrfInitn', 'GrpHdr', 'MsgId') === envelope.messageId &&
    isAt(textAt(header, 'CreDt'), '') &&
    isAt(textAt(body, 'CstmrCdtTrfInitn', 'GrpHdr', 'CreDtTm'), '+09:00')
  )
}
