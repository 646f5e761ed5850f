import type { FormatHint } from '../../../preload/contract/statement'
import { isReencoded } from './jis-x-0201'
import { byteOrderOf, decodeUtf16 } from './xml-text'

/** What the bytes are, by content and never by name; or what they look like, where that cannot be read. */
export type Recognised =
  | { format: 'zengin-03' | 'zengin-01'; encoding: 'jis' | 'utf-8' }
  | { format: 'zengin-03-csv' | 'zengin-01-csv' }
  | { format: CamtFormat; version: string | null }
  | { format: null; hint: FormatHint }

/** ISO 20022: a statement of booked entries, an intraday report, a notification. */
export type CamtFormat = 'camt.053' | 'camt.052' | 'camt.054'

/** So many bytes are looked at to tell one kind of XML from another: a business header stands in front of some. */
const LOOKED_AT_BYTES = 64 * 1024

/** Tells which statement format this is. It refuses nothing inside a format: that is the reader's part. */
export function recogniseStatement(bytes: Uint8Array): Recognised {
  if (bytes.every(isBlank)) return { format: null, hint: 'empty' }
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, LOOKED_AT_BYTES))
  const container = containerHint(head)
  if (container !== null) return { format: null, hint: container }
  const order = byteOrderOf(bytes)
  const text = order === null ? head.toString('latin1') : decodeUtf16(head, order)
  const opening = text.replace(/^(\uFEFF|\u00EF\u00BB\u00BF)/, '').trimStart()
  if (opening.startsWith('<')) return recogniseXml(opening)
  return order === null ? recogniseFixed(opening, bytes) : { format: null, hint: 'unknown' }
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1a || byte === 0
}

function containerHint(head: Buffer): FormatHint | null {
  const signature = head.toString('latin1', 0, 8)
  if (signature.startsWith('PK\u0003\u0004')) return /\[Content_Types\]\.xml|xl\//.test(head.toString('latin1')) ? 'spreadsheet' : 'zip'
  if (signature === '\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1') return 'spreadsheet'
  return signature.startsWith('%PDF-') ? 'pdf' : null
}

/** The element below Document names the message; the namespace names its version. Prefixes and business headers are passed over. */
function recogniseXml(text: string): Recognised {
  const message = /<(?:[\w.-]+:)?(BkToCstmrStmt|BkToCstmrAcctRpt|BkToCstmrDbtCdtNtfctn|CstmrCdtTrfInitn)[\s/>]/.exec(text)?.[1]
  const format = camtFormats.get(message ?? '')
  if (format === undefined) return { format: null, hint: message === 'CstmrCdtTrfInitn' ? 'pain_001' : 'xml_other' }
  return {
    format,
    version: new RegExp(`urn:iso:std:iso:20022:tech:xsd:(${format.replace('.', '\\.')}\\.\\d{3}\\.\\d{2})`).exec(text)?.[1] ?? null,
  }
}

const camtFormats: ReadonlyMap<string, CamtFormat> = new Map([
  ['BkToCstmrStmt', 'camt.053'],
  ['BkToCstmrAcctRpt', 'camt.052'],
  ['BkToCstmrDbtCdtNtfctn', 'camt.054'],
])

/** A 全銀 header is `1`, two digits of 種別コード and コード区分; in EBCDIC its digits are the bytes F0 to F9. */
function recogniseFixed(opening: string, bytes: Uint8Array): Recognised {
  if (/^\u00F1[\u00F0-\u00F9]{3}/.test(opening)) return { format: null, hint: 'ebcdic' }
  const csvType = /^"?1"?,"?0?([13])"?,/.exec(opening)?.[1]
  if (csvType !== undefined) return { format: csvType === '1' ? 'zengin-01-csv' : 'zengin-03-csv' }
  const [, businessType, characterCode] = /^1(\d\d)([\d ])/.exec(opening) ?? []
  if (businessType === undefined) return { format: null, hint: 'unknown' }
  if (characterCode === '1') return { format: null, hint: 'ebcdic' }
  if (businessType === '03' || businessType === '01')
    return { format: `zengin-${businessType}`, encoding: isReencoded(bytes) ? 'utf-8' : 'jis' }
  return { format: null, hint: zenginHints.get(businessType) ?? 'zengin_other' }
}

const zenginHints: ReadonlyMap<string, FormatHint> = new Map([
  ['21', 'zengin_21'],
  ['91', 'zengin_91'],
])
