import { isUtf8 } from 'node:buffer'
import { children, textOf } from './xml-tree'

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

/**
 * What the payer wrote along (金融EDI情報): the unstructured lines, then the creditor references. ZEDI sends an XML document
 * as lines of MIME base64; its texts are taken out of it, so that an order number in it can be found.
 */
export function readRemittance(transaction: unknown): string {
  const remittance = children(transaction, 'RmtInf')
  const lines = remittance.flatMap((part) => children(part, 'Ustrd')).map((line) => textOf(line))
  const references = remittance.flatMap((part) => children(part, 'Strd')).map((part) => textOf(part, 'CdtrRefInf', 'Ref'))
  return [decodeMime(lines) ?? lines.join(' '), ...references].filter((text) => text !== '').join(' ')
}

/** The texts of the XML document in MIME base64 lines; null where the lines are no such thing. */
function decodeMime(lines: readonly string[]): string | null {
  const encoding = lines.findIndex((line) => /^Content-Transfer-Encoding:\s*base64$/i.test(line))
  if (!/^MIME-Version:/i.test(lines[0] ?? '') || encoding === -1) return null
  const body = lines.slice(encoding + 1).filter((line) => !/^Content-/i.test(line))
  const base64 = body.join('').replace(/\s/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null
  const bytes = Buffer.from(base64, 'base64')
  return isUtf8(bytes) ? textsOf(bytes.toString('utf8')) : null
}

/** Text between tags. The document is not parsed: nothing in it is trusted, and only its words matter. */
function textsOf(xml: string): string {
  return xml
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/[^\u0020-\uFFFD]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
